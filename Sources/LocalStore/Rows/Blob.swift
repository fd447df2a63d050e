import Foundation

/// Bytes as GRDB takes and gives them.
struct Blob {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    init(_ data: Data) {
        self.bytes = Array(data)
    }

    var data: Data { Data(bytes) }
}
