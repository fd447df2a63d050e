import COpenSSL

/// An X.509 certificate as it was read. That it is genuine or still holds is not said: the one is
/// `isSigned(by:)`, the other for whoever has a clock.
package struct Certificate: Hashable, Sendable {
    private static let label = "CERTIFICATE"

    /// The certificate as it was signed.
    package let der: [UInt8]
    /// "sha256:" and the SHA-256 of the DER SubjectPublicKeyInfo in lower-case hexadecimal digits. It
    /// stays when a certificate is renewed for the same key.
    package let publicKeyPin: String

    private let subject: SubjectName
    private let period: CertificatePeriod

    package var commonName: String { subject.commonName }
    /// Empty where the name has none.
    package var organisation: String { subject.organisation }
    /// Empty where the name has none.
    package var unit: String { subject.unit }
    /// The first second, counted from 1970.
    package var notBefore: Int64 { period.notBefore }
    /// The last second, counted from 1970.
    package var notAfter: Int64 { period.notAfter }

    /// Reads the first certificate of a PEM text.
    package init(pem: String) throws(SigningError) {
        guard let content = PEM.content(of: pem, label: Self.label)
        else { throw .malformed(.certificate) }
        try self.init(der: content)
    }

    package init(der: [UInt8]) throws(SigningError) {
        guard let certificate = Self.decoded(der) else { throw .malformed(.certificate) }
        defer { X509_free(certificate) }
        // OpenSSL also reads looser encodings, which would give one certificate many fingerprints.
        guard DER.encoded({ i2d_X509(certificate, $0) }) == der,
            let name = X509_get_subject_name(certificate),
            let key = X509_get_X509_PUBKEY(certificate),
            let period = CertificatePeriod(of: certificate)
        else { throw .malformed(.certificate) }
        self.der = der
        self.period = period
        subject = try SubjectName(reading: name, of: .certificate)
        publicKeyPin = "sha256:" + SHA256().digest(DER.encoded { i2d_X509_PUBKEY(key, $0) }).hex
    }

    package var pem: String {
        PEM.text(label: Self.label, der)
    }

    /// The SHA-256 of the certificate in lower-case hexadecimal digits.
    package var fingerprint: String {
        SHA256().digest(der).hex
    }

    /// Whether the owner of `ca`, which must be an authority's certificate, issued this one. Says
    /// nothing of periods.
    package func isSigned(by ca: Certificate) -> Bool {
        withX509 { certificate in
            ca.withX509 { issuer in
                guard X509_check_ca(issuer) == 1,
                    X509_check_issued(issuer, certificate) == X509_V_OK,
                    let key = X509_get0_pubkey(issuer)
                else { return false }
                return X509_verify(certificate, key) == 1
            }
        }
    }

    /// Lends OpenSSL's form of the certificate.
    func withX509<Result, Failure>(
        _ body: (OpaquePointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let certificate = Self.decoded(der)
        else { preconditionFailure("OpenSSL cannot read a certificate that it has read before") }
        defer {
            X509_free(certificate)
            ERR_clear_error()
        }
        return try body(certificate)
    }

    private static func decoded(_ der: [UInt8]) -> OpaquePointer? {
        DER.decoded(der, by: { d2i_X509(nil, $0, $1) }, freedBy: X509_free)
    }
}
