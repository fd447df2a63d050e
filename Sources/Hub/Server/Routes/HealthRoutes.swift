import Hummingbird
import Logging
import SyncCore

/// `GET /-/healthy` and `GET /-/ready`, for whoever watches over the server.
enum HealthRoutes {
    static func routes(_ surroundings: Surroundings) -> [Route] {
        [
            .anyone(.get, "/-/healthy") { _ in .json(["status": "healthy"]) },
            .anyone(.get, "/-/ready") { _ in
                do { _ = try await surroundings.store.head() } catch {
                    surroundings.logger.error("store is not ready", metadata: ["error": "\(error)"])
                    return .json(["status": "not ready"], status: .serviceUnavailable)
                }
                return .json(["status": "ready"])
            },
        ]
    }
}
