import Foundation
import Testing

@testable import Documents

/// Everything a table says, read from memory.
func records(
    _ bytes: [UInt8],
    separator: Character = ",",
    limits: CSVLimits = CSVLimits(),
    chunkSize: @escaping () -> Int = { .max }
) throws -> [[String]] {
    let decoder = try TextDecoder(ByteSource(bytes: bytes, chunkSize: chunkSize))
    let table = CSVReader(
        decoder,
        separator: try #require(separator.asciiValue),
        limits: limits
    )
    var records: [[String]] = []
    while try table.next() {
        records.append(table.record.strings)
        #expect(table.record.number == records.count)
    }
    return records
}

/// Everything a ledger says.
func read(
    _ source: ByteSource,
    overrides: [ColumnOverride] = []
) throws -> [LedgerRecord] {
    let reader = try LedgerReader(source, overrides: overrides)
    var records: [LedgerRecord] = []
    while let record = try reader.next() { records.append(record) }
    #expect(reader.rows == records.count)
    return records
}

/// A ledger of one instrument, written as `column: cell`; what is not given has a harmless value.
func readRow(_ cells: KeyValuePairs<String, String>) throws -> LedgerRecord {
    var columns = ["器具名称", "出厂编号"]
    var values = ["压力表", "A-1"]
    for (column, value) in cells {
        if let index = columns.firstIndex(of: column) {
            values[index] = value
        } else {
            columns.append(column)
            values.append(value)
        }
    }
    let rows = [columns, values].map { $0.map { "\"\($0)\"" }.joined(separator: ",") }
    let all = try read(ByteSource(bytes: Array(rows.joined(separator: "\n").utf8)))
    return try #require(all.first)
}

/// The text of a source, decoded.
func decoded(_ source: ByteSource) throws -> String {
    let decoder = try TextDecoder(source)
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 256 << 10)
    defer { buffer.deallocate() }
    var bytes: [UInt8] = []
    while true {
        let count = try decoder.read(into: buffer)
        if count == 0 { return String(decoding: bytes, as: UTF8.self) }
        bytes.append(contentsOf: buffer[..<count])
    }
}

/// Runs `body` with a file of these bytes.
func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory
        .appendingPathComponent("documents-\(UUID().uuidString).csv")
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url.path)
}
