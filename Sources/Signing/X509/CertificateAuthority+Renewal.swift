import COpenSSL

extension CertificateAuthority {
    /// A certificate of ours once more, for another period: key, names and all else stay.
    package func renew(
        _ certificate: Certificate,
        serial: [UInt8],
        from: Int64,
        until: Int64
    ) throws(SigningError) -> Certificate {
        guard certificate.isSigned(by: self.certificate) else { throw .otherKey }
        let period = try CertificatePeriod(from: from, until: until)
        // What is lent is a copy of its own.
        return try certificate.withX509 { copy throws(SigningError) in
            try CertificateDraft.set(serial, of: copy)
            period.write(to: copy)
            guard X509_sign(copy, key.key.pointer, EVP_sha256()) > 0
            else { preconditionFailure("OpenSSL could not sign a certificate") }
            return try Certificate(der: DER.encoded { i2d_X509(copy, $0) })
        }
    }
}
