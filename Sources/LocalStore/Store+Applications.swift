import GRDB
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
            try replica.queue.read { database in
                try CanonicalRow.record(.application, id, in: database)
                    .flatMap(ApplicationRecord.init)
            }
        }
    }

    private func records(of kind: RecordKind) throws -> [CanonicalRecord] {
        try Self.translating(Replica.file) {
            try replica.queue.read { database in
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

    /// The applications about an instrument, oldest first.
    package func applications(for instrument: RecordID) throws -> [ApplicationRecord] {
        try Store.translating(Replica.file) {
            var found: [ApplicationRecord] = []
            try CanonicalRow.forEach(.application, in: replica, of: instrument) { record in
                if let application = ApplicationRecord(record) { found.append(application) }
            }
            return found
        }
    }
}

extension ApplicationRecord {
    fileprivate init?(_ record: CanonicalRecord) {
        guard let instrument = record.instrument else { return nil }
        self.init(id: record.id, instrument: instrument, values: record.values)
    }
}
