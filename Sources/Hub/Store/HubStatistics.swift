package import SyncCore

/// How much a hub has of everything, for its operator. Counts only.
package struct HubStatistics: Hashable, Sendable {
    /// Of user units, of verification bodies, and of the authority's own organisations.
    package var organisations: [Party: Int64] = [:]
    package var sites = Sites()
    /// The end of the log.
    package var epoch = 1
    package var entries: Int64 = 0
    /// When the last entry was received.
    package var latestAt: Instant?
    /// Records that are there, by kind.
    package var records: [RecordKind: Int64] = [:]
    package var filingsWaiting: Int64 = 0
    package var applicationsWaiting: Int64 = 0
    package var blobs = Blobs()
    /// Bytes of the database, and of the write-ahead log beside it.
    package var databaseBytes: Int64 = 0
    package var writeAheadBytes: Int64 = 0

    /// Sites by what they can do.
    package struct Sites: Hashable, Sendable {
        package var active: Int64 = 0
        /// Their certificate has ended; they have to join again.
        package var expired: Int64 = 0
        package var revoked: Int64 = 0
        /// The active site whose certificate ends first, and when.
        package var nextToExpire: RecordID?
        package var nextExpires: Instant?

        package init() {}
    }

    package struct Blobs: Hashable, Sendable {
        package var files: Int64 = 0
        package var bytes: Int64 = 0
        package var uploads: Int64 = 0
        /// What has come of them.
        package var uploadBytes: Int64 = 0

        package init() {}
    }

    package init() {}
}

extension HubStatistics {
    /// The answer of `jiliang-hub stats`.
    package var json: JSONValue {
        [
            "organisations": Self.object(Party.allCases.map { ($0.rawValue, organisations[$0]) }),
            "sites": [
                "active": .integer(sites.active), "expired": .integer(sites.expired),
                "revoked": .integer(sites.revoked),
                "nextToExpire": .text(sites.nextToExpire?.description),
                "nextExpires": .text(sites.nextExpires?.text),
            ],
            "log": [
                "epoch": .integer(Int64(epoch)), "entries": .integer(entries),
                "latestAt": .text(latestAt?.text),
            ],
            "records": Self.object(RecordKind.allCases.map { ($0.rawValue, records[$0]) }),
            "filingsWaiting": .integer(filingsWaiting),
            "applicationsWaiting": .integer(applicationsWaiting),
            "blobs": [
                "files": .integer(blobs.files), "bytes": .integer(blobs.bytes),
                "uploads": .integer(blobs.uploads), "uploadBytes": .integer(blobs.uploadBytes),
            ],
            "database": [
                "bytes": .integer(databaseBytes), "writeAheadBytes": .integer(writeAheadBytes),
            ],
        ]
    }

    private static func object(_ counts: [(String, Int64?)]) -> JSONValue {
        .object(counts.map { JSONValue.Member($0.0, .integer($0.1 ?? 0)) })
    }
}
