import COpenSSL

extension Certificate {
    /// Whether the certificate is for this key.
    package func isFor(_ key: P256PrivateKey) -> Bool {
        withX509 { X509_check_private_key($0, key.key.pointer) == 1 }
    }
}
