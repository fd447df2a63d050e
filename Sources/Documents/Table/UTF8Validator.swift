/// Checks that a stream of bytes is UTF-8, piece by piece and in constant memory.
///
/// Every byte of an import passes here once more than it is parsed, so the two common shapes,
/// runs of ASCII and Chinese characters of three bytes, have a short way of their own.
struct UTF8Validator {
    /// Characters of three or four bytes seen so far.
    private(set) var wideCharacters = 0
    /// Bytes of the earlier pieces.
    private var offset = 0
    /// The unfinished character, if the last piece ended inside one.
    private var start = 0
    private var missing = 0
    private var allowed: ClosedRange<UInt8> = continuation

    private static let continuation: ClosedRange<UInt8> = 0x80...0xBF

    /// Takes the next piece. Returns the offset of the first byte that begins no valid character.
    mutating func feed(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var index = 0
        while index < bytes.count {
            if missing == 0 {
                index = Self.skipASCII(bytes, from: index)
                index = skipThreeByteCharacters(bytes, from: index)
                guard index < bytes.count else { break }
                guard begin(bytes[index], at: offset + index) else { return offset + index }
            } else {
                guard allowed.contains(bytes[index]) else { return start }
                allowed = Self.continuation
                missing -= 1
            }
            index += 1
        }
        offset += bytes.count
        return nil
    }

    /// The offset of a character that the end of the stream cut off.
    func finish() -> Int? {
        missing > 0 ? start : nil
    }

    /// Reads a whole source from its first byte.
    mutating func firstFault(in source: ByteSource) throws(TableError) -> Int? {
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 256 << 10)
        defer { buffer.deallocate() }
        source.rewind()
        while true {
            let count = try source.read(into: buffer)
            if count == 0 { return finish() }
            if let fault = feed(.init(rebasing: buffer[..<count])) { return fault }
        }
    }

    /// Takes a lead byte; the ranges are those of the Unicode standard, table 3-7.
    private mutating func begin(_ byte: UInt8, at position: Int) -> Bool {
        start = position
        allowed = Self.continuation
        switch byte {
        case 0x00...0x7F: return true
        case 0xC2...0xDF: missing = 1
        case 0xE0...0xEF: missing = 2
        case 0xF0...0xF4: missing = 3
        default: return false
        }
        switch byte {
        case 0xE0: allowed = 0xA0...0xBF
        case 0xED: allowed = 0x80...0x9F
        case 0xF0: allowed = 0x90...0xBF
        case 0xF4: allowed = 0x80...0x8F
        default: break
        }
        if missing > 1 { wideCharacters += 1 }
        return true
    }

    private static func skipASCII(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        let raw = UnsafeRawBufferPointer(bytes)
        while index + 8 <= raw.count {
            let word = UInt64(
                littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            )
            let high = word & 0x8080_8080_8080_8080
            guard high == 0 else { return index + high.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < bytes.count, bytes[index] < 0x80 { index += 1 }
        return index
    }

    /// Skips U+1000 to U+CFFF and U+E000 to U+FFFF, whose later bytes have no special ranges.
    private mutating func skipThreeByteCharacters(
        _ bytes: UnsafeBufferPointer<UInt8>,
        from start: Int
    ) -> Int {
        var index = start
        while index + 3 <= bytes.count {
            let lead = bytes[index]
            guard lead >= 0xE1, lead <= 0xEF, lead != 0xED,
                bytes[index + 1] & 0xC0 == 0x80, bytes[index + 2] & 0xC0 == 0x80
            else { break }
            index += 3
        }
        wideCharacters += (index - start) / 3
        return index
    }
}
