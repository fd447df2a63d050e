import Hub
import SyncCore
import Testing

/// What the hub says of its calls, held against what it does.
struct OpenAPIDocument {
    let json: JSONValue
    private let check: SchemaCheck

    static let served = OpenAPIDocument()

    private init() {
        json = (try? JSONParser.parse(OpenAPIRoute.document)) ?? .null
        check = SchemaCheck(document: json)
    }

    /// What the document has on a call; `nil` where it has none.
    func operation(_ method: String, at path: String) -> JSONValue? {
        guard case .object(let paths)? = json["paths"] else { return nil }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return paths.first { template in
            let names = template.name.split(separator: "/", omittingEmptySubsequences: false)
            return names.count == parts.count
                && zip(names, parts).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
        }?.value[method.lowercased()]
    }

    /// Where an exchange differs from the document; `nil` where it does not, where it has nothing on the call, or
    /// where no answer came. Only a request that was taken is held against it.
    func fault(_ method: String, _ target: String, _ body: [UInt8]?, _ reply: Reply) -> String? {
        let halves = target.split(separator: "?", maxSplits: 1)
        guard let operation = operation(method, at: String(halves.first ?? "")), reply.status > 0
        else { return nil }
        if let fault = answerFault(method, reply, operation) {
            return "answer \(reply.status): \(fault)"
        }
        guard reply.status < 300 else { return nil }
        let query = halves.count > 1 ? String(halves[1]) : ""
        return queryFault(query, operation) ?? bodyFault(body, operation)
    }

    private func answerFault(
        _ method: String,
        _ reply: Reply,
        _ operation: JSONValue
    ) -> String? {
        guard var answer = operation["responses"]?["\(reply.status)"] else {
            return "the status is not in the document"
        }
        if let name = answer["$ref"]?.string?.split(separator: "/").last {
            answer = json["components"]?["responses"]?[String(name)] ?? .null
        }
        // The header of an answer to HEAD speaks of a body that does not come.
        guard method != "HEAD" else { return nil }
        guard let content = answer["content"] else {
            return reply.body.isEmpty ? nil : "a body that is not in the document"
        }
        guard let schema = content[reply.mediaType]?["schema"] else {
            return "\(reply.mediaType) is not in the document"
        }
        // Bytes are bytes.
        guard reply.mediaType != "application/octet-stream" else { return nil }
        let isLines = reply.mediaType == "application/x-ndjson"
        let texts = isLines ? reply.body.split(separator: "\n") : [Substring(reply.body)]
        return texts.lazy.compactMap { text in
            (try? JSONParser.parse(Array(text.utf8))).map { check.fault(of: $0, by: schema) }
                ?? "no JSON"
        }.first
    }

    private func queryFault(_ query: String, _ operation: JSONValue) -> String? {
        let parameters = (operation["parameters"]?.elements ?? []).filter { $0["in"] == "query" }
        let given = query.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1) }
        for pair in given {
            let name = String(pair.first ?? "")
            let text = pair.count > 1 ? String(pair[1]) : ""
            // The hub does not look at others.
            guard let schema = parameters.first(where: { $0["name"]?.string == name })?["schema"]
            else { continue }
            let value = schema["type"] == "integer" ? Int64(text).map(JSONValue.integer) : nil
            if let fault = check.fault(of: value ?? .string(text), by: schema, at: name) {
                return fault
            }
        }
        let missing = parameters.first { parameter in
            parameter["required"] == true
                && !given.contains { String($0.first ?? "") == parameter["name"]?.string }
        }
        return missing.map { "lacks \($0["name"]?.string ?? "")" }
    }

    private func bodyFault(_ body: [UInt8]?, _ operation: JSONValue) -> String? {
        guard let schema = operation["requestBody"]?["content"]?["application/json"]?["schema"]
        else { return nil }
        guard let body, let value = try? JSONParser.parse(body) else { return "no JSON was sent" }
        return check.fault(of: value, by: schema, at: "request")
    }
}
