import Hummingbird
import Signing
import SyncCore

/// `GET /v1/time?nonce=…`: the hub's clock, signed for this one asker.
enum TimeRoute {
    private static let nonceMax = 64

    static func route(_ surroundings: Surroundings) -> Route {
        .sites(.get, "/v1/time") { request, _ in
            guard let nonce = request.uri.queryParameters["nonce"],
                (1...nonceMax).contains(nonce.utf8.count)
            else { throw Problem.badParameter("nonce", "1 to \(nonceMax) bytes") }
            let hub = surroundings.home.hub
            let time = surroundings.clock()
            let key = surroundings.home.receiptKey
            let bytes = HubTime.signedBytes(hub: hub, time: time, nonce: String(nonce))
            return .json([
                "hub": .string(hub.description),
                "time": .integer(time.milliseconds),
                "keyID": .string(key.keyID),
                "signature": .string(key.sign(bytes).hex),
            ])
        }
    }
}
