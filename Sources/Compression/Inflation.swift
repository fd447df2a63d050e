private import CZstd

/// What a compressed body comes to, piece by piece and never more than was asked for: a few bytes may
/// claim to be gigabytes, so what counts is what comes out.
package final class Inflation {
    /// What came out so far.
    package private(set) var bytes: [UInt8] = []
    private let bytesMax: Int
    private let context: OpaquePointer
    private var piece: [UInt8]
    private var isBetweenFrames = true

    /// Why nothing more comes out.
    package enum Fault: Error, Hashable, Sendable {
        /// It is no Zstandard, is damaged or cut, or wants more memory than a body of ours.
        case damaged
        /// It comes to more than was asked for.
        case tooLarge
    }

    /// How far back a frame may refer, in bits: what RFC 8878 has every decoder take. The memory of a
    /// decoder is little more.
    private static let windowBits: Int32 = 23

    /// `nil` when memory is exhausted.
    package init?(bytesMax: Int) {
        guard let context = ZSTD_createDCtx() else { return nil }
        _ = ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.windowBits)
        self.context = context
        self.bytesMax = bytesMax
        piece = [UInt8](repeating: 0, count: ZSTD_DStreamOutSize())
    }

    deinit {
        ZSTD_freeDCtx(context)
    }

    /// Takes the next bytes of the compressed body.
    package func add(_ compressed: UnsafeRawBufferPointer) throws(Fault) {
        var input = ZSTD_inBuffer(src: compressed.baseAddress, size: compressed.count, pos: 0)
        var isFull = false
        while input.pos < input.size || isFull {
            let (rest, count) = piece.withUnsafeMutableBytes { room in
                var output = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
                let rest = ZSTD_decompressStream(context, &output, &input)
                return (rest, output.pos)
            }
            guard ZSTD_isError(rest) == 0 else { throw .damaged }
            guard count <= bytesMax - bytes.count else { throw .tooLarge }
            bytes += piece[..<count]
            isBetweenFrames = rest == 0
            isFull = count == piece.count
        }
    }

    /// Everything, once the compressed body is over.
    package func finish() throws(Fault) -> [UInt8] {
        guard isBetweenFrames else { throw .damaged }
        return bytes
    }
}
