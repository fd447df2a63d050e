import COpenSSL

/// All that goes into a certificate but the signature.
struct CertificateDraft {
    /// One extension (RFC 5280, 4.2) in OpenSSL's own language.
    struct Extension {
        let kind: Int32
        let text: String
    }

    let subject: SubjectName
    let serial: [UInt8]
    let period: CertificatePeriod
    /// The subject's key, of which only the public half is read.
    let key: OpenSSLKey
    let extensions: [Extension]

    /// The certificate, signed by the issuer's key; without an issuer it names itself as its own.
    func signed(
        by signer: P256PrivateKey,
        issuer: Certificate?
    ) throws(SigningError) -> Certificate {
        guard let certificate = X509_new()
        else { preconditionFailure("OpenSSL has no memory for a certificate") }
        defer { X509_free(certificate) }
        try Self.set(serial, of: certificate)
        period.write(to: certificate)
        subject.write(to: X509_get_subject_name(certificate))
        check(X509_set_version(certificate, 2))
        check(X509_set_pubkey(certificate, key.pointer))
        if let issuer {
            issuer.withX509 { addIssuer($0, to: certificate) }
        } else {
            addIssuer(certificate, to: certificate)
        }
        check(X509_sign(certificate, signer.key.pointer, EVP_sha256()) > 0 ? 1 : 0)
        return try Certificate(der: DER.encoded { i2d_X509(certificate, $0) })
    }

    /// At most twenty bytes, and positive (RFC 5280, 4.1.2.2). The first bit of twenty is the sign.
    static func set(
        _ serial: [UInt8],
        of certificate: OpaquePointer
    ) throws(SigningError) {
        guard serial.count <= 20, let number = BN_bin2bn(serial, Int32(serial.count), nil)
        else { throw .badSerial }
        defer { BN_free(number) }
        guard (1...159).contains(BN_num_bits(number)) else { throw .badSerial }
        precondition(
            BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nil,
            "OpenSSL could not write a serial number"
        )
    }

    /// Names the issuer and adds the extensions, some of which are made from its certificate.
    private func addIssuer(_ issuer: OpaquePointer, to certificate: OpaquePointer) {
        check(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)))
        var context = X509V3_CTX()
        X509V3_set_ctx(&context, issuer, certificate, nil, nil, 0)
        for item in extensions {
            guard let made = X509V3_EXT_conf_nid(nil, &context, item.kind, item.text)
            else { preconditionFailure("OpenSSL cannot make the extension \(item.text)") }
            defer { X509_EXTENSION_free(made) }
            check(X509_add_ext(certificate, made, -1))
        }
    }

    private func check(_ status: Int32) {
        precondition(status == 1, "OpenSSL could not make a certificate")
    }
}
