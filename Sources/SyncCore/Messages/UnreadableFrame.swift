/// A line of the feed that this program cannot read: of a newer kind, or a mistake.
package struct UnreadableFrame: Hashable, Sendable {
    /// As it came.
    package let bytes: [UInt8]
    /// Its number in the hub's log, where at least that can be read.
    package let seq: Int64?
    /// What it is about, where at least that can be read.
    package let aggregate: RecordID?

    package init(bytes: [UInt8]) {
        let json = try? JSONParser.parse(bytes)
        self.bytes = bytes
        seq = json?["stamp"]?["seq"]?.integer
        aggregate = json?["aggregate"]?.recordID
    }
}
