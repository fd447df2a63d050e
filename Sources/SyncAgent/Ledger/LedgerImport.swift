package import Documents
package import LocalStore
import Policy
package import SyncCore

/// Takes a ledger into the store: one pass over the file, one transaction, all or nothing.
package struct LedgerImport {
    /// What the user asked for.
    package struct Options: Sendable {
        /// The name of the file, for the history.
        package var file: String
        /// Who imports.
        package var author: String
        /// Take the good rows although others are refused.
        package var skipsBadRows: Bool
        /// Only say what would happen.
        package var isDryRun: Bool

        package init(file: String, author: String, skipsBadRows: Bool, isDryRun: Bool) {
            self.file = file
            self.author = author
            self.skipsBadRows = skipsBadRows
            self.isDryRun = isDryRun
        }
    }

    private let reader: LedgerReader
    private let options: Options
    private let columns: Set<LedgerField>
    private var report = ImportReport()
    private var batch: ImportBatch?
    /// Nothing was known when the import began, so only the file itself can hold an instrument twice.
    private var startedEmpty = false
    /// Accepted rows of this file by identity. Two independent hashes stand for the identity, so
    /// that a row costs 48 bytes however long its texts are.
    private var accepted: [Fingerprint: AcceptedRow] = [:]

    private struct AcceptedRow {
        let number: Int
        let content: Fingerprint
    }

    private init(_ reader: LedgerReader, _ options: Options) {
        self.reader = reader
        self.options = options
        self.columns = Set(reader.columns.fields.keys)
        self.report.unknownColumns = reader.columns.unknown
    }

    /// Imports what `reader` reads. Throws `TableError` or `StoreError`; then nothing was written.
    ///
    /// `progress` hears after some rows how many bytes of how many were read; `confirm` is asked
    /// once, with the plan, before anything is kept.
    package static func run(
        _ reader: LedgerReader,
        into store: Store,
        options: Options,
        at now: Instant,
        random: inout some RandomNumberGenerator,
        progress: (Int, Int) -> Void = { _, _ in },
        confirm: (ImportReport) -> Bool = { _ in true }
    ) throws -> ImportReport {
        try store.write(at: now, random: &random) { writer in
            var run = LedgerImport(reader, options)
            try run.readAll(writer, progress)
            let outcome = run.outcome(confirm)
            return (run.report, outcome)
        }
    }

    private mutating func readAll(
        _ writer: StoreWriter<some RandomNumberGenerator>,
        _ progress: (Int, Int) -> Void
    ) throws {
        startedEmpty = try writer.deferIndexesIfEmpty()
        while let record = try reader.next() {
            switch record {
            case .refused(let refusal): report.refusals.append(refusal)
            case .row(let number, let row, let repairs):
                report.repairs += repairs
                try take(row, number: number, writer)
            }
            if reader.rows % 1000 == 0 { progress(reader.bytesRead, reader.byteCount) }
        }
        report.rows = reader.rows
        progress(reader.byteCount, reader.byteCount)
    }

    private mutating func outcome(_ confirm: (ImportReport) -> Bool) -> WriteOutcome {
        let isBlocked = !report.refusals.isEmpty && !options.skipsBadRows
        guard !isBlocked, !options.isDryRun, report.changes == 0 || confirm(report) else {
            return .discard
        }
        report.isWritten = true
        report.batch = batch?.name
        return .commit
    }

    private mutating func take(
        _ row: LedgerRow,
        number: Int,
        _ writer: StoreWriter<some RandomNumberGenerator>
    ) throws {
        let identity = row.identity
        let fingerprint = Fingerprint(of: [identity])
        let content = Fingerprint(of: row.texts)
        if let earlier = accepted[fingerprint] {
            if earlier.content == content {
                report.duplicates += 1
            } else {
                refuse(number, .serial, .sameSerial(firstRow: earlier.number))
            }
            return
        }
        if !startedEmpty, let known = try writer.instrument(identity: identity) {
            guard try update(known, from: row, number: number, writer) else { return }
        } else {
            try add(row, writer)
        }
        accepted[fingerprint] = AcceptedRow(number: number, content: content)
    }

    private mutating func refuse(_ number: Int, _ field: LedgerField, _ reason: RefusalReason) {
        let column = reader.columns.header(of: field) ?? field.header(in: .chinese)
        report.refusals.append(LedgerRefusal(row: number, column: column, reason: reason))
    }

    private mutating func add(
        _ row: LedgerRow,
        _ writer: StoreWriter<some RandomNumberGenerator>
    ) throws {
        let id = writer.newID()
        try append(.register, id, row.registration(as: id, newID: writer.newID), writer)
        report.added += 1
    }

    /// Brings a known instrument up to the row; `false` when the row was refused.
    private mutating func update(
        _ known: InstrumentRecord,
        from row: LedgerRow,
        number: Int,
        _ writer: StoreWriter<some RandomNumberGenerator>
    ) throws -> Bool {
        let revision = try InstrumentRevision(
            of: known,
            to: row,
            in: columns,
            blanksEmpty: false,
            today: Day(secondsSince1970: writer.now.seconds),
            repairBegan: { try writer.dayOfStatus(of: known.id) }
        )
        if known.status == .scrapped, row.status != .scrapped, columns.contains(.status) {
            refuse(number, .status, .scrappedIsFinal)
            return false
        }
        let patches = revision.patches(of: known.id, newID: writer.newID)
        guard !patches.isEmpty else {
            report.unchanged += 1
            return true
        }
        try append(.change, known.id, patches, writer)
        report.updated += 1
        return true
    }

    private mutating func append(
        _ kind: OpKind,
        _ instrument: RecordID,
        _ patches: [Patch],
        _ writer: StoreWriter<some RandomNumberGenerator>
    ) throws {
        let batch = try batch ?? writer.beginBatch(file: options.file)
        self.batch = batch
        try writer.append(
            OpDraft(
                aggregate: instrument,
                kind: kind,
                batch: batch.id,
                body: OpBody(author: options.author, patches: patches)
            )
        )
    }
}
