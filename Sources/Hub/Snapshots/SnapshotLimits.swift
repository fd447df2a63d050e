/// When a hub makes snapshots, and of what size their pieces are.
package struct SnapshotLimits: Sendable {
    /// An organisation that sees more entries than this begins with a snapshot; one that sees fewer reads them.
    package var entriesMin = 20_000
    /// Bytes of a piece before it is compressed.
    package var chunkLength = 8 << 20
    /// Seconds for which a snapshot that could not be made is not tried again.
    package var pause: Int64 = 900

    package init() {}
}
