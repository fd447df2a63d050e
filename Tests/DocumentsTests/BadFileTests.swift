import Foundation
import Policy
import TestSupport
import Testing

@testable import Documents

struct BadFileTests {
    static let files: [(file: NamedBytes, error: TableError)] = [
        (NamedBytes("nothing", []), .empty),
        (NamedBytes("zeros", [UInt8](repeating: 0, count: 1 << 20)), .notText(offset: 0)),
        (NamedBytes("an XLSX", [0x50, 0x4B, 0x03, 0x04, 0x14, 0x00]), .notCSV(.xlsx)),
        (NamedBytes("an XLS", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1]), .notCSV(.xls)),
        (NamedBytes("prose", Array("hello\nworld\n".utf8)), .noHeader),
        (NamedBytes("blank lines", Array("\n\n \n".utf8)), .noHeader),
        (
            NamedBytes("an unclosed quote", Array((header + "\"1,秤\n2,秤\n").utf8)),
            .unclosedQuote(row: 2)
        ),
        (
            NamedBytes(
                "a cell of ten megabytes",
                Array(header.utf8) + [UInt8](repeating: 0x78, count: 10 << 20)
            ),
            .cellTooLong(row: 2, column: 1, limit: 1 << 20)
        ),
    ]

    private static let header = "出厂编号,器具名称\n"

    @Test(arguments: files)
    func `a bad file is refused with its reason`(
        file: NamedBytes,
        error: TableError
    ) throws {
        #expect(throws: error) {
            try withFile(file.bytes) { path in _ = try read(ByteSource(path: path)) }
        }
    }

    @Test func `a directory and a missing file say so`() {
        #expect(throws: TableError.isDirectory) { try ByteSource(path: "/tmp") }
        #expect(throws: TableError.unreadable(errno: ENOENT)) {
            try ByteSource(path: "/no/such/file.csv")
        }
    }

    @Test func `a named pipe is refused at once, because a file is read twice`() throws {
        let path = "/tmp/documents-pipe-\(UUID().uuidString)"
        #expect(mkfifo(path, 0o600) == 0)
        defer { unlink(path) }
        #expect(throws: TableError.unreadable(errno: ESPIPE)) {
            try read(ByteSource(path: path))
        }
    }

    @Test func `half the sample, cut inside a row, keeps its whole rows`() throws {
        let all = try SampleLedger.bytes()
        let row = try #require(
            (100_000..<all.count).first { all[$0 - 2] == 0x0D && all[$0 - 1] == 0x0A }
        )
        let commas = all.indices[row...].lazy.filter { all[$0] == 0x2C }
        let sixth = try #require(commas.dropFirst(5).first)
        let records = try read(ByteSource(bytes: Array(all[..<sixth])))
        guard case .refused(let refusal)? = records.last else {
            Issue.record("the last record should be refused")
            return
        }
        #expect(refusal.column == "生产厂家")
        #expect(refusal.reason == .cellsMissing(found: 6, expected: 18))
        #expect(refusal.others.isEmpty)
    }

    @Test func `half the sample, cut inside a character, is an error with its place`() throws {
        let all = try SampleLedger.bytes()
        let cut = try #require(
            (100_000..<all.count).first { all[$0 - 1] == 0x2C && all[$0] > 0x80 }
        )
        #expect(throws: TableError.invalidEncoding(.gb18030, offset: cut)) {
            try read(ByteSource(bytes: Array(all[...cut])))
        }
    }

    static let errors: [TableError] = [
        .empty, .notText(offset: 1), .invalidEncoding(.gb18030, offset: 1), .unclosedQuote(row: 1),
        .cellTooLong(row: 1, column: 1, limit: 1), .tooManyColumns(row: 1, limit: 1), .noHeader,
        .isDirectory, .unreadable(errno: ENOENT), .notCSV(.xls), .badMapping(.notAPair("x")),
        .recordTooLong(row: 1, limit: 1),
    ]

    static let reasons: [RefusalReason] = [
        .sameSerial(firstRow: 1), .noSerial, .impossibleDate("x"), .unknownStatus("x"),
        .missingVerificationDay, .unknownResult("x"), .verificationWithoutOutcome,
        .unknownCompulsory("x"), .cellsMissing(found: 1, expected: 2),
        .tooManyCells(found: 2, expected: 1), .tooMuchText(bytes: 2, max: 1),
    ]

    @Test func `every error, refusal and repair has a code of its own and words in both languages`()
    {
        let codes =
            Self.errors.map(\.code) + Self.reasons.map(\.code) + RepairCode.allCases.map(\.code)
        #expect(Set(codes).count == codes.count)
        for language in Language.allCases {
            let texts =
                Self.errors.map { $0.text(in: language) }
                + Self.reasons.map { $0.text(in: language) }
                + RepairCode.allCases.map { $0.text(in: language) }
            #expect(texts.allSatisfy { !$0.isEmpty && !$0.hasSuffix(".") })
            #expect(Set(texts).count == texts.count)
        }
    }

    @Test func `a person's words cannot flood or command the screen`() {
        #expect(quoted("a\u{1B}[2J\nb") == "`a [2J b`")
        #expect(quoted(String(repeating: "长", count: 41)).count == 43)
    }
}
