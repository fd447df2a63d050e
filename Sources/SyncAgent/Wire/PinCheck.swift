import CCurl
import CPin

/// The pin that a handshake must meet, and what it met instead. Confined to the wire's thread.
final class PinCheck {
    private let expected: String
    private let check: OpaquePointer

    init(_ pin: String) {
        guard let check = cpin_check_create(pin.lowercased()) else {
            preconditionFailure("no memory for a pin")
        }
        expected = pin
        self.check = check
    }

    deinit {
        cpin_check_destroy(check)
    }

    /// The error, when the last handshake failed for the pin.
    var mismatch: WireError? {
        guard cpin_check_missed(check) else { return nil }
        return .pinMismatch(
            expected: expected,
            seen: String(cString: cpin_check_seen(check)),
            issuer: String(cString: cpin_check_issuer(check))
        )
    }

    /// Asks for the pin in every handshake of a request. The check must live as long as the request:
    /// TLS 1.3 does not verify a server again after the handshake.
    func install(in curl: CurlHandle) throws(WireError) {
        try curl.setTLSHook(context: UnsafeMutableRawPointer(check)) { _, tls, context in
            cpin_check_install(context.map { OpaquePointer($0) }, tls)
            return CURLE_OK
        }
    }
}
