import Policy
import Testing

@testable import Documents

struct CSVWriterTests {
    static let cells: [(cell: String, written: String)] = [
        ("abc", "abc"),
        ("a,b", "\"a,b\""),
        ("a\"b", "\"a\"\"b\""),
        ("a\nb", "\"a\nb\""),
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-0.5", "'-0.5"),
        ("@sum", "'@sum"),
        ("\tx", "'\tx"),
        ("\rx", "\"'\rx\""),
        ("=a,b", "\"'=a,b\""),
        ("'=1", "''=1"),
        ("'quoted'", "'quoted'"),
        ("", ""),
    ]

    @Test(arguments: cells)
    func `a cell is quoted and guarded where needed`(cell: String, written: String) throws {
        var bytes: [UInt8] = []
        var writer = CSVWriter(byteOrderMark: false) { bytes.append(contentsOf: $0) }
        try writer.write([cell])
        try writer.finish()
        #expect(String(decoding: bytes, as: UTF8.self) == written + "\r\n")
    }

    @Test(arguments: Language.allCases)
    func `the empty form is a ledger without rows`(language: Language) throws {
        var bytes: [UInt8] = []
        try LedgerTemplate.write(in: language) { bytes.append(contentsOf: $0) }
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        let reader = try LedgerReader(ByteSource(bytes: bytes))
        #expect(reader.columns.fields.count == LedgerField.allCases.count)
        #expect(reader.columns.unknown.isEmpty)
        #expect(try reader.next() == nil)
    }
}
