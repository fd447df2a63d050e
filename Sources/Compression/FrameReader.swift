private import CZstd

/// Takes Zstandard frames apart whose length is known before, one after the other and each into the same memory.
package final class FrameReader {
    private let context: OpaquePointer
    private var room: [UInt8] = []

    /// `nil` when memory is exhausted.
    package init?() {
        guard let context = ZSTD_createDCtx() else { return nil }
        self.context = context
    }

    deinit {
        ZSTD_freeDCtx(context)
    }

    /// Hands the bytes of a frame to `body`, which must not keep them.
    ///
    /// - Throws: `Inflation.Fault` where the frame does not come to just so many bytes, and what `body` throws.
    package func read<Value>(
        _ frame: [UInt8],
        length: Int,
        _ body: (UnsafeRawBufferPointer) throws -> Value
    ) throws -> Value {
        if room.count < length { room = [UInt8](repeating: 0, count: length) }
        return try room.withUnsafeMutableBytes { room in
            let count = ZSTD_decompressDCtx(
                context,
                room.baseAddress,
                length,
                frame,
                frame.count
            )
            guard ZSTD_isError(count) == 0, count == length else { throw Inflation.Fault.damaged }
            return try body(UnsafeRawBufferPointer(rebasing: room[..<count]))
        }
    }
}
