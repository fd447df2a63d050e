import Policy

/// Every code that a screen can show. Codes never change their meaning; `jiliang explain CODE`
/// prints cause and repair, so that a screenshot in one language can be looked up in the other.
enum MessageCode: String, CaseIterable {
    case usage = "E1001"
    case badDay = "E1002"
    case outputLost = "E1003"

    case noSite = "E1101"
    case otherSite = "E1102"
    case notPermitted = "E1103"
    case cannotCreate = "E1104"
    case badOrganisation = "E1105"
    case organisationCheckDigit = "W1106"

    case configurationSyntax = "E1201"
    case unknownSetting = "E1202"
    case badSetting = "E1203"
    case configurationUnreadable = "E1204"

    case locked = "E1301"
    case diskFull = "E1302"
    case inputOutput = "E1303"
    case damaged = "E1304"
    case tooNew = "E1305"
    case notDurable = "E1306"
    case overlayBehind = "E1307"
    case brokenChain = "E1308"
    case folded = "W1309"
    case rebuilt = "W1310"
    case clockBehind = "W1311"
    case olderJournal = "W1312"

    case ownOpMissing = "E1313"

    case emptyFile = "E2001"
    case notText = "E2002"
    case badEncoding = "E2003"
    case unclosedQuote = "E2004"
    case cellTooLong = "E2005"
    case tooManyColumns = "E2006"
    case noHeader = "E2007"
    case isDirectory = "E2008"
    case unreadableFile = "E2009"
    case notCSV = "E2010"
    case badMapping = "E2011"
    case recordTooLong = "E2012"

    case rowsRefused = "E2101"
    case sameSerial = "E2103"
    case noSerial = "E2104"
    case impossibleDate = "E2107"
    case validityBeforeVerification = "E2112"
    case unknownStatus = "E2113"
    case missingVerificationDay = "E2114"
    case unknownResult = "E2115"
    case verificationWithoutOutcome = "E2116"
    case unknownRegime = "E2117"
    case cellsMissing = "E2118"
    case tooManyCells = "E2119"
    case scrappedIsFinal = "E2120"

    case unknownInstrument = "E2201"
    case ambiguousInstrument = "E2202"
    case unknownField = "E2203"
    case badValue = "E2204"
    case alreadyRegistered = "E2205"
    case verificationStays = "E2206"
    case unknownCode = "E2207"
    case unknownBatch = "E2301"
    case batchUndone = "E2302"
    case unsupportedFormat = "E2401"
    case fileExists = "E2402"

    case blanksRemoved = "R2001"
    case fullWidthFolded = "R2002"
    case dateRewritten = "R2003"
    case excelSerialRead = "R2004"
    case statusWord = "R2005"
    case formulaGuard = "R2006"
    case resultWord = "R2007"

    case internalError = "E9001"

    /// What the code means, without the particulars of one case.
    func meaning(in language: Language) -> String {
        language == .chinese ? texts.meaning.chinese : texts.meaning.english
    }

    /// What to do about it.
    func repair(in language: Language) -> String {
        language == .chinese ? texts.repair.chinese : texts.repair.english
    }
}
