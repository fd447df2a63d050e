import NIOCore
import NIOPosix
import Synchronization

/// A relay in front of a hub that counts what goes through it, in both directions: the bytes on the wire, TLS
/// included.
final class CountingRelay: Sendable {
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let listener: any Channel
    private let count = Count()

    /// Where the sites find it.
    var port: Int { listener.localAddress?.port ?? 0 }
    /// Bytes that have gone through so far.
    var bytes: Int { count.bytes.load(ordering: .relaxed) }

    init(toPort hub: Int) throws {
        listener = try ServerBootstrap(group: group)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { [count] client in
                ClientBootstrap(group: client.eventLoop)
                    .channelOption(.autoRead, value: false)
                    .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                    .connect(host: "127.0.0.1", port: hub)
                    .flatMapThrowing { server in
                        try client.pipeline.syncOperations.addHandler(Pump(into: server, count))
                        try server.pipeline.syncOperations.addHandler(Pump(into: client, count))
                        server.read()
                    }
            }
            .bind(host: "127.0.0.1", port: 0).wait()
    }

    /// Ends every connection.
    func close() { group.shutdownGracefully { _ in } }

    private final class Count: Sendable {
        let bytes = Atomic<Int>(0)
    }

    /// Hands what one side says to the other, and reads on once that is written.
    private final class Pump: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let target: any Channel
        private let count: Count

        init(into target: any Channel, _ count: Count) {
            (self.target, self.count) = (target, count)
        }

        func channelActive(context: ChannelHandlerContext) { context.read() }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = unwrapInboundIn(data)
            count.bytes.add(bytes.readableBytes, ordering: .relaxed)
            let source = context.channel
            target.writeAndFlush(bytes).whenSuccess { source.read() }
        }

        func channelInactive(context: ChannelHandlerContext) {
            target.close(promise: nil)
        }
    }
}
