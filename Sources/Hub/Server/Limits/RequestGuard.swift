import HummingbirdCore
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import SyncCore

/// Watches the requests of one connection with HTTP/1.1: tells the pace of each, turns all away where the connection has
/// no place, and says what is wrong with one that is no HTTP.
final class RequestGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let connection: ConnectionGuard
    private let metrics: HubMetrics
    private var isRefused = false
    private var isFlushed = false
    /// Whether all of the refused request has come: with bytes that nobody has read, the system would end the
    /// connection in a way that takes the answer from the client.
    private var isWhole = false

    init(_ connection: ConnectionGuard, _ metrics: HubMetrics) {
        self.connection = connection
        self.metrics = metrics
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        guard !isRefused else {
            if case .end = part { isWhole = true }
            closeIfDone(context)
            return
        }
        switch part {
        case .head:
            connection.pace.headCame(at: .now)
            if connection.isTurnedAway {
                refuse(.crowded, context)
                return
            }
        case .body(let buffer): connection.pace.bodyCame(buffer.readableBytes)
        case .end: connection.pace.requestEnded()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { connection.pace.answered(at: .now) }
        context.write(data, promise: promise)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Within an answer there is no place for another one.
        guard let error = error as? HTTPParserError, !isRefused,
            !connection.pace.isAnswering
        else {
            context.fireErrorCaught(error)
            return
        }
        switch error {
        case .headerOverflow: refuse(.longHead, context)
        default: refuse(.noHTTP, context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is HeadTooLong else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        // Behind a request that is worked on there is no place for an answer.
        if isRefused { return }
        if connection.pace.isAnswering {
            context.close(promise: nil)
        } else {
            refuse(.longHead, context)
        }
    }

    /// Answers for the hub, and ends the connection.
    private func refuse(_ problem: Problem, _ context: ChannelHandlerContext) {
        isRefused = true
        metrics.noteRefusal(problem.code)
        connection.pace.refused(at: .now)
        context.write(problem, closing: true).assumeIsolated().whenComplete { _ in
            self.isFlushed = true
            self.closeIfDone(context)
        }
    }

    /// Otherwise the pace ends the connection.
    private func closeIfDone(_ context: ChannelHandlerContext) {
        if isFlushed, isWhole { context.close(promise: nil) }
    }
}
