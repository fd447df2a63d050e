import Compression
import Signing
import SyncCore

/// A push as it goes over the wire, and what its receipts have to be for.
struct LoadRequest: Sendable {
    /// Head and body, compressed as agents do.
    let bytes: [UInt8]
    private let batch: PushBatch

    init(_ batch: PushBatch) {
        let plain = batch.encoded
        let packed = Zstd.compressed(plain)
        let body = packed ?? plain
        let coding = packed == nil ? "" : "Content-Encoding: zstd\r\n"
        let head = """
            POST /v1/ops?receipts=tree HTTP/1.1\r
            Host: hub\r
            Content-Type: application/json\r
            \(coding)Accept-Encoding: zstd\r
            Content-Length: \(body.count)\r
            \r

            """
        bytes = Array(head.utf8) + body
        self.batch = batch
    }

    var count: Int { batch.ops.count }

    /// The numbers of the log that an answer gives to the ops, each with a genuine receipt; throws what is wrong.
    func places(in answer: LoadAnswer, by keys: HubKeys) throws -> [Int64] {
        guard answer.status == 200 else { throw BenchmarkError("status \(answer.status)") }
        let json = try JSONParser.parse(answer.plainBody)
        guard let pushed = PushAnswer(short: json, to: batch) else {
            throw BenchmarkError("no answer to the batch")
        }
        var check = ReceiptCheck(keys: keys)
        return try pushed.outcomes.map { outcome in
            guard case .received(let receipt, _) = outcome else {
                throw BenchmarkError("no receipt: \(outcome)")
            }
            try check.check(receipt)
            return receipt.statement.seq
        }
    }
}

/// What came back, once it is whole.
struct LoadAnswer: Sendable {
    let status: Int
    private let isCompressed: Bool
    private let body: [UInt8]

    /// Takes one answer from the beginning of what has come; `nil` while it is not whole.
    init?(from received: inout [UInt8]) throws {
        guard let end = received.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: received[..<end.lowerBound], as: UTF8.self).lowercased()
        let lines = head.split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        let length = lines.first { $0.hasPrefix("content-length:") }?.split(separator: " ").last
        guard words.count > 1, let status = Int(words[1]), let count = length.flatMap({ Int($0) })
        else { throw BenchmarkError("no answer of HTTP: \(head)") }
        guard received.count >= end.upperBound + count else { return nil }
        self.status = status
        isCompressed = lines.contains { $0.hasPrefix("content-encoding:") && $0.hasSuffix("zstd") }
        body = Array(received[end.upperBound..<end.upperBound + count])
        received.removeFirst(end.upperBound + count)
    }

    /// The body as it was before it was compressed.
    var plainBody: [UInt8] {
        get throws {
            guard isCompressed else { return body }
            guard let inflation = Inflation(bytesMax: 64 << 20) else {
                throw BenchmarkError("out of memory")
            }
            try body.withUnsafeBytes { try inflation.add($0) }
            return try inflation.finish()
        }
    }
}
