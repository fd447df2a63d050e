import Hummingbird
import NIOCore
import NIOHTTP2
import NIOHTTPTypes
import NIOHTTPTypesHTTP2
import SyncCore

/// Watches one request of a connection that carries several (HTTP/2): ends it when its client does not keep up, and
/// refuses what no connection with a single request would be let do either.
final class StreamGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limits: HubLimits
    private let connection: ConnectionGuard
    private let metrics: HubMetrics
    private var pace: ConnectionPace
    private var look: Scheduled<Void>?
    private var isRefused = false
    private var isAnswered = false

    init(_ limits: HubLimits, _ connection: ConnectionGuard, _ metrics: HubMetrics) {
        self.metrics = metrics
        self.limits = limits
        self.connection = connection
        pace = ConnectionPace(limits, at: .now)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        connection.pace.streamBegan()
        watch(context)
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

    func handlerRemoved(context: ChannelHandlerContext) {
        look?.cancel()
        look = nil
        connection.pace.streamEnded(at: .now)
        if connection.isTurnedAway {
            context.channel.parent?.close(promise: nil)
        } else if !isAnswered, connection.isResetOnceTooOften(at: .now) {
            calm(context)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        switch part {
        case .head(let head):
            pace.headCame(at: .now)
            if connection.pace.inProgress > limits.streams {
                reset(context)
            } else if connection.isTurnedAway {
                refuse(.crowded, context)
            } else if head.headerFields.count > limits.headFields {
                refuse(.longHead, context)
            }
        case .body(let buffer): pace.bodyCame(buffer.readableBytes)
        case .end: pace.requestEnded()
        }
        if !isRefused { context.fireChannelRead(data) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        var promise = promise
        switch unwrapOutboundIn(data) {
        case .head: break
        case .body(let buffer):
            let bytes = buffer.readableBytes
            let taken = promise ?? context.eventLoop.makePromise()
            pace.sending(bytes, at: .now)
            taken.futureResult.assumeIsolated().whenComplete { _ in self.pace.taken(bytes) }
            promise = taken
        case .end:
            isAnswered = true
            pace.answered(at: .now)
        }
        context.write(data, promise: promise)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// Takes no more requests, from a client that has not said that it knows how many may come side by side.
    private func reset(_ context: ChannelHandlerContext) {
        isRefused = true
        let event = NIOHTTP2FramePayloadToHTTPEvent.reset(code: .refusedStream)
        context.triggerUserOutboundEvent(event, promise: nil)
    }

    /// Ends a connection whose client begins requests only to take them back (CVE-2023-44487), and says so. It is counted
    /// here and not by frames, since libcurl also takes back what was answered in full.
    private func calm(_ context: ChannelHandlerContext) {
        guard let connection = context.channel.parent else { return }
        let farewell = HTTP2Frame.FramePayload.goAway(
            lastStreamID: .maxID,
            errorCode: .enhanceYourCalm,
            opaqueData: nil
        )
        connection.writeAndFlush(HTTP2Frame(streamID: .rootStream, payload: farewell))
            .whenComplete { _ in connection.close(promise: nil) }
    }

    /// Answers for the hub. What still comes of the request is not read; the pace ends it.
    private func refuse(_ problem: Problem, _ context: ChannelHandlerContext) {
        isRefused = true
        isAnswered = true
        metrics.noteRefusal(problem.code)
        pace.refused(at: .now)
        _ = context.write(problem, closing: false)
    }
}
