import Glibc

/// Hands out the text of a source as UTF-8, whatever its encoding, without its byte order mark.
///
/// Memory does not grow with the file. A character that cannot be decoded ends the import: a
/// replacement mark in a serial number would be a different instrument.
package final class TextDecoder {
    package let encoding: TextEncoding
    private let source: ByteSource
    private let converter: iconv_t?
    /// Bytes of the source not yet converted stand at the front of `input`.
    private let input: UnsafeMutableBufferPointer<UInt8>
    private var pending = 0
    /// The offset in the source of the first byte of `input`.
    private var inputOffset: Int

    private static let inputCapacity = 64 << 10
    /// How much room `read` needs: text in UTF-8 is at most twice as long as in any other encoding.
    static let pieceCapacity = 2 * inputCapacity

    /// Finds out the encoding, which reads a UTF-8 source once from end to end.
    package convenience init(_ source: ByteSource) throws(TableError) {
        let detection = try EncodingDetection(of: source)
        try self.init(source, detection)
    }

    init(_ source: ByteSource, _ detection: EncodingDetection) throws(TableError) {
        self.source = source
        self.encoding = detection.encoding
        self.inputOffset = detection.markLength
        self.converter = try Self.converter(from: detection.encoding)
        self.input = .allocate(capacity: Self.inputCapacity)
        source.rewind()
        try skip(detection.markLength)
    }

    deinit {
        input.deallocate()
        if let converter { iconv_close(converter) }
    }

    /// Fills the front of the buffer with text and returns its length: 0 at the end.
    ///
    /// The end of a piece may fall inside a character. The buffer must have room for
    /// `pieceCapacity` bytes.
    func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(TableError) -> Int {
        if let converter { return try convert(with: converter, into: buffer) }
        let count = try source.read(into: buffer)
        try refuseNUL(in: .init(rebasing: buffer[..<count]), at: inputOffset)
        inputOffset += count
        return count
    }

    private static func converter(from encoding: TextEncoding) throws(TableError) -> iconv_t? {
        if encoding == .utf8 { return nil }
        let converter = iconv_open(TextEncoding.utf8.rawValue, encoding.rawValue)
        // The C library says failure with a pointer of all ones.
        guard let converter, Int(bitPattern: converter) != -1 else {
            throw .unreadable(errno: errno)
        }
        return converter
    }

    private func skip(_ count: Int) throws(TableError) {
        var rest = count
        while rest > 0 {
            let skipped = try source.read(into: .init(rebasing: input[..<rest]))
            if skipped == 0 { return }
            rest -= skipped
        }
    }

    /// Goes on until something came out: a piece may hold no more than half a character.
    private func convert(
        with converter: iconv_t,
        into buffer: UnsafeMutableBufferPointer<UInt8>
    ) throws(TableError) -> Int {
        while true {
            let count = try source.read(into: .init(rebasing: input[pending...]))
            if count == 0 {
                guard pending == 0 else { throw .invalidEncoding(encoding, offset: inputOffset) }
                return 0
            }
            pending += count
            try refuseNUL(in: .init(rebasing: input[..<pending]), at: inputOffset)
            let converted = try convertPending(with: converter, into: buffer)
            if converted > 0 { return converted }
        }
    }

    private func convertPending(
        with converter: iconv_t,
        into buffer: UnsafeMutableBufferPointer<UInt8>
    ) throws(TableError) -> Int {
        var from = UnsafeMutableRawPointer(input.baseAddress)?.assumingMemoryBound(to: CChar.self)
        var to = UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self)
        var left = pending
        var room = buffer.count
        let outcome = iconv(converter, &from, &left, &to, &room)
        let used = pending - left
        // A character cut by the end of the piece (EINVAL) waits for the next one.
        if outcome == -1, errno == EILSEQ {
            throw .invalidEncoding(encoding, offset: inputOffset + used)
        }
        _ = input.update(fromContentsOf: Array(input[used..<pending]))
        pending = left
        inputOffset += used
        return buffer.count - room
    }

    private func refuseNUL(
        in bytes: UnsafeBufferPointer<UInt8>,
        at offset: Int
    ) throws(TableError) {
        let found =
            switch encoding {
            case .utf8, .gb18030: Self.zeroByte(in: bytes)
            case .utf16LittleEndian, .utf16BigEndian: Self.zeroUnit(in: bytes)
            }
        if let found { throw .notText(offset: offset + found) }
    }

    private static func zeroByte(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let start = bytes.baseAddress, let found = memchr(start, 0, bytes.count) else {
            return nil
        }
        return UnsafeRawPointer(found) - UnsafeRawPointer(start)
    }

    private static func zeroUnit(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        for index in stride(from: 0, to: bytes.count - 1, by: 2)
        where bytes[index] == 0 && bytes[index + 1] == 0 {
            return index
        }
        return nil
    }
}
