package import SyncCore

/// What a backup of a hub says of itself: `backup.json` in its folder, written last.
package struct BackupManifest: Hashable, Sendable {
    static let file = "backup.json"

    /// One file of the backup.
    struct Part: Hashable, Sendable {
        let name: String
        let size: Int64
        /// SHA-256 over its bytes.
        let digest: [UInt8]
    }

    package let hub: RecordID
    package let city: String
    package let takenAt: Instant
    /// The end of the log that it has.
    package let head: Cursor
    let parts: [Part]

    /// Bytes of all files together.
    package var size: Int64 { parts.reduce(0) { $0 + $1.size } }

    package var json: JSONValue {
        [
            "version": 1,
            "hub": .string(hub.description),
            "city": .string(city),
            "takenAt": .integer(takenAt.milliseconds),
            "head": head.json,
            "files": .array(parts.map(\.json)),
        ]
    }

    init(hub: RecordID, city: String, takenAt: Instant, head: Cursor, parts: [Part]) {
        self.hub = hub
        self.city = city
        self.takenAt = takenAt
        self.head = head
        self.parts = parts
    }

    /// Reads `json`; `nil` for anything else.
    init?(json: JSONValue) {
        guard json["version"] == 1, let hub = json["hub"]?.recordID,
            let city = json["city"]?.string, let takenAt = json["takenAt"]?.integer,
            let head = json["head"].flatMap(Cursor.init(json:)),
            let files = json["files"]?.elements
        else { return nil }
        let parts = files.compactMap(Part.init(json:))
        guard parts.count == files.count else { return nil }
        self.init(
            hub: hub,
            city: city,
            takenAt: Instant(milliseconds: takenAt),
            head: head,
            parts: parts
        )
    }
}

extension BackupManifest.Part {
    var json: JSONValue {
        ["name": .string(name), "size": .integer(size), "sha256": .string(digest.hex)]
    }

    /// Reads `json`; `nil` for anything else, a name that leads out of the folder among it.
    init?(json: JSONValue) {
        guard let name = json["name"]?.string, !name.isEmpty, !name.utf8.contains(0x2F),
            name != ".", name != "..", let size = json["size"]?.integer,
            let digest = json["sha256"]?.string.flatMap([UInt8].init(hex:))
        else { return nil }
        self.init(name: name, size: size, digest: digest)
    }
}
