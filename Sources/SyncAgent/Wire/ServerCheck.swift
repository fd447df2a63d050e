import CCurl
import CPin
import Signing

/// What a handshake must show, and what it showed instead. Confined to the wire's thread.
final class ServerCheck {
    private let trust: WireTrust
    private let check: OpaquePointer

    /// Holds the server against the known authority, or where there is none against the pin.
    init(_ trust: WireTrust) {
        let pin = trust.caPEM == nil ? trust.pin?.lowercased() : nil
        guard let check = cpin_check_create(pin) else {
            preconditionFailure("no memory for a pin")
        }
        if trust.ignoresValidity { cpin_check_ignore_time(check) }
        self.trust = trust
        self.check = check
    }

    deinit {
        cpin_check_destroy(check)
    }

    /// The error, when the last handshake showed another authority.
    var mismatch: WireError? {
        guard cpin_check_missed(check) else { return nil }
        let seen = String(cString: cpin_check_seen(check))
        let issuer = String(cString: cpin_check_issuer(check))
        // Only now: to read a certificate takes longer than the rest of a request.
        let expected = trust.expectedPin
        // The right authority may stand beside what it has not signed.
        guard seen != expected else { return nil }
        return .pinMismatch(expected: expected, seen: seen, issuer: issuer)
    }

    /// Looks at every handshake of a request. The check must live as long as the request: TLS 1.3 does
    /// not verify a server again after the handshake.
    func install(in curl: CurlHandle) throws(WireError) {
        try curl.setTLSHook(context: UnsafeMutableRawPointer(check)) { _, tls, context in
            cpin_check_install(context.map { OpaquePointer($0) }, tls)
            return CURLE_OK
        }
    }
}

extension WireTrust {
    /// The pin that the server's authority should have; empty where any of the system's will do.
    var expectedPin: String {
        guard let caPEM else { return pin ?? "" }
        return (try? Certificate(pem: caPEM))?.publicKeyPin ?? ""
    }
}
