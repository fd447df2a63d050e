import Compression

/// Takes what libcurl receives for one request, and counts it: libcurl's own limit does not hold for
/// answers of unannounced length. What counts of a compressed answer is what it comes to. Confined to the
/// wire's thread.
final class ResponseSink {
    private let bodyMax: Int
    private var headers: [String: String] = [:]
    private var headerBytes = 0
    private var body: [UInt8] = []
    private var inflation: Inflation?
    private var coding = Coding.unknown
    /// Whether what came is compressed in a way that was not asked for, or is no whole body.
    private(set) var isDamaged = false
    /// Whether the answer was given up because it is too large.
    private(set) var isTooLarge = false

    /// All header lines of an answer together.
    private static let headerMax = 64 * 1024

    init(bodyMax: Int) {
        self.bodyMax = bodyMax
    }

    /// How the body comes, which is known once its first byte is there.
    private enum Coding {
        case unknown, plain, zstd
    }

    /// The answer, once it is over; `nil` where it is none, and then `isDamaged`.
    func response(status: Int) -> HTTPResponse? {
        do throws(Inflation.Fault) {
            let whole = try inflation?.finish() ?? body
            return HTTPResponse(status: status, headers: headers, body: whole)
        } catch {
            isDamaged = true
            return nil
        }
    }

    /// How a proxy that has refused us would have us say who we are; `nil` where it does not say. The
    /// headers of a proxy go with the hub's first line.
    var offeredAuthentication: String? {
        let words = headers["proxy-authenticate"]?.split { $0 == " " || $0 == "," } ?? []
        let known = ["basic", "digest", "ntlm", "negotiate", "kerberos", "bearer"]
        let offered = words.map { $0.lowercased() }.filter(known.contains)
        return offered.isEmpty ? nil : offered.joined(separator: " ")
    }

    /// Takes a piece of the body; 0 tells libcurl to give up.
    func takeBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        if coding == .unknown { begin() }
        if coding == .zstd { return inflate(bytes) }
        guard !isDamaged, bytes.count <= bodyMax - body.count else {
            isTooLarge = !isDamaged
            return 0
        }
        body.append(contentsOf: bytes)
        return bytes.count
    }

    private func begin() {
        switch headers["content-encoding"]?.lowercased() {
        case Zstd.name:
            coding = .zstd
            inflation = Inflation(bytesMax: bodyMax)
        case nil, "identity": coding = .plain
        default:
            coding = .plain
            isDamaged = true
        }
    }

    private func inflate(_ bytes: UnsafeRawBufferPointer) -> Int {
        do throws(Inflation.Fault) {
            guard let inflation else { throw .damaged }
            try inflation.add(bytes)
            return bytes.count
        } catch {
            isTooLarge = error == .tooLarge
            isDamaged = error == .damaged
            return 0
        }
    }

    /// Takes one header line with its line break; 0 tells libcurl to give up.
    func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
        headerBytes += bytes.count
        guard headerBytes <= Self.headerMax else {
            isTooLarge = true
            return 0
        }
        let line = bytes.prefix { $0 != 10 && $0 != 13 }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
            // A status line. A proxy, or an interim answer, may have come before with its own headers.
            if line.starts(with: "HTTP/".utf8) { headers = [:] }
            return bytes.count
        }
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        let value = Self.trimmed(line[line.index(after: colon)...])
        headers[name] = headers[name].map { $0 + ", " + value } ?? value
        return bytes.count
    }

    private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        let isSpace: (UInt8) -> Bool = { $0 == 32 || $0 == 9 }
        let start = bytes.drop(while: isSpace)
        let end = start.lastIndex { !isSpace($0) }.map { start.index(after: $0) }
        return String(decoding: start[..<(end ?? start.startIndex)], as: UTF8.self)
    }
}
