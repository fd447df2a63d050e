/// What the records come to of all aggregates whose id begins so; a whole id names one aggregate.
package struct StateRange: Hashable, Sendable {
    package let prefix: String
    package let sum: StateSum

    package init(prefix: String, sum: StateSum) {
        self.prefix = prefix
        self.sum = sum
    }

    /// Letters of an id.
    package static let idLength = 36

    /// The one aggregate that the range is, where it is one.
    package var aggregate: RecordID? {
        prefix.utf8.count == Self.idLength ? RecordID(trusted: prefix) : nil
    }

    package var json: JSONValue {
        .object([JSONValue.Member("prefix", .string(prefix))] + sum.members)
    }

    package init?(json: JSONValue) {
        guard let prefix = json["prefix"]?.string, let sum = StateSum(json: json) else {
            return nil
        }
        self.init(prefix: prefix, sum: sum)
    }
}

/// Parts a range as its aggregates come by, sorted by id: into the aggregates themselves where they are few,
/// else by the first letter in which any two of them differ. So there are at most seventeen parts, each
/// longer than what they have in common, however unevenly ids are spread.
package struct StateParting {
    /// A list of so many aggregates is as quick to send as one more question.
    package static let listMax = 64

    private let common: Int
    private var list: [StateRange] = []
    private var isList = true
    private var groups: [StateRange] = []

    /// The first and the last id of the range, by which all between are known in their beginning.
    package init(first: RecordID, last: RecordID) {
        let (first, last) = (first.description.utf8, last.description.utf8)
        common = zip(first, last).prefix { $0 == $1 }.count
    }

    package mutating func add(_ aggregate: RecordID, _ sum: StateSum) {
        let id = aggregate.description
        if list.count < Self.listMax {
            list.append(StateRange(prefix: id, sum: sum))
        } else {
            isList = false
        }
        let prefix = String(decoding: id.utf8.prefix(common + 1), as: UTF8.self)
        if let last = groups.last, last.prefix == prefix {
            groups[groups.count - 1] = StateRange(prefix: prefix, sum: last.sum + sum)
        } else {
            groups.append(StateRange(prefix: prefix, sum: sum))
        }
    }

    package var parts: [StateRange] { isList ? list : groups }
}
