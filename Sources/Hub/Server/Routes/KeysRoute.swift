import Hummingbird
import SyncCore

/// `GET /v1/keys`: every key by which the hub has signed, each introduced by the one before.
enum KeysRoute {
    static func route(_ surroundings: Surroundings) -> Route {
        .sites(.get, "/v1/keys") { _, _ in .json(surroundings.home.keyring.keys.json) }
    }
}
