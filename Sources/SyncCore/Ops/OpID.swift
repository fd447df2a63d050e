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

extension OpHeader {
    package var id: OpID { OpID(site: site, incarnation: incarnation, seq: seq) }
}
