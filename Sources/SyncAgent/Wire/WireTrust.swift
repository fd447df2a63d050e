/// Whom the wire trusts, and who it says we are. Certificates and keys are texts and not files: they
/// come from the store, and a file could change between two requests.
package struct WireTrust: Sendable {
    /// The certificates of the authorities that may vouch for the server, and no others. Without
    /// them and without a pin, those that the system trusts.
    package var caPEM: String?
    /// `sha256:` and the hexadecimal digest of the authority's SubjectPublicKeyInfo, for the first
    /// contact. Looked at only while `caPEM` is `nil`: a known certificate proves more.
    package var pin: String?
    package var clientCertificatePEM: String?
    package var clientKeyPEM: String?
    /// Whether a certificate is taken also before and behind its validity: to ask a hub for its signed
    /// time when our clock is in doubt, and for nothing else.
    var ignoresValidity = false

    package init(
        caPEM: String? = nil,
        pin: String? = nil,
        clientCertificatePEM: String? = nil,
        clientKeyPEM: String? = nil
    ) {
        self.caPEM = caPEM
        self.pin = pin
        self.clientCertificatePEM = clientCertificatePEM
        self.clientKeyPEM = clientKeyPEM
    }
}
