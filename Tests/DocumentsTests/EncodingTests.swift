import TestSupport
import Testing

@testable import Documents

struct EncodingTests {
    static let malformed: [(label: String, bytes: [UInt8], offset: Int?)] = [
        ("ASCII", Array("abcdefghijk".utf8), nil),
        ("every length", Array("aé表𠮷\u{10FFFF}\u{D7FF}\u{E000}".utf8), nil),
        ("a lone continuation", [0x61, 0x80], 1),
        ("an overlong slash", [0xC0, 0xAF], 0),
        ("an overlong three-byte form", [0x61, 0xE0, 0x80, 0x80], 1),
        ("a surrogate", [0xED, 0xA0, 0x80], 0),
        ("an overlong four-byte form", [0xF0, 0x80, 0x80, 0x80], 0),
        ("beyond U+10FFFF", [0xF4, 0x90, 0x80, 0x80], 0),
        ("no such lead", [0x61, 0x62, 0xFF], 2),
        ("a character cut short", [0x61, 0xE8, 0xA1, 0x61], 1),
        ("a character cut by the end", [0x61, 0xE8, 0xA1], 1),
    ]

    @Test(arguments: malformed)
    func `UTF-8 is judged alike in one piece and in many`(
        label: String,
        bytes: [UInt8],
        offset: Int?
    ) throws {
        for chunk in [1, 2, 3, Int.max] {
            var validator = UTF8Validator()
            let source = ByteSource(bytes: bytes, chunkSize: { chunk })
            #expect(try validator.firstFault(in: source) == offset)
        }
    }

    @Test(arguments: [UInt64](1...20))
    func `our validator agrees with the standard library`(seed: UInt64) throws {
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            var bytes = Array("aé表𠮷z器具".utf8.shuffledPieces(using: &generator))
            if Bool.random(using: &generator), let index = bytes.indices.randomElement() {
                bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
            }
            var validator = UTF8Validator()
            let fault = try validator.firstFault(in: ByteSource(bytes: bytes, chunkSize: { 2 }))
            let isValid = String(validating: bytes, as: UTF8.self) != nil
            #expect((fault == nil) == isValid, "seed \(seed), \(bytes)")
        }
    }

    @Test func `half a character at the end is an error with its place`() throws {
        let text = "器具名称,出厂编号\n压力表,器"
        let utf8 = Array(text.utf8)
        #expect(throws: TableError.invalidEncoding(.utf8, offset: utf8.count - 3)) {
            try records(Array(utf8.dropLast()))
        }
        let gb18030: [UInt8] = [0xC6, 0xF7, 0xBE, 0xDF, 0x2C, 0xC6]
        #expect(throws: TableError.invalidEncoding(.gb18030, offset: 5)) {
            try records(gb18030)
        }
        let utf16 = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(throws: TableError.invalidEncoding(.utf16LittleEndian, offset: utf16.count - 2)) {
            try records(Array(utf16.dropLast()))
        }
    }

    @Test func `a bad byte after a mark or inside GB18030 is an error with its place`() {
        #expect(throws: TableError.invalidEncoding(.utf8, offset: 4)) {
            try records([0xEF, 0xBB, 0xBF, 0x61, 0xFF])
        }
        #expect(throws: TableError.invalidEncoding(.gb18030, offset: 2)) {
            try records([0xC6, 0xF7, 0xFF, 0x41])
        }
    }

    @Test func `NUL is not text`() {
        #expect(throws: TableError.notText(offset: 0)) {
            try records([UInt8](repeating: 0, count: 5000))
        }
        let late = [UInt8](repeating: 0x61, count: 3000) + [0]
        #expect(throws: TableError.notText(offset: 3000)) { try records(late) }
        #expect(throws: TableError.notText(offset: 4)) {
            try records([0xFF, 0xFE, 0x61, 0x00, 0x00, 0x00])
        }
    }

    @Test func `nothing, or a mark and nothing, is empty`() {
        #expect(throws: TableError.empty) { try records([]) }
        for encoding in TextEncoding.allCases {
            #expect(throws: TableError.empty) { try records(encoding.byteOrderMark) }
        }
    }
}

extension Sequence<UInt8> {
    /// The characters of a text in random order and number, as bytes.
    fileprivate func shuffledPieces(using generator: inout SeededGenerator) -> [UInt8] {
        let text = String(decoding: Array(self), as: UTF8.self)
        let characters = text.map(String.init)
        return (0..<Int.random(in: 0...30, using: &generator)).flatMap { _ in
            Array((characters.randomElement(using: &generator) ?? "").utf8)
        }
    }
}
