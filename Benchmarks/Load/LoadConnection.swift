import NIOCore
import NIOPosix
import NIOSSL

/// One connection to the hub, in the hands of one task.
struct LoadConnection: Sendable {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// Connects from an address of this machine; without a context it speaks no TLS.
    static func open(
        to hub: SocketAddress,
        from source: String = "127.0.0.1",
        with tls: NIOSSLContext?,
        on group: any EventLoopGroup
    ) async throws -> LoadConnection {
        let channel = try await ClientBootstrap(group: group)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connectTimeout(.seconds(60))
            .bind(to: SocketAddress(ipAddress: source, port: 0))
            .connect(to: hub) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        let handler = try NIOSSLClientHandler(context: tls, serverHostname: nil)
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
        return LoadConnection(channel: channel)
    }

    /// Talks, then closes.
    @concurrent
    func talk(_ body: @concurrent @Sendable (Talk) async throws -> Void) async throws {
        try await channel.executeThenClose { inbound, outbound in
            try await body(Talk(answers: inbound.makeAsyncIterator(), outbound: outbound))
        }
    }

    /// Requests and answers in turn.
    final class Talk {
        private var answers: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
        private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
        private var received: [UInt8] = []

        fileprivate init(
            answers: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
            outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
        ) {
            self.answers = answers
            self.outbound = outbound
        }

        @concurrent
        func say(_ bytes: [UInt8]) async throws {
            try await outbound.write(ByteBuffer(bytes: bytes))
        }

        /// The next answer; throws where the connection ends before it.
        @concurrent
        func answer() async throws -> LoadAnswer {
            while true {
                if let answer = try LoadAnswer(from: &received) { return answer }
                guard let buffer = try await answers.next() else {
                    throw BenchmarkError("the hub has closed the connection")
                }
                received += buffer.readableBytesView
            }
        }

        /// Returns when the other side has ended the connection.
        @concurrent
        func end() async {
            while (try? await answers.next()) ?? nil != nil {}
        }
    }
}
