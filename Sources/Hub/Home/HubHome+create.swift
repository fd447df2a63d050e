package import SyncCore
package import Signing

extension HubHome {
    /// Years that the authority's own certificate holds. Its end would mean that every site joins anew.
    private static let authorityYears = 20
    static let serverDays: Int64 = 2 * 365
    /// Certificates begin a day early: the clock of a site may be behind.
    static let earlySeconds: Int64 = 24 * 3600
    /// The server can always be reached under these.
    private static let ownNames = ["localhost", "127.0.0.1", "::1"]

    /// Makes a hub. Where the folder holds one of the same city already, that one is kept; names given
    /// then get it a new certificate for its server.
    ///
    /// The identity is written last, so a folder without it is what a killed `create` has left, and
    /// nobody can have trusted its keys: they are made anew.
    package static func create(
        path: String,
        city: String,
        names: [String],
        suite: SignatureSuite = .ed25519,
        at now: Instant,
        random: inout some RandomNumberGenerator
    ) throws(HubError) -> (home: HubHome, isNew: Bool) {
        let folder = HomeFolder(path: path)
        try folder.create()
        let lock = try folder.lock()
        defer { extendLifetime(lock) }
        guard try folder.readIfPresent(.identity) == nil else {
            let home = try open(path: path)
            guard home.city.equalsByBytes(city) else { throw .otherHub(city: home.city) }
            guard !names.isEmpty else { return (home, false) }
            let certificate = try home.serverCertificate(names, at: now, random: &random)
            try folder.write(certificate, to: .server)
            return (try open(path: path), false)
        }
        if let entry = try folder.foreignEntry() {
            throw .foreignFolder(home: path, entry: entry)
        }
        try make(in: folder, city: city, names: names, suite: suite, at: now, random: &random)
        return (try open(path: path), true)
    }

    private static func make(
        in folder: HomeFolder,
        city: String,
        names: [String],
        suite: SignatureSuite,
        at now: Instant,
        random: inout some RandomNumberGenerator
    ) throws(HubError) {
        var ids = RecordIDGenerator()
        let hub = ids.next(at: now, using: &random)
        let authority: CertificateAuthority
        do throws(SigningError) {
            authority = try CertificateAuthority.create(
                name: "jiliang hub \(hub)",
                at: now.seconds - earlySeconds,
                years: authorityYears,
                serial: serial(using: &random)
            )
        } catch { throw .badName(detail: error.description) }
        let serverKey = P256PrivateKey.generate()
        let server = try serverCertificate(
            names,
            key: serverKey,
            by: authority,
            at: now,
            random: &random
        )
        try folder.write(authority.key.pem, to: .authorityKey)
        try folder.write(authority.certificate.pem, to: .authority)
        try folder.write(serverKey.pem, to: .serverKey)
        try folder.write(server, to: .server)
        try folder.write(HubKeyring(.generate(suite), of: hub).file, to: .receiptKey)
        let identity: JSONValue = [
            "city": .string(city),
            "createdAt": .integer(now.milliseconds),
            "hub": .string(hub.description),
            "version": 1,
        ]
        try folder.write(identity.canonicalText + "\n", to: .identity)
    }

    private func serverCertificate(
        _ names: [String],
        at now: Instant,
        random: inout some RandomNumberGenerator
    ) throws(HubError) -> String {
        try Self.serverCertificate(
            names,
            key: serverKey,
            by: authority,
            at: now,
            random: &random
        )
    }

    private static func serverCertificate(
        _ names: [String],
        key: P256PrivateKey,
        by authority: CertificateAuthority,
        at now: Instant,
        random: inout some RandomNumberGenerator
    ) throws(HubError) -> String {
        do throws(SigningError) {
            return try authority.issueServer(
                key: key,
                commonName: "jiliang hub",
                names: ownNames + names.filter { !ownNames.contains($0) },
                serial: serial(using: &random),
                from: now.seconds - earlySeconds,
                until: now.seconds + serverDays * 24 * 3600
            ).pem
        } catch { throw .badName(detail: error.description) }
    }

    /// A serial number that nobody can foresee; the first byte keeps it positive and not zero.
    static func serial(using random: inout some RandomNumberGenerator) -> [UInt8] {
        [UInt8.random(in: 1...0x7F, using: &random)]
            + (0..<15).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
}
