import Hummingbird
import SyncCore

/// One call of the interface.
struct Route: Sendable {
    let method: HTTPRequest.Method
    let path: String
    let access: Access

    /// Who may call, and what answers.
    enum Access: Sendable {
        case anyone(@Sendable (Request) async throws -> Response)
        case sites(@Sendable (Request, HubSite) async throws -> Response)
    }

    static func anyone(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ answer: @escaping @Sendable (Request) async throws -> Response
    ) -> Route {
        Route(method: method, path: path, access: .anyone(answer))
    }

    static func sites(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ answer: @escaping @Sendable (Request, HubSite) async throws -> Response
    ) -> Route {
        Route(method: method, path: path, access: .sites(answer))
    }
}

/// The calls by path.
struct RouteTable: Sendable {
    private let byPath: [String: [Route]]

    init(_ routes: [Route]) {
        byPath = Dictionary(grouping: routes, by: \.path)
    }

    /// What stands under a path, whatever the method.
    func routes(at path: String) -> [Route] { byPath[path] ?? [] }
}
