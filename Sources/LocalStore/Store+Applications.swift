import GRDB
import Storage
package import SyncCore

/// An application for verification, which is a verification body's job.
package struct ApplicationRecord: Hashable, Sendable {
    package let id: RecordID
    package let instrument: RecordID
    private let values: [String: String]

    init(id: RecordID, instrument: RecordID, values: [String: String]) {
        self.id = id
        self.instrument = instrument
        self.values = values
    }

    package subscript(field: ApplicationField) -> String? { values[field.rawValue] }

    package var state: ApplicationState? {
        self[.state].flatMap(ApplicationState.init(rawValue:))
    }
}

extension Store {
    /// Every application that this site knows, oldest first.
    package func applications() throws -> [ApplicationRecord] {
        try records(of: .application).compactMap(ApplicationRecord.init)
    }

    /// The application with this id.
    package func application(_ id: RecordID) throws -> ApplicationRecord? {
        try Self.translating(Replica.file) {
            try replica.queue.look { database in
                try CanonicalRow.record(.application, id, in: database)
                    .flatMap(ApplicationRecord.init)
            }
        }
    }

    /// The applications that a user may have meant: by full id, by the beginning of an id, or by the
    /// serial number or id of their instrument; at most 20.
    package func applications(matching text: String) throws -> [ApplicationRecord] {
        let aliases = try aliases()
        let named = Set(try instruments(matching: text).map(aliases.canonical))
        let byInstrument = named.sorted().flatMap(aliases.members)
        return try Self.translating(Replica.file) {
            try replica.queue.look { database in
                let sql = """
                    SELECT id FROM application
                    WHERE id = lower(?1)
                        OR length(?1) >= 8 AND substr(id, 1, length(?1)) = lower(?1)
                    ORDER BY id LIMIT 20
                    """
                let ids = try String.fetchAll(database, sql: sql, arguments: [text])
                if !ids.isEmpty {
                    return try ids.compactMap { id in
                        try CanonicalRow.record(.application, RecordID(trusted: id), in: database)
                            .flatMap(ApplicationRecord.init)
                    }
                }
                var found: [ApplicationRecord] = []
                for instrument in byInstrument {
                    try CanonicalRow.forEach(.application, in: database, of: instrument) { record in
                        if let job = ApplicationRecord(record) { found.append(job) }
                    }
                }
                return Array(found.prefix(20))
            }
        }
    }

    /// The completed applications that name a verification body, with what it has found first: a
    /// correction starts no clock. Oldest first.
    package func completedJobs(of body: String) throws -> [CompletedJob] {
        try Self.translating(Replica.file) {
            try replica.queue.look { database in
                let sql = """
                    SELECT application.id, application.instrument_id, application.tested_on,
                        application.completed_on, verification.id AS verification,
                        verification.verified_on, verification.issued_on,
                        verification.certificate_number, verification.certificate_digest,
                        verification.certificate_size, instrument.serial, instrument.name
                    FROM application
                        JOIN instrument ON instrument.id = application.instrument_id
                        LEFT JOIN verification
                            ON verification.instrument_id = application.instrument_id
                            AND verification.application = application.id
                            AND verification.supersedes IS NULL
                    WHERE application.body = ? AND application.state = 'completed'
                    ORDER BY application.id, verification.id
                    """
                return try Row.fetchAll(database, sql: sql, arguments: [body])
                    .map(CompletedJob.init)
            }
        }
    }

    private func records(of kind: RecordKind) throws -> [CanonicalRecord] {
        try Self.translating(Replica.file) {
            try replica.queue.look { database in
                var records: [CanonicalRecord] = []
                try CanonicalRow.forEach(kind, in: database) { records.append($0) }
                return records
            }
        }
    }
}

extension StoreWriter {
    /// The application with this id, as the ops written so far have left it.
    package func application(_ id: RecordID) throws -> ApplicationRecord? {
        try Store.translating(Replica.file) {
            try CanonicalRow.record(.application, id, in: replica)
                .flatMap(ApplicationRecord.init)
        }
    }

    /// The applications about an instrument, in whatever registration of it, oldest first in each.
    package func applications(for instrument: RecordID) throws -> [ApplicationRecord] {
        try Store.translating(Replica.file) {
            var found: [ApplicationRecord] = []
            let aliases = try AliasRows.state(replica)
            for id in aliases.members(of: aliases.canonical(of: instrument)) {
                try CanonicalRow.forEach(.application, in: replica, of: id) { record in
                    if let application = ApplicationRecord(record) { found.append(application) }
                }
            }
            return found
        }
    }
}

/// A completed application with the verification that answers it.
package struct CompletedJob: Hashable, Sendable {
    package let application: RecordID
    package let instrument: RecordID
    package let serial: String?
    package let name: String?
    /// `nil` while the job is only said to be completed.
    package let verification: RecordID?
    package let testedOn: String?
    /// The day of issue of the certificate, which completes a verification.
    package let completedOn: String?
    package let certificateNumber: String?
    /// The certificate file by its SHA-256, where the result names one, and its length.
    package let certificateDigest: String?
    package let certificateSize: Int64?

    fileprivate init(_ row: Row) throws {
        application = RecordID(trusted: try row.read("id"))
        instrument = RecordID(trusted: try row.read("instrument_id"))
        serial = try row.read("serial")
        name = try row.read("name")
        let verification: String? = try row.read("verification")
        self.verification = verification.map(RecordID.init(trusted:))
        testedOn = try row.read("verified_on") ?? row.read("tested_on")
        completedOn = try row.read("issued_on") ?? row.read("completed_on")
        certificateNumber = try row.read("certificate_number")
        certificateDigest = try row.read("certificate_digest")
        let size: String? = try row.read("certificate_size")
        certificateSize = size.flatMap { Int64($0) }
    }
}

extension ApplicationRecord {
    fileprivate init?(_ record: CanonicalRecord) {
        guard let instrument = record.instrument else { return nil }
        self.init(id: record.id, instrument: instrument, values: record.values)
    }
}
