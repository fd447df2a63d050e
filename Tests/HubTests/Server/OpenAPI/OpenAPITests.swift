import Hub
import SyncCore
import Testing

/// The document of the calls is whole, and a check by it finds what differs. That the server keeps to it is seen
/// in every test that calls it: `RunningHub.call` holds each answer against it.
struct OpenAPITests {
    private let document = OpenAPIDocument.served

    @Test func `every call of the server is in the document, and no other`() async throws {
        guard case .object(let paths)? = document.json["paths"] else {
            Issue.record("no paths")
            return
        }
        let described = paths.flatMap { path -> [String] in
            guard case .object(let methods) = path.value else { return [] }
            return methods.map { "\($0.name.uppercased()) \(path.name)" }
        }
        try await RunningHub.run { hub in
            #expect(Set(described) == Set(hub.calls))
        }
    }

    @Test func `it is served to everybody`() async throws {
        try await RunningHub.run { hub in
            let reply = try await hub.call("GET", "/openapi.json")
            #expect(reply.status == 200)
            #expect(Array(reply.body.utf8) == OpenAPIRoute.document)
        }
    }

    /// A value, a schema, and whether it fits.
    private static let cases: [(JSONValue, JSONValue, Bool)] = [
        (1, ["type": "integer"], true),
        ("1", ["type": "integer"], false),
        (nil, ["type": ["string", "null"]], true),
        (0, ["minimum": 1], false),
        (1, ["minimum": 1, "maximum": 1], true),
        ("ab", ["pattern": "^[0-9a-f]{2}$"], true),
        ("abc", ["pattern": "^[0-9a-f]{2}$"], false),
        ("", ["minLength": 1], false),
        ("计量", ["maxLength": 2], true),
        ("a", ["enum": ["a", "b"]], true),
        ("c", ["enum": ["a", "b"]], false),
        (2, ["const": 1], false),
        ([1, "x"], ["items": ["type": "integer"]], false),
        ([1, 2], ["maxItems": 1], false),
        (["a": 1], ["required": ["b"]], false),
        (["a": 1], ["properties": ["a": ["type": "string"]]], false),
        (["b": 1], ["properties": ["a": ["type": "string"]]], true),
        (["b": 1], ["properties": ["a": ["type": "null"]], "additionalProperties": false], false),
        (["b": 1], ["additionalProperties": ["type": "string"]], false),
        (1, ["oneOf": [["type": "integer"], ["type": "null"]]], true),
        (1, ["oneOf": [["type": "integer"], ["minimum": 0]]], false),
        ("019ab0", ["$ref": "#/components/schemas/RecordID"], false),
        (1, ["exclusiveMinimum": 0], false),
    ]

    @Test(arguments: cases) func `a value fits a schema or not`(
        _ value: JSONValue,
        _ schema: JSONValue,
        _ fits: Bool
    ) {
        #expect((SchemaCheck(document: document.json).fault(of: value, by: schema) == nil) == fits)
    }

    @Test func `an answer that is not in the document is noticed`() {
        let problem: JSONValue = [
            "type": "x", "title": "x", "status": 409, "code": "x", "detail": nil,
        ]
        func fault(_ status: Int, _ mediaType: String, _ body: JSONValue) -> String? {
            let reply = Reply(
                status: status,
                mediaType: mediaType,
                body: body.canonicalText,
                exit: 0
            )
            return document.fault("GET", "/v1/time?nonce=1", nil, reply)
        }
        #expect(fault(403, "application/problem+json", problem) == nil)
        #expect(fault(409, "application/problem+json", problem) != nil)
        #expect(fault(403, "text/html", problem) != nil)
        #expect(fault(200, "application/json", problem) != nil)
    }
}
