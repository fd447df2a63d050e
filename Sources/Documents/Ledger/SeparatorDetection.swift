/// Finds out what separates the cells: the character with which a header can be read.
///
/// Counting characters would be fooled by a comma in a range or in a place; a header is not.
enum SeparatorDetection {
    private static let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    private static let sampleSize = 64 << 10

    /// The separator of a table, judged by its first 64 KB; a comma when there is no header.
    static func separator(
        of decoder: TextDecoder,
        overrides: [ColumnOverride]
    ) throws(TableError) -> UInt8 {
        let sample = try sample(of: decoder)
        for candidate in candidates where hasHeader(sample, candidate, overrides) {
            return candidate
        }
        return candidates[0]
    }

    private static func sample(of decoder: TextDecoder) throws(TableError) -> [UInt8] {
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(
            capacity: sampleSize + TextDecoder.pieceCapacity
        )
        defer { buffer.deallocate() }
        var count = 0
        while count < sampleSize {
            let more = try decoder.read(into: .init(rebasing: buffer[count...]))
            if more == 0 { break }
            count += more
        }
        return Array(buffer[..<count])
    }

    /// The sample ends anywhere, so whatever is wrong with it is only not a header.
    private static func hasHeader(
        _ sample: [UInt8],
        _ separator: UInt8,
        _ overrides: [ColumnOverride]
    ) -> Bool {
        let source = ByteSource(bytes: sample)
        let detection = EncodingDetection(encoding: .utf8, markLength: 0)
        do {
            let table = CSVReader(try TextDecoder(source, detection), separator: separator)
            _ = try ColumnMap.find(in: table, overrides: overrides)
            return true
        } catch {
            return false
        }
    }
}
