import COpenSSL

/// Who issues certificates: a key, and the certificate that others know it by.
package struct CertificateAuthority: Sendable {
    package let key: P256PrivateKey
    package let certificate: Certificate

    /// An authority that was kept as its two parts.
    package init(key: P256PrivateKey, certificate: Certificate) throws(SigningError) {
        try certificate.withX509 { pointer throws(SigningError) in
            // What it issues refers to it by its key identifier, so it must have one.
            guard X509_check_ca(pointer) == 1, X509_get0_subject_key_id(pointer) != nil
            else { throw .notAnAuthority }
            guard X509_check_private_key(pointer, key.key.pointer) == 1 else { throw .otherKey }
        }
        self.key = key
        self.certificate = certificate
    }

    /// A new authority with a new key, which certifies itself.
    package static func create(
        name: String,
        at seconds: Int64,
        years: Int,
        serial: [UInt8]
    ) throws(SigningError) -> CertificateAuthority {
        let key = P256PrivateKey.generate()
        let draft = CertificateDraft(
            subject: try SubjectName(commonName: name, organisation: "", unit: ""),
            serial: serial,
            period: try CertificatePeriod(from: seconds, years: years),
            key: key.key,
            extensions: [
                .init(kind: NID_basic_constraints, text: "critical,CA:TRUE"),
                .init(kind: NID_key_usage, text: "critical,keyCertSign,cRLSign"),
                .init(kind: NID_subject_key_identifier, text: "hash"),
            ]
        )
        return try CertificateAuthority(
            key: key,
            certificate: draft.signed(by: key, issuer: nil)
        )
    }

    /// A certificate with which the owner of the request's key can log in. The authority says who that
    /// is; the names in the request are not looked at.
    package func issueClient(
        for request: CertificateRequest,
        commonName: String,
        organisation: String,
        unit: String,
        serial: [UInt8],
        from: Int64,
        until: Int64
    ) throws(SigningError) -> Certificate {
        let draft = CertificateDraft(
            subject: try SubjectName(
                commonName: commonName,
                organisation: organisation,
                unit: unit
            ),
            serial: serial,
            period: try CertificatePeriod(from: from, until: until),
            key: request.key,
            extensions: Self.leafExtensions(purpose: "clientAuth")
        )
        return try draft.signed(by: key, issuer: certificate)
    }

    /// A certificate for a server that is reached under these names, DNS names or IP addresses.
    package func issueServer(
        key: P256PrivateKey,
        commonName: String,
        names: [String],
        serial: [UInt8],
        from: Int64,
        until: Int64
    ) throws(SigningError) -> Certificate {
        guard !names.isEmpty else { throw .noServerName }
        var texts: [String] = []
        for name in names {
            texts.append(try ServerName.extensionText(name))
        }
        let alternatives = CertificateDraft.Extension(
            kind: NID_subject_alt_name,
            text: texts.joined(separator: ",")
        )
        let draft = CertificateDraft(
            subject: try SubjectName(commonName: commonName, organisation: "", unit: ""),
            serial: serial,
            period: try CertificatePeriod(from: from, until: until),
            key: key.key,
            extensions: Self.leafExtensions(purpose: "serverAuth") + [alternatives]
        )
        return try draft.signed(by: self.key, issuer: certificate)
    }

    private static func leafExtensions(purpose: String) -> [CertificateDraft.Extension] {
        [
            .init(kind: NID_basic_constraints, text: "critical,CA:FALSE"),
            .init(kind: NID_key_usage, text: "critical,digitalSignature"),
            .init(kind: NID_ext_key_usage, text: purpose),
            .init(kind: NID_subject_key_identifier, text: "hash"),
            .init(kind: NID_authority_key_identifier, text: "keyid:always"),
        ]
    }
}
