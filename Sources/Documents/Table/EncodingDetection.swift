/// What a look at the file told about its encoding.
struct EncodingDetection: Equatable {
    var encoding: TextEncoding
    /// Bytes at the front that are not text: the byte order mark.
    var markLength: Int
}

extension EncodingDetection {
    /// Decides by the mark, then by the shape of UTF-16, then by whether all of it is UTF-8.
    ///
    /// Chinese Excel writes GB18030 without a mark, and almost any bytes are valid GB18030: so it
    /// is the answer only when nothing else can be.
    init(of source: ByteSource) throws(TableError) {
        let head = try Self.head(of: source)
        guard !head.isEmpty else { throw .empty }
        if let kind = Self.spreadsheet(head) { throw .notCSV(kind) }
        if let announced = Self.announced(head) {
            self = announced
        } else if let utf16 = try Self.utf16WithoutMark(head) {
            self = utf16
        } else {
            self = try Self.byContent(source)
        }
        guard source.byteCount > markLength else { throw .empty }
        if encoding == .utf8, markLength > 0 {
            try Self.requireUTF8(source)
        }
    }

    private static let headLength = 1024

    private static func head(of source: ByteSource) throws(TableError) -> [UInt8] {
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: headLength)
        defer { buffer.deallocate() }
        var count = 0
        source.rewind()
        while count < headLength {
            let more = try source.read(into: .init(rebasing: buffer[count...]))
            if more == 0 { break }
            count += more
        }
        return Array(buffer[..<count])
    }

    private static func spreadsheet(_ head: [UInt8]) -> SpreadsheetKind? {
        if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return .xlsx }
        if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return .xls }
        return nil
    }

    private static func announced(_ head: [UInt8]) -> EncodingDetection? {
        for encoding in TextEncoding.allCases {
            let mark = encoding.byteOrderMark
            if head.starts(with: mark) { return .init(encoding: encoding, markLength: mark.count) }
        }
        return nil
    }

    /// A zero byte means UTF-16 or no text at all, because the other encodings never have one.
    private static func utf16WithoutMark(_ head: [UInt8]) throws(TableError) -> EncodingDetection? {
        guard let zero = head.firstIndex(of: 0) else { return nil }
        let little = asciiShare(head) { Int($0) | Int($1) << 8 }
        let big = asciiShare(head) { Int($0) << 8 | Int($1) }
        // A table has a separator or a digit every few characters; less is a stray NUL.
        guard max(little, big) >= 10 else { throw .notText(offset: zero) }
        return .init(encoding: little > big ? .utf16LittleEndian : .utf16BigEndian, markLength: 0)
    }

    /// Per cent of ASCII characters when pairs of bytes are read so; 0 if that cannot be text.
    private static func asciiShare(_ head: [UInt8], unit: (UInt8, UInt8) -> Int) -> Int {
        var ascii = 0
        var total = 0
        var breaks = 0
        for index in stride(from: 0, to: head.count - 1, by: 2) {
            let value = unit(head[index], head[index + 1])
            total += 1
            switch value {
            case 0x09, 0x0A, 0x0D, 0x2C, 0x3B: breaks += 1
            case 0x20...0x7E: ascii += 1
            case 0x00...0x1F, 0x7F, 0xFFFE, 0xFFFF: return 0
            default: break
            }
        }
        return breaks == 0 ? 0 : (ascii + breaks) * 100 / total
    }

    private static func byContent(_ source: ByteSource) throws(TableError) -> EncodingDetection {
        var validator = UTF8Validator()
        guard let offset = try validator.firstFault(in: source) else {
            return .init(encoding: .utf8, markLength: 0)
        }
        // GB18030 hardly ever looks like a three-byte character of UTF-8; several in a row, and
        // only then a fault, mean damaged UTF-8. Read as GB18030 it would be quiet nonsense.
        guard validator.wideCharacters < 8 else { throw .invalidEncoding(.utf8, offset: offset) }
        return .init(encoding: .gb18030, markLength: 0)
    }

    private static func requireUTF8(_ source: ByteSource) throws(TableError) {
        var validator = UTF8Validator()
        if let offset = try validator.firstFault(in: source) {
            throw .invalidEncoding(.utf8, offset: offset)
        }
    }
}
