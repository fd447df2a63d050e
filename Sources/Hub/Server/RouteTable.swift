import Hummingbird
import Signing
import SyncCore

/// One call of the interface.
struct Route: Sendable {
    let method: HTTPRequest.Method
    let path: String
    let access: Access

    /// Who may call, and what answers.
    enum Access: Sendable {
        case anyone(@Sendable (Request) async throws -> Response)
        /// Anyone, by a call that has to know from which address, where the connection has one.
        case addressed(@Sendable (Request, String?) async throws -> Response)
        case sites(@Sendable (Request, HubSite) async throws -> Response)
        /// Sites, by a call that has to know which certificate was shown.
        case certified(@Sendable (Request, HubSite, Certificate) async throws -> Response)

        var isForSites: Bool {
            switch self {
            case .anyone, .addressed: false
            case .sites, .certified: true
            }
        }
    }

    static func anyone(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ answer: @escaping @Sendable (Request) async throws -> Response
    ) -> Route {
        Route(method: method, path: path, access: .anyone(answer))
    }

    static func addressed(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ answer: @escaping @Sendable (Request, String?) async throws -> Response
    ) -> Route {
        Route(method: method, path: path, access: .addressed(answer))
    }

    static func sites(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ answer: @escaping @Sendable (Request, HubSite) async throws -> Response
    ) -> Route {
        Route(method: method, path: path, access: .sites(answer))
    }

    static func certified(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ answer: @escaping @Sendable (Request, HubSite, Certificate) async throws -> Response
    ) -> Route {
        Route(method: method, path: path, access: .certified(answer))
    }
}

/// The calls by path.
struct RouteTable: Sendable {
    private let byPath: [String: [Route]]

    init(_ routes: [Route]) {
        byPath = Dictionary(grouping: routes, by: \.path)
    }

    /// What stands under a path, whatever the method. The last part of a route's path may be `{id}`, for any.
    func routes(at path: String) -> [Route] {
        if let routes = byPath[path] { return routes }
        guard let slash = path.lastIndex(of: "/"), path.index(after: slash) < path.endIndex
        else { return [] }
        return byPath[path[...slash] + "{id}"] ?? []
    }

    /// The call of a request, as the interface writes it; `nil` where there is none.
    func call(of request: Request) -> String? {
        let route = routes(at: request.uri.path).first { $0.method == request.method }
        return route.map { "\($0.method.rawValue) \($0.path)" }
    }

    /// Every call.
    var all: [Route] { byPath.values.flatMap(\.self) }
}
