package import Signing

// A large site does not begin with the first entry of the log. The hub has made the tables of a site that has read
// the log up to a place, and has done nothing itself; they travel as files in pieces that are named by what they
// hold, so that a piece that is there need not come again, whoever brings it. What comes behind that place, the
// feed brings.

/// What the hub says, with its signature, of the tables that it gives a new site of an organisation.
package struct SnapshotManifest: Hashable, Sendable {
    package let hub: RecordID
    package let organisation: String
    /// The number of the newest migration of the tables, which a site must know.
    package let schema: Int
    /// The digest of the ranks by which the tables were folded.
    package let ranks: String
    /// Where a site stands that has the whole file.
    package let cursor: Cursor
    /// In the order in which they are wanted.
    package let files: [SnapshotFile]
    /// How it is signed.
    package private(set) var suite = SignatureSuite.ed25519

    package init(
        hub: RecordID,
        organisation: String,
        schema: Int,
        ranks: String,
        cursor: Cursor,
        files: [SnapshotFile]
    ) {
        self.hub = hub
        self.organisation = organisation
        self.schema = schema
        self.ranks = ranks
        self.cursor = cursor
        self.files = files
    }

    package func file(_ slice: SnapshotFile.Slice) -> SnapshotFile? {
        files.first { $0.slice == slice }
    }

    package var json: JSONValue {
        [
            "cursor": cursor.json,
            "files": .array(files.map(\.json)),
            "hub": .string(hub.description),
            "organisation": .string(organisation),
            "purpose": .string(Self.purpose),
            "ranks": .string(ranks),
            "schema": .integer(Int64(schema)),
            "suite": .string(suite.rawValue),
            "version": 1,
        ]
    }

    /// Reads what `json` writes; `nil` for anything else, also where a file is not what its pieces come to.
    package init?(json: JSONValue) {
        guard json["purpose"]?.string == Self.purpose, json["version"] == 1,
            let suite = json["suite"]?.suite, let hub = json["hub"]?.recordID,
            let organisation = json["organisation"]?.string,
            let schema = json["schema"]?.integer, let ranks = json["ranks"]?.string,
            let cursor = json["cursor"].flatMap(Cursor.init(json:)),
            let elements = json["files"]?.elements
        else { return nil }
        let files = elements.compactMap(SnapshotFile.init(json:))
        guard files.count == elements.count, Set(files.map(\.slice)).count == files.count,
            files.contains(where: { $0.slice == .whole })
        else { return nil }
        self.init(
            hub: hub,
            organisation: organisation,
            schema: Int(clamping: schema),
            ranks: ranks,
            cursor: cursor,
            files: files
        )
        self.suite = suite
    }

    /// The same to be signed in a way.
    fileprivate func signed(by suite: SignatureSuite) -> SnapshotManifest {
        var manifest = self
        manifest.suite = suite
        return manifest
    }

    private static let purpose = "snapshot"
}

/// One file of a snapshot: its pieces, one after another.
package struct SnapshotFile: Hashable, Sendable {
    package enum Slice: String, Sendable {
        /// Calendars and rule packs, facts, and the instruments that want somebody's attention now or soon: so few
        /// that they are there at once. A site that has only these stands at the start of the log.
        case urgent
        /// All that the organisation sees.
        case whole
    }

    package let slice: Slice
    package let chunks: [SnapshotChunk]

    package init(slice: Slice, chunks: [SnapshotChunk]) {
        self.slice = slice
        self.chunks = chunks
    }

    /// Bytes of the file.
    package var length: Int64 { chunks.reduce(0) { $0 + $1.length } }
    /// Bytes on the way.
    package var size: Int64 { chunks.reduce(0) { $0 + $1.size } }

    package var json: JSONValue {
        ["chunks": .array(chunks.map(\.json)), "slice": .string(slice.rawValue)]
    }

    package init?(json: JSONValue) {
        guard let slice = json["slice"]?.string.flatMap(Slice.init(rawValue:)),
            let elements = json["chunks"]?.elements, !elements.isEmpty
        else { return nil }
        let chunks = elements.compactMap(SnapshotChunk.init(json:))
        guard chunks.count == elements.count else { return nil }
        self.init(slice: slice, chunks: chunks)
    }
}

/// A piece of a file, compressed as one Zstandard frame.
package struct SnapshotChunk: Hashable, Sendable {
    /// No piece is longer than this, compressed or not.
    package static let lengthMax: Int64 = 16 << 20

    /// SHA-256 of the compressed bytes, in hexadecimal: its name.
    package let digest: String
    /// Compressed bytes.
    package let size: Int64
    /// Bytes of the file.
    package let length: Int64

    package init(digest: String, size: Int64, length: Int64) {
        self.digest = digest
        self.size = size
        self.length = length
    }

    package var json: JSONValue {
        ["digest": .string(digest), "length": .integer(length), "size": .integer(size)]
    }

    package init?(json: JSONValue) {
        guard let digest = json["digest"]?.string, BlobOffer.isDigest(digest),
            let size = json["size"]?.integer, let length = json["length"]?.integer,
            (1...Self.lengthMax).contains(size), (1...Self.lengthMax).contains(length)
        else { return nil }
        self.init(digest: digest, size: size, length: length)
    }
}

/// A manifest with the hub's signature.
package struct SignedSnapshotManifest: Hashable, Sendable {
    package let manifest: SnapshotManifest
    package let keyID: String
    package let signature: [UInt8]

    package static func sign(
        _ manifest: SnapshotManifest,
        with key: some StatementSigner
    ) -> SignedSnapshotManifest {
        let manifest = manifest.signed(by: key.suite)
        return SignedSnapshotManifest(
            manifest: manifest,
            keyID: key.keyID,
            signature: key.sign(manifest.json.canonical)
        )
    }

    /// Whether the hub with these keys has said so.
    package func isGenuine(by keys: some StatementVerifier) -> Bool {
        keys.suite(of: keyID) == manifest.suite
            && keys.isValid(signature, by: keyID, for: manifest.json.canonical)
    }

    package var json: JSONValue {
        [
            "keyID": .string(keyID),
            "manifest": manifest.json,
            "signature": .string(signature.hex),
        ]
    }

    package init?(json: JSONValue) {
        guard let manifest = json["manifest"].flatMap(SnapshotManifest.init(json:)),
            let keyID = json["keyID"]?.string, let signature = json["signature"]?.bytes
        else { return nil }
        self.init(manifest: manifest, keyID: keyID, signature: signature)
    }

    private init(manifest: SnapshotManifest, keyID: String, signature: [UInt8]) {
        self.manifest = manifest
        self.keyID = keyID
        self.signature = signature
    }
}
