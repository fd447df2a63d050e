import GRDB
package import SyncCore

/// What a check of the stored files found.
package struct IntegrityReport: Sendable {
    package var ops: Int64 = 0
    /// Ops whose body was erased by law; their hashes still verify.
    package var erased = 0
    /// The first op whose hash, body or number is not what the chain says.
    package var brokenAt: Int64?
    /// What SQLite itself reports; `ok` when nothing.
    package var journalCheck = "ok"
    package var replicaCheck = "ok"

    package var isSound: Bool {
        brokenAt == nil && journalCheck == "ok" && replicaCheck == "ok"
    }
}

extension Store {
    /// Reads the whole journal and recomputes every hash; SQLite's own check would pass over most
    /// single-bit changes of content.
    package func checkIntegrity() throws -> IntegrityReport {
        var report = IntegrityReport()
        try translatingErrors(file: Journal.file) {
            try journal.queue.read { database in
                report.journalCheck = try Self.quickCheck(database)
                try checkChain(database, into: &report)
            }
        }
        report.replicaCheck = try translatingErrors(file: Replica.file) {
            try replica.queue.read(Self.quickCheck)
        }
        return report
    }

    private func checkChain(_ database: Database, into report: inout IntegrityReport) throws {
        var previous = OpSeal.origin
        do {
            try Self.forEachOp(after: 0, in: database) { op in
                let isSound =
                    op.header.seq == report.ops + 1 && op.seal.previous == previous
                    && op.seal.hash == hash(of: op) && bodyMatches(op)
                guard isSound else { throw StoreError.brokenChain(seq: report.ops + 1) }
                previous = op.seal.hash
                report.ops += 1
                if op.body == nil { report.erased += 1 }
            }
        } catch StoreError.brokenChain(let seq) {
            report.brokenAt = seq
        }
    }

    private func hash(of op: StoredOp) -> [UInt8] {
        sealer.hash(
            of: op.header,
            bodyDigest: op.seal.bodyDigest,
            previous: op.seal.previous
        )
    }

    private func bodyMatches(_ op: StoredOp) -> Bool {
        guard let body = op.body else { return true }
        let digest = sealer.bodyDigest(body.canonical, salt: op.seal.salt)
        return digest == op.seal.bodyDigest
    }

    private static func quickCheck(_ database: Database) throws -> String {
        try String.fetchOne(database, sql: "PRAGMA integrity_check(1)") ?? "ok"
    }

    /// How many ops the journal holds, and when the newest was made.
    package func journalSummary() throws -> (ops: Int64, oldest: Instant?, newest: Instant?) {
        try translatingErrors(file: Journal.file) {
            try journal.queue.read { database in
                let head = try Journal.head(database)
                let sql = "SELECT time FROM outbox ORDER BY op_seq LIMIT 1"
                let oldest = try String.fetchOne(database, sql: sql)
                return (
                    head.seq,
                    oldest.flatMap(HybridTime.init(_:))?.instant,
                    head.seq == 0 ? nil : head.time.instant
                )
            }
        }
    }
}
