import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import Testing

@testable import Hub

/// What a connection makes of bytes, with a TLS in between that hands on what it has read at the end of a round only.
struct ConnectionGuardTests {
    private let channel = EmbeddedChannel()

    /// A connection whose guards stand as in the server.
    init() throws {
        let limits = HubLimits.patient
        let outer = ConnectionGuard(limits, ConnectionRegister(limits))
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandlers(outer, Withholding())
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: false,
            withErrorHandling: false
        )
        try pipeline.addHandlers(
            HTTP1ToHTTPServerCodec(secure: true),
            RequestGuard(outer, HubMetrics())
        )
        try channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 1)).wait()
    }

    /// Lets bytes come in pieces, all in one round of reading.
    private func read(_ pieces: [String]) {
        for piece in pieces { channel.pipeline.fireChannelRead(ByteBuffer(string: piece)) }
        channel.pipeline.fireChannelReadComplete()
        channel.embeddedEventLoop.run()
    }

    /// What the client is answered.
    private func answer() throws -> String {
        var text = ""
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) {
            text += String(buffer: bytes)
        }
        return text
    }

    private let piece = String(repeating: "x", count: 16 * 1024)

    @Test func `a large body that comes together with its head is no long head`() throws {
        let count = 8
        let head = "POST /v1/ops HTTP/1.1\r\nHost: hub\r\nContent-Length: \(count * piece.count)"
        read([head + "\r\n\r\n"] + Array(repeating: piece, count: count))
        #expect(try answer() == "")
        var body = 0
        while let part = try channel.readInbound(as: HTTPRequestPart.self) {
            if case .body(let buffer) = part { body += buffer.readableBytes }
        }
        #expect(body == count * piece.count)
        #expect(try channel.finish(acceptAlreadyClosed: true).isClean)
    }

    @Test func `a head without an end is too long`() throws {
        read(["GET /"] + Array(repeating: piece, count: 8))
        #expect(try answer().hasPrefix("HTTP/1.1 431 "))
    }
}

/// Stands for TLS: hands on what it has read at the end of a round.
private final class Withholding: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private var held: [NIOAny] = []

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { held.append(data) }

    func channelReadComplete(context: ChannelHandlerContext) {
        for data in held { context.fireChannelRead(data) }
        held = []
        context.fireChannelReadComplete()
    }
}
