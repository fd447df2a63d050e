import Foundation
import Signing
import TestSupport

/// The independent judge of what we write.
let openssl = Program(path: "/usr/bin/openssl")

/// 2026-11-23T00:00:00Z. No test depends on the clock of the machine.
let now: Int64 = 1_795_392_000
let day: Int64 = 86400

/// One constructor for each kind of thing, with a default for everything, so that what a test says is
/// its point.
enum Fixture {
    static func authority(name: String = "杭州民生计量 CA") throws -> CertificateAuthority {
        try CertificateAuthority.create(name: name, at: now, years: 10, serial: [1])
    }

    static func request(
        key: P256PrivateKey = .generate(),
        commonName: String = "asked",
        organisation: String = "asked",
        unit: String = "asked"
    ) throws -> String {
        try CertificateRequest.make(
            key: key,
            commonName: commonName,
            organisation: organisation,
            unit: unit
        )
    }

    static func client(
        of authority: CertificateAuthority,
        request: String? = nil,
        commonName: String = "site-1",
        organisation: String = "杭州某某自来水有限公司",
        unit: String = "91330110MA2XXXXX7K",
        serial: [UInt8] = [2],
        from: Int64 = now,
        until: Int64 = now + 90 * day
    ) throws -> Certificate {
        try authority.issueClient(
            for: CertificateRequest(pem: request ?? self.request()),
            commonName: commonName,
            organisation: organisation,
            unit: unit,
            serial: serial,
            from: from,
            until: until
        )
    }

    static func server(
        of authority: CertificateAuthority,
        key: P256PrivateKey = .generate(),
        names: [String] = ["localhost"]
    ) throws -> Certificate {
        try authority.issueServer(
            key: key,
            commonName: "jiliang-hub",
            names: names,
            serial: [3],
            from: now,
            until: now + 90 * day
        )
    }
}

extension TemporaryFolder {
    /// Writes a text and gives its path.
    func write(_ name: String, _ text: String) throws -> String {
        try write(name, Array(text.utf8))
    }
}

/// Reads hexadecimal digits of an example.
func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map {
        UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
}

/// The bytes inside a PEM text.
func content(of pem: String) -> [UInt8] {
    let lines = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }
    return Array(Data(base64Encoded: lines.joined()) ?? Data())
}

/// Bytes as a PEM text, by another hand than the one under test.
func pem(_ label: String, _ content: [UInt8]) -> String {
    let body = Data(content).base64EncodedString(options: [
        .lineLength64Characters, .endLineWithLineFeed,
    ])
    return "-----BEGIN \(label)-----\n\(body)\n-----END \(label)-----\n"
}
