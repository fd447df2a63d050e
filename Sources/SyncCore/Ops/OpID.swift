/// The name of an op: it means one op for ever. The same name with another hash is a fork.
package struct OpID: Hashable, Sendable {
    package let site: RecordID
    package let incarnation: Int
    package let seq: Int64

    package init(site: RecordID, incarnation: Int, seq: Int64) {
        self.site = site
        self.incarnation = incarnation
        self.seq = seq
    }
}

/// The name of an op among those of its site, written `incarnation/seq`.
package struct OwnName: Hashable, Sendable, CustomStringConvertible {
    package let incarnation: Int
    package let seq: Int64

    package init(incarnation: Int, seq: Int64) {
        self.incarnation = incarnation
        self.seq = seq
    }

    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let incarnation = Int(parts[0]), let seq = Int64(parts[1]),
            incarnation > 0, seq > 0, "\(incarnation)/\(seq)" == text
        else { return nil }
        self.init(incarnation: incarnation, seq: seq)
    }

    package var description: String { "\(incarnation)/\(seq)" }
}

extension OpHeader {
    package var ownName: OwnName { OwnName(incarnation: incarnation, seq: seq) }

    package var id: OpID { OpID(site: site, incarnation: incarnation, seq: seq) }
}
