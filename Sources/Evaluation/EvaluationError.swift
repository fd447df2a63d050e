package import SyncCore

/// Why a line is not a question that the policy can be asked. `key` is the path inside the line.
package enum EvaluationError: Error, Hashable {
    case tooLong
    case notJSON(JSONError)
    case duplicateKey
    case notAnObject(key: String)
    case unknownKind(String)
    case missingKey(String)
    case unknownKey(String)
    case wrongType(key: String, expected: ValueType)
    case notADay(key: String, String)
    case unknownWord(key: String, String, expected: [String])
    case unknownCode(key: String, String)
    /// The code belongs to facts of another class.
    case otherClass(key: String, String, expected: String)
    /// A name that is empty, too long, or stands twice.
    case badName(key: String, String)
    case outsideCalendar(String)

    /// What a value has to be.
    package enum ValueType: Hashable {
        case text
        case flag
        case list
    }
}
