import Policy
import TestSupport
import Testing

@testable import Documents

struct SampleLedgerTests {
    @Test func `the sample gives exactly the rows, duplicates and refusals that are expected`()
        throws
    {
        let expected = try SampleExpectation.load()
        var ledger = PlainImport()
        for record in try read(ByteSource(path: SampleLedger.path)) { ledger.take(record) }

        #expect(ledger.accepted.count == expected.accepted)
        #expect(ledger.duplicates == expected.duplicates)
        #expect(Set(ledger.refused) == Set(expected.rejected))
        #expect(ledger.refused.count == 48)
        let instruments = Dictionary(
            uniqueKeysWithValues: ledger.accepted.values.map { row in
                (
                    "\(row.manufacturer ?? "")|\(row.model ?? "")|\(row.serial)",
                    SampleExpectation.Instrument(
                        status: row.status.rawValue,
                        validUntil: row.verification?.validUntil?.description
                    )
                )
            }
        )
        #expect(instruments == expected.instruments)
    }

    @Test func `the header, its unknown columns and the encoding of the sample are found`() throws {
        let reader = try LedgerReader(ByteSource(path: SampleLedger.path))
        #expect(reader.encoding == .gb18030)
        #expect(reader.columns.unknown == ["责任人电话", "备注2"])
        #expect(reader.columns.header(of: .location) == "安装/使用地点")
        #expect(reader.columns.fields.count == 15)
        while try reader.next() != nil {}
        #expect(reader.rows == 1270)
        #expect(reader.bytesRead == reader.byteCount)
    }

    static let encodings: [(TextEncoding, marked: Bool)] = [
        (.utf8, false), (.utf8, true), (.utf16LittleEndian, false), (.utf16LittleEndian, true),
        (.utf16BigEndian, false), (.utf16BigEndian, true), (.gb18030, true),
    ]

    @Test(arguments: encodings)
    func `the sample says the same in every encoding`(
        encoding: TextEncoding,
        marked: Bool
    ) throws {
        let bytes = try SampleLedger.bytes(in: encoding, marked: marked)
        #expect(try EncodingDetection(of: ByteSource(bytes: bytes)).encoding == encoding)
        let original = try read(ByteSource(path: SampleLedger.path))
        #expect(try read(ByteSource(bytes: bytes)) == original)
        #expect(try read(ByteSource(bytes: bytes, chunkSize: { 97 })) == original)
    }

    @Test func `rows exported in either language read back equal and without repair`() throws {
        let rows = try read(ByteSource(path: SampleLedger.path)).compactMap { record in
            if case .row(_, let row, _) = record { row } else { nil }
        }
        for language in Language.allCases {
            var bytes: [UInt8] = []
            var writer = CSVWriter { bytes.append(contentsOf: $0) }
            try writer.write(LedgerTemplate.headers(in: language))
            for row in rows { try writer.write(row.cells(in: language)) }
            try writer.finish()
            let again = try read(ByteSource(bytes: bytes))
            #expect(again.count == rows.count)
            for (index, (record, row)) in zip(again, rows).enumerated() {
                #expect(record == .row(number: index + 2, row, repairs: []))
            }
        }
    }
}

/// The check for duplicates that the real import makes, in its simplest form.
private struct PlainImport {
    var accepted: [String: LedgerRow] = [:]
    var duplicates = 0
    var refused: [SampleExpectation.Cell] = []

    mutating func take(_ record: LedgerRecord) {
        switch record {
        case .refused(let refusal):
            refused.append(.init(row: refusal.row, column: refusal.column))
        case .row(let number, let row, _):
            guard let first = accepted[row.identity] else { return accepted[row.identity] = row }
            if first == row {
                duplicates += 1
            } else {
                refused.append(.init(row: number, column: "出厂编号"))
            }
        }
    }
}
