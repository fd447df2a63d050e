import Hummingbird

/// `GET /openapi.json`: what every call takes and gives, for programs that are not ours. Written by hand; the
/// tests hold every answer of the server against it.
package enum OpenAPIRoute {
    /// The document, as it is served.
    package static var document: [UInt8] { PackageResources.openapi_json }

    static let route = Route.anyone(.get, "/openapi.json") { _ in
        .bytes(document, mediaType: "application/json")
    }
}
