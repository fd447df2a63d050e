private import CZstd

/// What a compressed body comes to, piece by piece and never more than was asked for: a few bytes may
/// claim to be gigabytes, so what counts is what comes out.
package final class Inflation {
    /// What came out so far.
    package private(set) var bytes: [UInt8] = []
    private let bytesMax: Int
    private let context: OpaquePointer
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

    /// Room for what comes first, where the frame does not say how long it is.
    private static let roomMin = ZSTD_DStreamOutSize()

    /// `nil` when memory is exhausted.
    package init?(bytesMax: Int) {
        guard let context = ZSTD_createDCtx() else { return nil }
        _ = ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.windowBits)
        self.context = context
        self.bytesMax = bytesMax
    }

    deinit {
        ZSTD_freeDCtx(context)
    }

    /// Takes the next bytes of the compressed body.
    package func add(_ compressed: UnsafeRawBufferPointer) throws(Fault) {
        if bytes.isEmpty { makeRoom(for: compressed) }
        var input = ZSTD_inBuffer(src: compressed.baseAddress, size: compressed.count, pos: 0)
        var isFull = false
        while input.pos < input.size || isFull {
            if bytes.count == bytes.capacity { makeMoreRoom() }
            // With one byte more than may come out: where that is written, it is too much.
            let room = min(bytes.capacity, bytesMax + 1) - bytes.count
            let before = bytes.count
            let rest = inflate(&input, intoRoomOf: room)
            guard ZSTD_isError(rest) == 0 else { throw .damaged }
            guard bytes.count <= bytesMax else {
                bytes.removeLast()
                throw .tooLarge
            }
            isBetweenFrames = rest == 0
            // After the end of a frame zstd would only say how much of a next one it wants.
            isFull = rest != 0 && bytes.count - before == room
        }
    }

    /// Gives what zstd says.
    private func inflate(_ input: inout ZSTD_inBuffer, intoRoomOf length: Int) -> Int {
        var rest = 0
        bytes.append(addingCapacity: length) { span in
            span.withUnsafeMutableBufferPointer { room, count in
                var output = ZSTD_outBuffer(dst: room.baseAddress, size: length, pos: 0)
                rest = ZSTD_decompressStream(context, &output, &input)
                count = output.pos
            }
        }
        return rest
    }

    /// A frame that says how long it is, and comes at once, is written where it will stay.
    private func makeRoom(for frame: UnsafeRawBufferPointer) {
        let length = ZSTD_getFrameContentSize(frame.baseAddress, frame.count)
        // Otherwise it is a large number that means something else.
        if length <= UInt64(bytesMax) { bytes.reserveCapacity(Int(length) + 1) }
    }

    private func makeMoreRoom() {
        let more = min(max(Self.roomMin, bytes.count), bytesMax + 1 - bytes.count)
        bytes.reserveCapacity(bytes.count + more)
    }

    /// Everything, once the compressed body is over.
    package func finish() throws(Fault) -> [UInt8] {
        guard isBetweenFrames else { throw .damaged }
        return bytes
    }
}
