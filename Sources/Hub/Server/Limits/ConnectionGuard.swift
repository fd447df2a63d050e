import NIOCore

/// Watches the bytes of one connection: enters it in the register, and ends it when its client does not keep up.
///
/// It stands before TLS, so that a client which never finishes its handshake is seen as well.
final class ConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let limits: HubLimits
    private let register: ConnectionRegister
    private var look: Scheduled<Void>?
    var pace: ConnectionPace
    /// Requests that were taken back, or were one too many, on a connection that carries several.
    private var resets = (count: 0, since: ContinuousClock.now)
    /// Whether there was no place for it: each request is told to come back later.
    private(set) var isTurnedAway = false

    init(_ limits: HubLimits, _ register: ConnectionRegister) {
        self.limits = limits
        self.register = register
        pace = ConnectionPace(limits, at: .now)
    }

    func channelActive(context: ChannelHandlerContext) {
        pace = ConnectionPace(limits, at: .now)
        // From here, below TLS: a client that hangs would be waited for to say farewell.
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        let loop = context.eventLoop
        let admission = register.open(
            ObjectIdentifier(context.channel),
            from: PeerAddress.key(of: context.channel.remoteAddress),
            close: { loop.execute { bound.value.close(promise: nil) } }
        )
        guard admission != .closed else {
            context.close(promise: nil)
            return
        }
        isTurnedAway = admission == .turnedAway
        watch(context)
        context.fireChannelActive()
    }

    private func watch(_ context: ChannelHandlerContext) {
        look = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limits.lookEvery)) {
            if self.pace.isLate(at: .now) {
                context.close(promise: nil)
            } else {
                self.watch(context)
            }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        look?.cancel()
        look = nil
        register.closed(ObjectIdentifier(context.channel))
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        pace.received(unwrapInboundIn(data).readableBytes, at: .now)
        context.fireChannelRead(data)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // During a handshake nobody else hears it.
        if event is ChannelShouldQuiesceEvent { pace.ends(at: .now) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        // Asked only now that it is known what the bytes were: TLS keeps what it has read until the end of a round, in
        // which a large body may come together with its head.
        if pace.isHeadTooLong { context.fireUserInboundEventTriggered(HeadTooLong()) }
    }

    /// Notes a request that was taken back before it was answered, or was one too many; `true` where there have been
    /// more of them than good clients have.
    func isResetOnceTooOften(at now: ContinuousClock.Instant) -> Bool {
        if now - resets.since > HubLimits.resetsWindow { resets = (0, now) }
        resets.count += 1
        return resets.count > limits.resets
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let bytes = unwrapOutboundIn(data).readableBytes
        let promise = promise ?? context.eventLoop.makePromise()
        pace.sending(bytes, at: .now)
        promise.futureResult.assumeIsolated().whenComplete { _ in self.pace.taken(bytes) }
        context.write(data, promise: promise)
    }

    func triggerUserOutboundEvent(
        context: ChannelHandlerContext,
        event: Any,
        promise: EventLoopPromise<Void>?
    ) {
        guard event is SiteSpeaks else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        pace.isOfSite = true
        promise?.succeed()
    }
}

/// Told to what answers requests when more has come than any head has.
struct HeadTooLong: Sendable {}

/// Told to a connection when a site has shown its certificate there.
struct SiteSpeaks: Sendable {}
