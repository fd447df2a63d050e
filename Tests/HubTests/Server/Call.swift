import Foundation
import Hub
import SyncCore
import TestSupport
import Testing

/// What curl has brought back.
struct Reply: Sendable, CustomStringConvertible {
    /// 0 where no answer came.
    let status: Int
    let mediaType: String
    let body: String
    /// The exit status of curl.
    let exit: Int32

    var json: JSONValue { (try? JSONParser.parse(Array(body.utf8))) ?? .null }
    var code: String? { json["code"]?.string }
    var description: String { "\(status) \(mediaType) curl \(exit): \(body.prefix(300))" }
}

extension RunningHub {
    /// One request over TLS, with the certificate of a site or none. An answer that `openapi.json` does not
    /// describe is an issue.
    func call(
        _ method: String,
        _ path: String,
        as site: MemberSite? = nil,
        body: [UInt8]? = nil,
        options: [String] = [],
        base: String? = nil
    ) async throws -> Reply {
        var arguments = ["-sS", "--max-time", "300", "--cacert", home.path + "/ca.pem"]
        arguments += try site?.arguments(in: self) ?? []
        arguments += ["-X", method, "-w", "\n%{http_code} %{content_type}", "-H", "Expect:"]
        arguments.append(version.rawValue)
        if let body {
            let name = "body-\(UInt64.random(in: 0...UInt64.max))"
            arguments += ["--data-binary", "@" + (try folder.write(name, body))]
        }
        arguments += options + [(base ?? "https://\(listening.secure)") + path]
        let reply = try await curl(arguments)
        // What is compressed, more than one answer, and an answer with its head are compared by their own tests.
        let isPlain = !options.contains {
            $0.contains("zstd") || $0.hasPrefix("https:") || ["-i", "--include"].contains($0)
        }
        if isPlain, let fault = OpenAPIDocument.served.fault(method, path, body, reply) {
            Issue.record("\(method) \(path) differs from openapi.json: \(fault)")
        }
        return reply
    }

    private func curl(_ arguments: [String]) async throws -> Reply {
        let outcome = try await Self.runCurl(arguments)
        let cut = outcome.output.lastIndex(of: "\n") ?? outcome.output.startIndex
        let words = outcome.output[cut...].dropFirst().split(separator: " ", maxSplits: 1)
        return Reply(
            status: words.first.flatMap { Int($0) } ?? 0,
            mediaType: words.count > 1 ? String(words[1]) : "",
            body: String(outcome.output[..<cut]),
            exit: outcome.status
        )
    }

    /// Runs curl to its end.
    static func runCurl(_ arguments: [String]) async throws -> Program.Outcome {
        // Waiting for a program blocks a thread, of which tasks and queues have few.
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result { try Program(path: "/usr/bin/curl").run(arguments) }
                )
            }
        }
    }
}
