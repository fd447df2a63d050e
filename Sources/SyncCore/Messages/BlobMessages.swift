private import Signing

/// What a site says of a file that it wants to bring (`POST /v1/blobs`).
package struct BlobOffer: Hashable, Sendable {
    /// SHA-256 of the file, in hexadecimal.
    package let digest: String
    /// Length in bytes.
    package let size: Int64
    /// The answer to a challenge.
    package let proof: [UInt8]?

    package init(digest: String, size: Int64, proof: [UInt8]? = nil) {
        self.digest = digest
        self.size = size
        self.proof = proof
    }

    package var json: JSONValue {
        .object(
            [
                JSONValue.Member("digest", .string(digest)),
                JSONValue.Member("size", .integer(size)),
            ] + (proof.map { [JSONValue.Member("proof", .string($0.hex))] } ?? [])
        )
    }

    /// Reads an offer; `nil` where the digest is none, or the file has no byte.
    package init?(json: JSONValue) {
        guard let digest = json["digest"]?.string, Self.isDigest(digest),
            let size = json["size"]?.integer, size > 0
        else { return nil }
        let proof = json["proof"]?.bytes
        if json["proof"] != nil, proof == nil { return nil }
        self.init(digest: digest, size: size, proof: proof)
    }

    /// Whether a text has the shape of a digest.
    package static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 2 * SHA256.length
            && text.utf8.allSatisfy("0123456789abcdef".utf8.contains)
    }
}

/// What the hub asks of whoever says that he has a file: a keyed digest over a part of it, both chosen by the
/// hub. Everybody is asked, so that nobody learns what the hub has of others.
package struct BlobChallenge: Hashable, Sendable {
    package static let keyLength = 32
    /// Of a longer file a part is asked for.
    package static let partMax: Int64 = 256 << 10

    package let key: [UInt8]
    package let start: Int64
    package let length: Int64

    package init(key: [UInt8], start: Int64, length: Int64) {
        self.key = key
        self.start = start
        self.length = length
    }

    /// The proof, by the bytes of the part.
    package func proof(over part: [UInt8]) -> [UInt8] {
        SHA256().code(of: part[...], key: key)
    }

    package var json: JSONValue {
        ["key": .string(key.hex), "length": .integer(length), "start": .integer(start)]
    }

    package init?(json: JSONValue) {
        guard let key = json["key"]?.bytes, key.count == Self.keyLength,
            let start = json["start"]?.integer, let length = json["length"]?.integer,
            start >= 0, (1...Self.partMax).contains(length)
        else { return nil }
        self.init(key: key, start: start, length: length)
    }
}

/// How far the hub has a file.
package struct BlobState: Hashable, Sendable {
    /// Under which the upload goes on.
    package let id: String
    /// So many bytes are durable at the hub.
    package let offset: Int64
    /// Where the file has not begun to come: what spares the upload, if the hub has it already.
    package let challenge: BlobChallenge?
    /// Once the hub has it whole.
    package let receipt: BlobReceipt?

    package init(
        id: String,
        offset: Int64,
        challenge: BlobChallenge? = nil,
        receipt: BlobReceipt? = nil
    ) {
        self.id = id
        self.offset = offset
        self.challenge = challenge
        self.receipt = receipt
    }

    package var json: JSONValue {
        .object(
            [
                JSONValue.Member("id", .string(id)),
                JSONValue.Member("offset", .integer(offset)),
                JSONValue.Member("complete", .bool(receipt != nil)),
            ] + (challenge.map { [JSONValue.Member("challenge", $0.json)] } ?? [])
                + (receipt.map { [JSONValue.Member("receipt", $0.json)] } ?? [])
        )
    }

    package init?(json: JSONValue) {
        guard let id = json["id"]?.string, let offset = json["offset"]?.integer, offset >= 0
        else { return nil }
        let receipt = json["receipt"].flatMap(BlobReceipt.init(json:))
        guard json["complete"] == .bool(receipt != nil) else { return nil }
        self.init(
            id: id,
            offset: offset,
            challenge: json["challenge"].flatMap(BlobChallenge.init(json:)),
            receipt: receipt
        )
    }
}
