/// Bytes that have arrived, handed out line by line.
struct LineBuffer {
    private var bytes: [UInt8] = []
    /// Where the search for a line break goes on, so that a long line is not searched anew for each
    /// piece.
    private var searched = 0

    /// What is known to be no whole line yet.
    var isEmpty: Bool { bytes.isEmpty }

    mutating func append(_ piece: ArraySlice<UInt8>) {
        bytes.append(contentsOf: piece)
    }

    /// The next line without its break; `nil` when it is not complete.
    mutating func nextLine(max: Int) throws(LocalSocketError) -> [UInt8]? {
        guard let end = bytes[searched...].firstIndex(of: 10) else {
            searched = bytes.count
            guard bytes.count <= max else { throw .lineTooLong(bytesMax: max) }
            return nil
        }
        guard end <= max else { throw .lineTooLong(bytesMax: max) }
        let line = Array(bytes[..<end])
        bytes.removeSubrange(...end)
        searched = 0
        return line
    }
}
