package import Signing
package import SyncCore

/// What makes a folder a hub: its id and its keys. Whoever has these files is the hub.
package struct HubHome: Sendable {
    /// The folder.
    package let path: String
    package let hub: RecordID
    package let city: String
    /// Issues the certificates of the server and of all sites.
    package let authority: CertificateAuthority
    /// Signs receipts and the hub's time.
    package let keyring: HubKeyring
    let serverKey: P256PrivateKey

    /// What signs now.
    package var receiptKey: SuitePrivateKey { keyring.key }

    /// What a site compares before it trusts the hub: `sha256:` and the digest of the authority's
    /// public key.
    package var caPin: String { authority.certificate.publicKeyPin }

    /// Where commands reach the server.
    package var socketPath: String { path + "/hub.sock" }

    /// Bytes of the database, and of the write-ahead log beside it.
    var databaseBytes: (database: Int64, writeAhead: Int64) {
        let file = "\(path)/\(SQLiteHubStore.file)"
        return (StoredFile(path: file).size ?? 0, StoredFile(path: file + "-wal").size ?? 0)
    }

    /// Opens what `create` has made.
    package static func open(path: String) throws(HubError) -> HubHome {
        let folder = HomeFolder(path: path)
        guard let bytes = try folder.readIfPresent(.identity) else { throw .noHub(home: path) }
        guard let json = try? JSONParser.parse(bytes), json["version"] == 1,
            let hub = json["hub"]?.recordID, let city = json["city"]?.string
        else { throw .damaged(file: HomeFile.identity.rawValue, detail: "not a hub's identity") }
        return HubHome(
            path: path,
            hub: hub,
            city: city,
            authority: try read(.authority, in: folder) {
                try CertificateAuthority(
                    key: P256PrivateKey(pem: folder.readText(.authorityKey)),
                    certificate: Certificate(pem: $0)
                )
            },
            keyring: try read(.receiptKey, in: folder) { text in
                guard let keyring = HubKeyring(file: text, of: hub) else {
                    throw SigningError.malformed(.privateKey)
                }
                return keyring
            },
            serverKey: try read(.serverKey, in: folder) { try P256PrivateKey(pem: $0) }
        )
    }

    private static func read<Value>(
        _ file: HomeFile,
        in folder: HomeFolder,
        _ parse: (String) throws -> Value
    ) throws(HubError) -> Value {
        let text = try folder.readText(file)
        do { return try parse(text) } catch let error as HubError { throw error } catch {
            throw .damaged(file: file.rawValue, detail: "\(error)")
        }
    }
}
