import Signing
import SyncCore

extension HubHome {
    /// The certificate of the server as the home has it now, which `create` may have replaced; once two thirds
    /// of its life are over, a new one for the same key and names, which the home has then.
    func presentServerCertificate(
        at now: Instant,
        random: inout some RandomNumberGenerator
    ) throws(HubError) -> Certificate {
        let folder = HomeFolder(path: path)
        let present = try Self.serverCertificate(in: folder, for: serverKey)
        guard Self.isRenewalDue(present, at: now) else { return present }
        let lock = try folder.lock()
        defer { extendLifetime(lock) }
        let renewed: Certificate
        do throws(SigningError) {
            renewed = try authority.renew(
                present,
                serial: Self.serial(using: &random),
                from: now.seconds - Self.earlySeconds,
                until: min(
                    now.seconds + Self.serverDays * 24 * 3600,
                    authority.certificate.notAfter
                )
            )
        } catch { throw .damaged(file: HomeFile.server.rawValue, detail: error.description) }
        try folder.write(renewed.pem, to: .server)
        return renewed
    }

    private static func serverCertificate(
        in folder: HomeFolder,
        for key: P256PrivateKey
    ) throws(HubError) -> Certificate {
        let text = try folder.readText(.server)
        guard let certificate = try? Certificate(pem: text), certificate.isFor(key) else {
            throw .damaged(file: HomeFile.server.rawValue, detail: "not for the server's key")
        }
        return certificate
    }

    private static func isRenewalDue(_ certificate: Certificate, at now: Instant) -> Bool {
        let life = certificate.notAfter - certificate.notBefore
        return now.seconds - certificate.notBefore >= life / 3 * 2
    }
}
