import TestSupport

/// Authorities and certificates, made by the `openssl` program: another hand than the one tested.
struct Certificates {
    let folder: TemporaryFolder
    private static let openssl = Program(path: "/usr/bin/openssl")
    private static let newKey = [
        "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
    ]

    /// An authority `ca` and a certificate `hub` of it for this machine, with the file `hub.chain`
    /// of both.
    init() throws {
        folder = try TemporaryFolder()
        try authority("ca", name: "测试 CA")
        try certificate("hub", by: "ca")
    }

    /// Makes an authority.
    func authority(_ name: String, name subject: String) throws {
        try run(
            ["req", "-x509", "-days", "2", "-subj", "/CN=\(subject)", "-utf8"] + Self.newKey
                + ["-keyout", file(name, "key"), "-out", file(name, "pem")]
        )
    }

    /// Makes a certificate by an authority.
    func certificate(
        _ name: String,
        by authority: String,
        host: String = "IP:127.0.0.1",
        days: Int = 1
    ) throws {
        let request = folder.file(name + ".csr")
        try run(
            ["req", "-new", "-subj", "/CN=\(name)"] + Self.newKey
                + ["-keyout", file(name, "key"), "-out", request]
        )
        let extensions = try folder.write(
            name + ".ext",
            Array("subjectAltName=\(host)\nbasicConstraints=critical,CA:FALSE\n".utf8)
        )
        try run([
            "x509", "-req", "-in", request, "-CA", file(authority, "pem"),
            "-CAkey", file(authority, "key"), "-days", "\(days)", "-extfile", extensions,
            "-out", file(name, "pem"),
        ])
    }

    func file(_ name: String, _ kind: String) -> String {
        folder.file("\(name).\(kind)")
    }

    func text(_ name: String, _ kind: String) throws -> String {
        let outcome = try Program(path: "/bin/cat").run(file(name, kind))
        return outcome.output
    }

    /// The pin of a certificate, by the program alone.
    func pin(_ name: String) throws -> String {
        let key = folder.file(name + ".spki")
        let pem = folder.file(name + ".public")
        try run(["x509", "-in", file(name, "pem"), "-noout", "-pubkey", "-out", pem])
        try run(["pkey", "-pubin", "-in", pem, "-outform", "DER", "-out", key])
        let digest = try run(["dgst", "-sha256", "-r", key])
        return "sha256:" + digest.prefix(64)
    }

    @discardableResult
    private func run(_ arguments: [String]) throws -> String {
        let outcome = try Self.openssl.run(arguments)
        guard outcome.status == 0 else { throw Refused(errors: outcome.errors) }
        return outcome.output
    }

    private struct Refused: Error {
        let errors: String
    }
}
