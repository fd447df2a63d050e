import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// A connection with its guards around what serves it.
struct GuardedChannel<Base: ServerChildChannel>: ServerChildChannel {
    typealias Value = Base.Value

    let base: Base
    let limits: HubLimits
    let register: ConnectionRegister
    let metrics: HubMetrics

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let outer = ConnectionGuard(limits, register)
            try channel.pipeline.syncOperations.addHandler(outer)
        }.flatMap {
            base.setup(channel: channel, logger: logger)
        }.flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            let outer = try pipeline.handler(type: ConnectionGuard.self)
            try pipeline.addHandler(RequestGuard(outer, metrics), position: .after(decoder))
            return value
        }
    }

    func handle(value: Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}

extension ServerChildChannel {
    /// The same with guards.
    func guarded(
        _ limits: HubLimits,
        _ register: ConnectionRegister,
        _ metrics: HubMetrics
    ) -> any ServerChildChannel {
        GuardedChannel(base: self, limits: limits, register: register, metrics: metrics)
    }
}
