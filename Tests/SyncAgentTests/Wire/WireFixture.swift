import SyncAgent
import TestSupport
import Testing

/// Certificates, pages, and a wire to whoever shows them.
struct WireFixture {
    let certificates: Certificates
    private let folder: TemporaryFolder

    /// What the server sends, byte by byte.
    private static let pages = [
        "good": "HTTP/1.1 200 OK\r\nX-Some: \t a value \r\nx-some: b\r\nX-None:\r\n"
            + "Content-Length: 6\r\n\r\n计量",
        "refusal": "HTTP/1.1 422 No\r\nContent-Length: 2\r\n\r\nno",
        "moved": "HTTP/1.1 302 Found\r\nLocation: /good\r\nContent-Length: 0\r\n\r\n",
        "half": "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        "garbage": "what is this\r\n\r\n",
        "nothing": "",
        "headers": "HTTP/1.1 200 OK\r\n"
            + String(repeating: "X-Long: \(String(repeating: "x", count: 1000))\r\n", count: 70)
            + "Content-Length: 0\r\n\r\n",
    ]

    init() throws {
        certificates = try Certificates()
        folder = try TemporaryFolder()
        for (name, text) in Self.pages {
            _ = try folder.write(name, Array(text.utf8))
        }
    }

    /// Adds a page, with one folder in its name at the most.
    func write(_ name: String, _ bytes: [UInt8]) throws {
        let parts = name.split(separator: "/")
        if parts.count > 1 { try folder.folder(String(parts[0])) }
        _ = try folder.write(name, bytes)
    }

    /// A server of the pages.
    func server(
        showing name: String = "hub",
        chain: [String] = [],
        options: [String] = []
    ) throws -> TLSServer {
        let answers = TLSServer.Answers.files(in: folder)
        return try TLSServer(certificates, showing: name, chain: chain, answers, options: options)
    }

    func wire(
        _ base: String,
        trust: WireTrust,
        limits: WireLimits = WireLimits(),
        proxy: WireProxy? = nil,
        uploadRate: Int? = nil
    ) -> CurlWire {
        CurlWire(
            base: base,
            trust: trust,
            userAgent: "test/1",
            limits: limits,
            proxy: proxy,
            uploadRate: { uploadRate }
        )
    }

    /// A wire that trusts the authority `ca`.
    func wire(_ base: String, limits: WireLimits = WireLimits()) throws -> CurlWire {
        let trust = WireTrust(caPEM: try certificates.text("ca", "pem"))
        return wire(base, trust: trust, limits: limits)
    }

    func get(
        _ path: String,
        timeout: Duration = .seconds(20),
        responseMax: Int = 1000
    ) -> HTTPRequest {
        HTTPRequest(path: path, timeout: timeout, responseMax: responseMax)
    }

    /// The error of a request that must fail.
    func failure(_ wire: CurlWire, _ request: HTTPRequest) async -> WireError? {
        do throws(WireError) {
            let response = try await wire.send(request)
            Issue.record("answered \(response.status)")
            return nil
        } catch {
            return error
        }
    }
}

extension WireError {
    /// The case alone: the details are the words of libcurl, which differ between versions.
    enum Kind {
        case unreachable, proxyPassword, proxyRefused, untrusted, pinMismatch, identityRefused,
            timedOut, stalled, tooLarge,
            broken
        case cancelled
    }

    var kind: Kind {
        switch self {
        case .unreachable: .unreachable
        case .proxyPassword: .proxyPassword
        case .proxyRefused: .proxyRefused
        case .untrusted: .untrusted
        case .pinMismatch: .pinMismatch
        case .identityRefused: .identityRefused
        case .timedOut: .timedOut
        case .stalled: .stalled
        case .tooLarge: .tooLarge
        case .broken: .broken
        case .cancelled: .cancelled
        }
    }
}
