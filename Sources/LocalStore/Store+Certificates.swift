import GRDB
import Signing
import Storage
package import SyncCore

/// A certificate file that results of this organisation name, and for which the hub has given no receipt.
package struct WaitingCertificate: Hashable, Sendable {
    package let digest: String
    package let size: Int64
    /// By which the clock runs of the result that names it.
    package let days: ReportedDays
    /// Where the file is, or would be.
    package let path: String

    package init(digest: String, size: Int64, days: ReportedDays, path: String) {
        self.digest = digest
        self.size = size
        self.days = days
        self.path = path
    }
}

/// When the hub had a file whole.
package struct BlobArrival: Hashable, Sendable {
    package let size: Int64
    package let receivedAt: Instant
}

extension Store {
    /// The certificate files of results of this organisation's body that the hub has not confirmed, the result
    /// with the earliest day of issue first.
    ///
    /// Drawn from the tables, not from what this site has done: so nothing is forgotten where a home was put back,
    /// and a colleague's site asks for the receipts as well.
    ///
    /// - Throws: `StoreError`.
    package func waitingCertificates() throws -> [WaitingCertificate] {
        let site = try site()
        guard site.role == .verificationBody else { return [] }
        let received = try blobArrivals()
        var seen: Set<String> = []
        let named = try Self.translating(Replica.file) {
            try replica.queue.look { database in
                let sql = """
                    SELECT certificate_digest, certificate_size,
                        coalesce(issued_on, verified_on) AS completed_on, verified_on
                    FROM verification JOIN application ON application.id = verification.application
                    WHERE certificate_digest IS NOT NULL AND declared = 0 AND application.body = ?
                    ORDER BY completed_on, certificate_digest
                    """
                return try Row.fetchAll(
                    database.cachedStatement(sql: sql),
                    arguments: [site.organisation]
                ).map { row in
                    let size: String? = try row.read("certificate_size")
                    return WaitingCertificate(
                        digest: try row.read("certificate_digest"),
                        size: size.flatMap { Int64($0) } ?? 0,
                        days: ReportedDays(
                            completedOn: try row.read("completed_on"),
                            testedOn: try row.read("verified_on")
                        ),
                        path: blobPath(try row.read("certificate_digest"))
                    )
                }
            }
        }
        return named.filter { file in
            // Whoever has written the op may have written anything.
            guard BlobOffer.isDigest(file.digest), file.size > 0 else { return false }
            return received[file.digest]?.size != file.size && seen.insert(file.digest).inserted
        }
    }

    /// Keeps the hub's word that a file has arrived, durably.
    ///
    /// - Throws: `StoreError`.
    package func keep(_ receipt: BlobReceipt) throws {
        try Self.translating(Journal.file) {
            try journal.queue.write { database in
                try database.cachedStatement(
                    sql: """
                        INSERT INTO blob_receipt (digest, size, received_at, receipt)
                        VALUES (?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING
                        """
                ).execute(arguments: [
                    receipt.digest, receipt.size, receipt.receivedAt.milliseconds,
                    receipt.json.canonicalText,
                ])
            }
        }
    }

    /// What the hub has confirmed, by digest.
    ///
    /// - Throws: `StoreError`.
    package func blobArrivals() throws -> [String: BlobArrival] {
        try Self.translating(Journal.file) {
            try journal.queue.look { database in
                let row = try PreparedStatement(
                    "SELECT digest, size, received_at FROM blob_receipt",
                    in: database
                )
                defer { row.reset() }
                var arrivals: [String: BlobArrival] = [:]
                while try row.step() {
                    arrivals[row.text(0) ?? ""] = BlobArrival(
                        size: row.integer(1),
                        receivedAt: Instant(milliseconds: row.integer(2))
                    )
                }
                return arrivals
            }
        }
    }

    /// How many receipts for files prove nothing by a key of the hub, or say something else than the row that has
    /// them.
    func blobReceiptsThatFail(by keys: HubKeys) throws -> Int {
        try Self.translating(Journal.file) {
            try journal.queue.look { database in
                let row = try PreparedStatement(
                    "SELECT digest, size, received_at, receipt FROM blob_receipt",
                    in: database
                )
                defer { row.reset() }
                var count = 0
                while try row.step() {
                    let json = try? JSONParser.parse(row.withBytes(3) { Array($0) })
                    let receipt = json.flatMap(BlobReceipt.init(json:))
                    let isGood =
                        receipt?.digest == row.text(0) && receipt?.size == row.integer(1)
                        && receipt?.receivedAt.milliseconds == row.integer(2)
                        && receipt?.isGenuine(by: keys) == true
                    if !isGood { count += 1 }
                }
                return count
            }
        }
    }
}
