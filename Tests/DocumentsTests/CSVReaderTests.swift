import TestSupport
import Testing

@testable import Documents

struct CSVReaderTests {
    static let tables: [(label: String, text: String, cells: [[String]])] = [
        ("plain", "a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
        ("no final line break", "a,b\nc,d", [["a", "b"], ["c", "d"]]),
        ("CRLF", "a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
        ("CR", "a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
        ("mixed line ends", "a\rb\r\nc\nd", [["a"], ["b"], ["c"], ["d"]]),
        ("an empty line is a record", "a\n\nb\n", [["a"], [""], ["b"]]),
        ("empty lines with CRLF", "a\r\n\r\nb\r\n\r\n", [["a"], [""], ["b"], [""]]),
        ("empty cells", ",\n,,\n", [["", ""], ["", "", ""]]),
        ("a separator at the very end", "a,", [["a", ""]]),
        ("a quoted separator", "\"a,b\",c", [["a,b", "c"]]),
        ("doubled quotes", "\"a \"\"b\"\"\",\"\"\"\"", [["a \"b\"", "\""]]),
        ("quoted line breaks", "\"a\nb\r\nc\rd\",e\nf", [["a\nb\r\nc\rd", "e"], ["f"]]),
        ("quoted and empty", "\"\",\"\"\n\"\"", [["", ""], [""]]),
        ("a quote inside an unquoted cell", "5\" pipe,b\"c\"", [["5\" pipe", "b\"c\""]]),
        ("text after a closing quote", "\"a\"b\"c,d\n\"e\" ,f", [["ab\"c", "d"], ["e ", "f"]]),
        ("a blank before a quote", " \"a,b\"", [[" \"a", "b\""]]),
        ("a byte order mark", "\u{FEFF}\"a\",b", [["a", "b"]]),
        ("Chinese", "器具名称,③级\n", [["器具名称", "③级"]]),
    ]

    @Test(arguments: tables)
    func `a table is read as it was meant`(
        label: String,
        text: String,
        cells: [[String]]
    ) throws {
        for chunk in [1, 2, 3, 7, Int.max] {
            #expect(try records(Array(text.utf8), chunkSize: { chunk }) == cells)
        }
    }

    @Test func `semicolons and tabs separate when told so`() throws {
        #expect(try records(Array("a;b,c\n".utf8), separator: ";") == [["a", "b,c"]])
        #expect(try records(Array("a\tb,c\n".utf8), separator: "\t") == [["a", "b,c"]])
    }

    @Test func `limits hold exactly`() throws {
        let limits = CSVLimits(cellBytes: 4, recordBytes: 8, columns: 3)
        func error(_ text: String) -> TableError? {
            #expect(throws: TableError.self) {
                try records(Array(text.utf8), limits: limits)
            }
        }
        #expect(try records(Array("abcd,efgh,\n".utf8), limits: limits).count == 1)
        #expect(error("a\nb,abcde") == .cellTooLong(row: 2, column: 2, limit: 4))
        #expect(error("a\n\"abcde\"") == .cellTooLong(row: 2, column: 1, limit: 4))
        #expect(error("abcd,abcd,a") == .recordTooLong(row: 1, limit: 8))
        #expect(error("a,b,c,d") == .tooManyColumns(row: 1, limit: 3))
    }

    @Test func `an unclosed quote names the row where it opened`() {
        #expect(throws: TableError.unclosedQuote(row: 3)) {
            try records(Array("a\n\"b\nc\"\n\"d\ne\nf\n".utf8))
        }
    }

    @Test func `a huge unclosed quote fails at the cell limit, not at the end of the file`() throws
    {
        let bytes = Array("a\n\"".utf8) + [UInt8](repeating: 0x78, count: 60 << 20)
        let decoder = try TextDecoder(ByteSource(bytes: bytes))
        let table = CSVReader(decoder)
        #expect(try table.next())
        #expect(throws: TableError.cellTooLong(row: 2, column: 1, limit: 1 << 20)) {
            try table.next()
        }
        #expect(table.record.bytes.count < 2 << 20)
    }

    @Test(arguments: [UInt64](1...40))
    func `whatever the writer writes the reader reads back`(seed: UInt64) throws {
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let cells = randomTable(using: &generator)
        var bytes: [UInt8] = []
        var writer = CSVWriter(byteOrderMark: seed.isMultiple(of: 2)) {
            bytes.append(contentsOf: $0)
        }
        for record in cells { try writer.write(record) }
        try writer.finish()

        var chunks = SeededGenerator(seed: seed &+ 1000)
        let read = try records(bytes) { Int.random(in: 1...9, using: &chunks) }
        let unguarded = read.map { $0.map(withoutGuard) }
        #expect(unguarded == cells, "seed \(seed)")
    }

    private func randomTable(using generator: inout SeededGenerator) -> [[String]] {
        let pieces = [
            "a", "表", "，", ",", "\"", "\n", "\r\n", "\r", " ", "\t", "'", "=", "-", "+", "@", "𠮷",
            ";",
        ]
        let columns = Int.random(in: 1...6, using: &generator)
        return (0..<Int.random(in: 1...30, using: &generator)).map { _ in
            (0..<columns).map { _ in
                (0..<Int.random(in: 0...6, using: &generator))
                    .map { _ in pieces.randomElement(using: &generator) ?? "" }
                    .joined()
            }
        }
    }

    private func withoutGuard(_ cell: String) -> String {
        var cell = cell
        let isGuarded = cell.withUTF8 { FormulaGuard.isPresent($0) }
        return isGuarded ? String(cell.unicodeScalars.dropFirst()) : cell
    }
}
