import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP2
import NIOHTTPTypesHTTP1
import NIOHTTPTypesHTTP2
import NIOSSL

/// A connection with its guards around what serves it: HTTP/1.1, or with TLS HTTP/2 where the client knows it (ALPN).
struct HubChannel: ServerChildChannel {
    typealias Streams = NIOHTTP2Handler.AsyncStreamMultiplexer<HTTP1Channel.Value>
    typealias Version = NIONegotiatedHTTPVersion<HTTP1Channel.Value, Streams>

    struct Value: ServerChildChannelValue {
        fileprivate let version: EventLoopFuture<Version>
        let channel: any Channel
    }

    let http1: HTTP1Channel
    /// `nil` for a connection without.
    let tls: NIOSSLContext?
    let limits: HubLimits
    let register: ConnectionRegister
    let metrics: HubMetrics

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(ConnectionGuard(limits, register))
            if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
        }.flatMap {
            guard tls != nil else {
                return http1(channel, logger).map { connection in
                    channel.eventLoop.makeSucceededFuture(.http1_1(connection))
                }
            }
            return channel.configureHTTP2AsyncSecureUpgrade {
                http1($0, logger)
            } http2ConnectionInitializer: {
                http2($0)
            }
        }.map { Value(version: $0, channel: channel) }
    }

    func handle(value: Value, logger: Logger) async {
        switch try? await value.version.get() {
        case .http1_1(let connection): await http1.handle(value: connection, logger: logger)
        case .http2(let streams): await handle(streams, logger)
        case nil: break
        }
    }

    // MARK: HTTP/1.1

    private func http1(
        _ channel: any Channel,
        _ logger: Logger
    ) -> EventLoopFuture<HTTP1Channel.Value> {
        http1.setup(channel: channel, logger: logger).flatMapThrowing { connection in
            let pipeline = channel.pipeline.syncOperations
            let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
            let outer = try pipeline.handler(type: ConnectionGuard.self)
            try pipeline.addHandler(RequestGuard(outer, metrics), position: .after(codec))
            return connection
        }
    }

    // MARK: HTTP/2

    private func http2(_ channel: any Channel) -> EventLoopFuture<Streams> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let outer = try pipeline.handler(type: ConnectionGuard.self)
            outer.pace.multiplexes()
            let bound = NIOLoopBound(outer, eventLoop: channel.eventLoop)
            let violations = ViolationHandler()
            let manager = NIOHTTP2ServerConnectionManagementHandler(
                eventLoop: channel.eventLoop,
                configuration: .farewellOnly
            )
            let streams = try pipeline.configureAsyncHTTP2Pipeline(
                mode: .server,
                streamDelegate: manager.http2StreamDelegate,
                frameDelegate: violations,
                configuration: limits.http2
            ) { stream in
                stream.eventLoop.makeCompletedFuture {
                    let pipeline = stream.pipeline.syncOperations
                    try pipeline.addHandler(HTTP2FramePayloadToHTTPServerCodec())
                    try pipeline.addHandler(StreamGuard(limits, bound.value, metrics))
                    return try HTTP1Channel.Value(wrappingChannelSynchronously: stream)
                }
            }
            try pipeline.addHandlers(manager, violations)
            return streams
        }
    }

    /// Serves every stream as if it were a connection with one request.
    private func handle(_ streams: Streams, _ logger: Logger) async {
        await withDiscardingTaskGroup { group in
            do {
                for try await stream in streams.inbound {
                    group.addTask { await http1.handle(value: stream, logger: logger) }
                }
            } catch {
                logger.debug("HTTP/2 ended", metadata: ["error": "\(error)"])
            }
        }
    }
}

/// Ends a connection on which the rules of HTTP/2 are broken, once the client has been told (GOAWAY). A rule that is
/// broken by one request only costs that request (RST_STREAM).
private final class ViolationHandler: ChannelInboundHandler, NIOHTTP2FrameDelegate {
    typealias InboundIn = Never

    private var isTold = false

    func wroteFrame(_ frame: HTTP2Frame) {
        if case .goAway(_, let code, _) = frame.payload, code != .noError { isTold = true }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if isTold || !(error is any NIOHTTP2Error) { context.close(promise: nil) }
    }
}

extension NIOHTTP2ServerConnectionManagementHandler.Configuration {
    /// Of all that it can look after only the farewell of a server that stops: the rest is `ConnectionPace`'s.
    fileprivate static var farewellOnly: Self {
        .init(maxIdleTime: nil, maxAge: nil, maxGraceTime: nil, keepalive: nil)
    }
}

extension HubLimits {
    /// What HTTP/2 is told of it. Against floods of frames that are none of a request's the limits are those that are
    /// built in, written down here so that they are ours.
    fileprivate var http2: NIOHTTP2Handler.Configuration {
        var http2 = NIOHTTP2Handler.Configuration()
        http2.connection.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: streams),
            HTTP2Setting(parameter: .maxHeaderListSize, value: headBytes),
        ]
        http2.connection.maximumSequentialContinuationFrames = 5
        http2.connection.maximumSequentialEmptyDataFrames = 1
        http2.connection.maximumBufferedControlFrames = 200
        http2.connection.maximumConnectionGlitches = 200
        http2.connection.controlFrameRateLimit.maximumCount = 200
        http2.connection.controlFrameRateLimit.windowLength = .seconds(30)
        http2.connection.targetWindowSize = window
        http2.stream.targetWindowSize = window
        // For each request that it lets in; `StreamGuard` counts those that were not answered.
        let seconds = Self.resetsWindow / .seconds(1)
        let most = siteWithReserve.burst + siteWithReserve.perSecond * seconds
        http2.stream.streamResetFrameRateLimit.maximumCount = Int(2 * most)
        http2.stream.streamResetFrameRateLimit.windowLength = TimeAmount(Self.resetsWindow)
        http2.stream.streamErrorRateLimit.maximumCount = resets
        http2.stream.streamErrorRateLimit.windowLength = TimeAmount(Self.resetsWindow)
        return http2
    }
}
