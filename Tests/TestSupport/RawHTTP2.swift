/// A frame of HTTP/2 (RFC 9113), written and read by hand: a test says what no library would, and sees what none shows.
package struct RawFrame: Hashable, Sendable {
    package enum Kind: UInt8, Sendable {
        case data, headers, priority, reset, settings, pushPromise, ping, goAway, windowUpdate
        case continuation
    }

    package var kind: Kind
    package var flags: UInt8 = 0
    package var stream: UInt32 = 0
    package var payload: [UInt8] = []

    package init(
        _ kind: Kind,
        flags: UInt8 = 0,
        stream: UInt32 = 0,
        _ payload: [UInt8] = []
    ) {
        self.kind = kind
        self.flags = flags
        self.stream = stream
        self.payload = payload
    }

    /// The last frame of its stream; of a ping or of settings, that they have come.
    package static let end: UInt8 = 1
    package static let ack: UInt8 = 1
    /// The last frame of a block of headers.
    package static let endHeaders: UInt8 = 4

    /// With which a client begins.
    package static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    package var isEnd: Bool { [.data, .headers].contains(kind) && flags & Self.end != 0 }

    /// Why a stream or a connection ends, as its frame says.
    package var errorCode: UInt32 {
        payload.dropFirst(kind == .goAway ? 4 : 0).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    // MARK: Bytes

    package var bytes: [UInt8] {
        let length = UInt32(payload.count)
        let head = [UInt8(length >> 16 & 0xFF), UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF)]
        return head + [kind.rawValue, flags] + Self.four(stream) + payload
    }

    /// Takes the first frame off; `nil` where it has not come whole.
    package static func take(from bytes: inout [UInt8]) -> RawFrame? {
        guard bytes.count >= 9 else { return nil }
        let length = bytes[..<3].reduce(0) { $0 << 8 | Int($1) }
        guard bytes.count >= 9 + length, let kind = Kind(rawValue: bytes[3]) else { return nil }
        defer { bytes.removeFirst(9 + length) }
        return RawFrame(
            kind,
            flags: bytes[4],
            stream: bytes[5..<9].reduce(0) { $0 << 8 | UInt32($1) },
            Array(bytes[9..<(9 + length)])
        )
    }

    package static func four(_ value: UInt32) -> [UInt8] {
        stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    // MARK: Heads

    /// Fields as a block of headers (HPACK), each with its name, so that nobody has to remember any.
    package static func block(_ fields: [(name: String, value: String)]) -> [UInt8] {
        fields.flatMap { [0] + text($0.name) + text($0.value) }
    }

    private static func text(_ text: String) -> [UInt8] {
        var rest = text.utf8.count
        guard rest >= 127 else { return [UInt8(rest)] + Array(text.utf8) }
        var length: [UInt8] = [127]
        rest -= 127
        while rest >= 128 {
            length.append(UInt8(rest & 127) | 128)
            rest >>= 7
        }
        return length + [UInt8(rest)] + Array(text.utf8)
    }

    /// The head of a request.
    package static func request(
        _ method: String = "GET",
        _ path: String,
        stream: UInt32,
        isEnd: Bool = true,
        fields: [(name: String, value: String)] = []
    ) -> RawFrame {
        let pseudo = [
            (":method", method), (":scheme", "https"), (":authority", "hub"), (":path", path),
        ]
        let flags = endHeaders | (isEnd ? end : 0)
        return RawFrame(.headers, flags: flags, stream: stream, block(pseudo + fields))
    }

    /// The head of an answer.
    package static func answer(
        _ status: Int,
        stream: UInt32,
        isEnd: Bool = false,
        fields: [(name: String, value: String)] = []
    ) -> RawFrame {
        let flags = endHeaders | (isEnd ? end : 0)
        let block = block([(":status", "\(status)")] + fields)
        return RawFrame(.headers, flags: flags, stream: stream, block)
    }
}
