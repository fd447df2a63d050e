import COpenSSL

/// What the owner of a P-256 key asks an authority to certify (PKCS#10). The names in it are a wish;
/// only the key counts.
package struct CertificateRequest: Sendable {
    private static let label = "CERTIFICATE REQUEST"

    /// The public key of the asker.
    let key: OpenSSLKey
    private let subject: SubjectName

    package var commonName: String { subject.commonName }
    /// Empty where the name has none.
    package var organisation: String { subject.organisation }
    /// Empty where the name has none.
    package var unit: String { subject.unit }

    /// Writes and signs a request, as PEM. An empty `organisation` or `unit` is left out.
    package static func make(
        key: P256PrivateKey,
        commonName: String,
        organisation: String,
        unit: String
    ) throws(SigningError) -> String {
        let subject = try SubjectName(
            commonName: commonName,
            organisation: organisation,
            unit: unit
        )
        guard let request = X509_REQ_new(), let name = X509_REQ_get_subject_name(request)
        else { preconditionFailure("OpenSSL has no memory for a certificate request") }
        defer { X509_REQ_free(request) }
        subject.write(to: name)
        precondition(
            X509_REQ_set_version(request, 0) == 1
                && X509_REQ_set_pubkey(request, key.key.pointer) == 1
                && X509_REQ_sign(request, key.key.pointer, EVP_sha256()) > 0,
            "OpenSSL could not make a certificate request"
        )
        return PEM.text(label: label, DER.encoded { i2d_X509_REQ(request, $0) })
    }

    /// Reads a request, and makes sure that whoever wrote it has the private key.
    package init(pem: String) throws(SigningError) {
        guard let content = PEM.content(of: pem, label: Self.label),
            let request = DER.decoded(
                content,
                by: { d2i_X509_REQ(nil, $0, $1) },
                freedBy: X509_REQ_free
            ),
            let name = X509_REQ_get_subject_name(request)
        else { throw .malformed(.certificateRequest) }
        defer {
            X509_REQ_free(request)
            ERR_clear_error()
        }
        guard let pointer = X509_REQ_get_pubkey(request)
        else { throw .malformed(.certificateRequest) }
        key = OpenSSLKey(owning: pointer)
        guard key.isP256 else { throw .otherKind(.certificateRequest) }
        guard X509_REQ_verify(request, key.pointer) == 1 else { throw .brokenSignature }
        subject = try SubjectName(reading: name, of: .certificateRequest)
    }
}
