package import Signing

/// The hub's signed word that a file has reached it whole. It is a receipt of its own: the op that names the
/// file has another.
package struct BlobReceipt: Hashable, Sendable {
    package let hub: RecordID
    /// The site that brought the file.
    package let site: RecordID
    /// SHA-256 of the file, in hexadecimal.
    package let digest: String
    /// Length in bytes.
    package let size: Int64
    /// The legal time: when the last byte was there and the digest had been checked.
    package let receivedAt: Instant
    package let suite: SignatureSuite
    package let keyID: String
    package let signature: [UInt8]

    /// Signs that a file is there.
    package static func sign(
        _ digest: String,
        size: Int64,
        from site: RecordID,
        at receivedAt: Instant,
        hub: RecordID,
        with key: some StatementSigner
    ) -> BlobReceipt {
        let statement = statement(hub, site, digest, size, receivedAt, key.suite)
        return BlobReceipt(
            hub: hub,
            site: site,
            digest: digest,
            size: size,
            receivedAt: receivedAt,
            suite: key.suite,
            keyID: key.keyID,
            signature: key.sign(statement.canonical)
        )
    }

    /// Whether the hub with these keys has said so.
    package func isGenuine(by keys: some StatementVerifier) -> Bool {
        keys.suite(of: keyID) == suite
            && keys.isValid(
                signature,
                by: keyID,
                for: Self.statement(hub, site, digest, size, receivedAt, suite).canonical
            )
    }

    /// The receipt as it travels: canonical bytes, so the same every time.
    package var json: JSONValue {
        [
            "keyID": .string(keyID),
            "signature": .string(signature.hex),
            "statement": Self.statement(hub, site, digest, size, receivedAt, suite),
        ]
    }

    /// Reads what `json` writes; `nil` for anything else.
    package init?(json: JSONValue) {
        guard let statement = json["statement"], statement["purpose"]?.string == Self.purpose,
            let suite = statement["suite"]?.suite, statement["version"] == 1,
            let hub = statement["hub"]?.recordID, let site = statement["site"]?.recordID,
            let digest = statement["digest"]?.string, let size = statement["size"]?.integer,
            let receivedAt = statement["receivedAt"]?.integer,
            let keyID = json["keyID"]?.string, let signature = json["signature"]?.bytes
        else { return nil }
        self.init(
            hub: hub,
            site: site,
            digest: digest,
            size: size,
            receivedAt: Instant(milliseconds: receivedAt),
            suite: suite,
            keyID: keyID,
            signature: signature
        )
    }

    private init(
        hub: RecordID,
        site: RecordID,
        digest: String,
        size: Int64,
        receivedAt: Instant,
        suite: SignatureSuite,
        keyID: String,
        signature: [UInt8]
    ) {
        self.hub = hub
        self.site = site
        self.digest = digest
        self.size = size
        self.receivedAt = receivedAt
        self.suite = suite
        self.keyID = keyID
        self.signature = signature
    }

    private static let purpose = "blob"

    /// What is signed.
    private static func statement(
        _ hub: RecordID,
        _ site: RecordID,
        _ digest: String,
        _ size: Int64,
        _ receivedAt: Instant,
        _ suite: SignatureSuite
    ) -> JSONValue {
        [
            "digest": .string(digest),
            "hub": .string(hub.description),
            "purpose": .string(purpose),
            "receivedAt": .integer(receivedAt.milliseconds),
            "site": .string(site.description),
            "size": .integer(size),
            "suite": .string(suite.rawValue),
            "version": 1,
        ]
    }
}
