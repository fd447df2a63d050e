/// What a hub takes of files.
package struct BlobLimits: Sendable {
    /// Bytes of one file.
    package var fileMax: Int64 = 64 << 20
    /// Uploads of one site that are not finished.
    package var openMax = 16
    /// Bytes of one organisation that no record stands for: uploads that are not finished, by the length that
    /// they will have, and finished ones that no op has named yet.
    package var unnamedMax: Int64 = 256 << 20
    /// Days after which an upload on which nothing has come is given up.
    package var patienceDays: Int64 = 30
    /// Days after the last receipt for it after which a file that no result names is removed.
    package var graceDays: Int64 = 30

    package init() {}
}

/// Why the hub does not take a file, or a part of it.
package enum BlobRefusal: Error, Hashable, Sendable {
    case tooLarge(max: Int64)
    case tooMany(max: Int)
    case quota(max: Int64)
    /// The same file was offered with another length.
    case otherSize(Int64)
    /// The upload goes on from another place.
    case otherOffset(Int64)
    /// More has come than the file has bytes.
    case beyondEnd(Int64)
    /// The bytes are not those of the digest; the upload begins anew.
    case digestMismatch
    /// Another request goes on with this upload.
    case overtaken
}
