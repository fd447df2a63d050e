import Documents
import Foundation
import Glibc
import Policy

/// Grows the clerk's sample ledger: its accepted rows over and over, each with a fresh serial
/// number, as messy as they are, so that every check and every repair of an import is at work.
enum LedgerGenerator {
    /// Writes so many rows in UTF-8, which the baseline can read too; the first `changed` of them stand
    /// at another place than the others' clerk has written.
    static func write(
        rows: Int,
        changed: Int = 0,
        from first: Int = 0,
        place: String = "新址",
        sample: String,
        to path: String
    ) throws {
        let lines = try acceptedRows(of: sample)
        guard FileManager.default.createFile(atPath: path, contents: nil) else {
            throw BenchmarkError("cannot write \(path)")
        }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { try? file.close() }
        var text: [UInt8] = []
        try append(lines.header, to: &text)
        for index in 0..<rows {
            var cells = lines.rows[index % lines.rows.count]
            let digits = String(index * 7919 % 100_000_000)
            if (first..<max(first, changed)).contains(index) {
                cells[lines.location] = "\(place)\(index)号"
            }
            cells[lines.serial] = String(repeating: "0", count: 8 - digits.count) + digits
            try append(cells, to: &text)
            // Never whole in memory: what the kernel says of a program that is measured is never less than what the one that
            // has started it had taken.
            if text.count > 1 << 20 {
                try file.write(contentsOf: text)
                text.removeAll(keepingCapacity: true)
            }
        }
        try file.write(contentsOf: text)
    }

    private static func append(_ cells: [String], to text: inout [UInt8]) throws {
        let quoted = cells.map { cell in
            cell.contains { ",\"\n\r".contains($0) }
                ? "\"" + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : cell
        }
        text.append(contentsOf: quoted.joined(separator: ",").utf8)
        text.append(contentsOf: "\r\n".utf8)
    }

    /// The cells, as the clerk typed them, of every row that an import takes.
    private static func acceptedRows(
        of sample: String
    ) throws -> (header: [String], rows: [[String]], serial: Int, location: Int) {
        var accepted: Set<Int> = []
        let ledger = try LedgerReader(ByteSource(path: sample))
        while let record = try ledger.next() {
            if case .row(let number, _, _) = record { accepted.insert(number) }
        }
        let table = CSVReader(try TextDecoder(ByteSource(path: sample)), separator: 0x2C)
        var rows: [[String]] = []
        while try table.next() {
            if accepted.contains(table.record.number) { rows.append(table.record.strings) }
        }
        guard let serial = ledger.columns.fields[.serial],
            let location = ledger.columns.fields[.location], !rows.isEmpty
        else {
            throw BenchmarkError("no row of \(sample) can be used")
        }
        return (ledger.columns.headers, rows, serial, location)
    }
}
