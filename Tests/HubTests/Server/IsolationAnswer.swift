import Foundation
import Hub
import SyncCore
import TestSupport

/// An answer with all that has come.
struct IsolationAnswer: CustomStringConvertible {
    /// 0 where none came.
    let status: Int
    let headers: String
    let body: String

    var everything: String { headers + body }
    var code: String? { (try? JSONParser.parse(Array(body.utf8)))?["code"]?.string }
    var description: String { "\(status) \(body.prefix(300))" }

    /// All but the moment at which it was given.
    var withoutTime: String {
        // The answer to a HEAD has its headers in the place of the body as well.
        func undated(_ text: String) -> String {
            text.split(whereSeparator: \.isNewline)
                .filter { !$0.lowercased().hasPrefix("date:") }.joined(separator: "\n")
        }
        return undated(headers) + "\n\n"
            + undated(body).replacing(/"time":[0-9]+/, with: "").replacing(
                /"signature":"[0-9a-f]+"/,
                with: ""
            )
    }
}

extension RunningHub {
    /// Makes all requests of a caller with one process, since there are hundreds.
    func answers(
        to probes: [IsolationProbe],
        as caller: IsolationCaller,
        in town: IsolationTown
    ) async throws -> [IsolationAnswer] {
        let files = try TemporaryFolder()
        let base =
            caller == .plain
            ? "http://\(listening.insecure?.description ?? "")" : "https://\(listening.secure)"
        var common = ["silent", "max-time = 300", "cacert = \"\(home.path)/ca.pem\""]
        if let site = town.sites[caller] {
            let arguments = try site.arguments(in: self)
            common += ["cert = \"\(arguments[1])\"", "key = \"\(arguments[3])\""]
        }
        let requests = try probes.enumerated().map { number, probe in
            var lines = common
            lines.append("url = \"\(base)\(probe.path)\"")
            lines.append(probe.method == "HEAD" ? "head" : "request = \(probe.method)")
            lines += ["header = \"Expect:\"", "output = \"\(files.file("body-\(number)"))\""]
            lines += ["dump-header = \"\(files.file("head-\(number)"))\""]
            lines.append(#"write-out = "%{http_code}\n""#)
            if let body = probe.body {
                lines.append("data-binary = \"@\(try files.write("sent-\(number)", body))\"")
            }
            return lines.joined(separator: "\n")
        }
        let script = try files.write("script", Array(requests.joined(separator: "\nnext\n").utf8))
        let outcome = try await Self.runCurl(["--config", script])
        let statuses = outcome.lines.compactMap { Int($0) }
        return probes.indices.map { number in
            IsolationAnswer(
                status: number < statuses.count ? statuses[number] : -1,
                headers: (try? text(files.file("head-\(number)"))) ?? "",
                body: (try? text(files.file("body-\(number)"))) ?? ""
            )
        }
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }
}
