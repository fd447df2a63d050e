package import SyncCore
import Signing

// An upload goes on where its durable bytes end. How far that is is known in three places: the file, this
// actor, and the row of the upload, in this order; each may lag behind the one before, and never leads. So a
// number that anybody is told is one that a power cut leaves true.
//
// Who goes on with an upload takes it over from whoever did before: a request whose connection has broken
// may stand here for a while longer than its site knows.

/// The files of a hub, whole ones and those on their way.
package actor HubBlobs {
    let folder: BlobFolder
    let store: any HubStore
    let limits: BlobLimits
    let keyring: HubKeyring
    let clock: @Sendable () -> Instant
    /// So many bytes that nobody can guess.
    private let random: @Sendable (Int) -> [UInt8]
    private let queue = FileQueue("blobs")
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        queue.asUnownedSerialExecutor()
    }

    /// Uploads that have gone on since the hub was started.
    private var running: [String: Progress] = [:]

    /// Digests of files for which a receipt is being written.
    var receiving: Set<String> = []
    /// How many count on every file that there is.
    var holds = 0

    private struct Progress {
        var offset: Int64
        /// Counts the requests that have gone on with it.
        var turn = 0
        /// Whether the last of them is still here.
        var isGoingOn = false
    }

    /// The right to go on with an upload, until somebody else does.
    package struct Turn: Sendable {
        let upload: BlobUpload
        fileprivate let number: Int
    }

    package init(
        home: HubHome,
        store: any HubStore,
        limits: BlobLimits,
        clock: @escaping @Sendable () -> Instant,
        random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        folder = BlobFolder(path: home.path + "/blobs")
        self.store = store
        self.limits = limits
        keyring = home.keyring
        self.clock = clock
        self.random = random
    }

    // MARK: Bringing a file

    /// Begins an upload, or finds the one that was begun. A site that proves that it has the bytes need not
    /// send those that the hub has already.
    package func take(
        _ offer: BlobOffer,
        from site: HubSite
    ) async throws -> (BlobState, isNew: Bool) {
        guard offer.size <= limits.fileMax else {
            throw BlobRefusal.tooLarge(max: limits.fileMax)
        }
        let fresh = BlobUpload(
            id: random(16).hex,
            digest: offer.digest,
            size: offer.size,
            offset: 0,
            challenge: challenge(for: offer.size)
        )
        let opened = try await store.openUpload(fresh, from: site, limits: limits, at: clock())
        for id in opened.abandoned { giveUp(id) }
        let upload = opened.upload
        guard upload.receipt == nil else { return (upload.state, false) }
        try await settle(upload.id)
        if let proof = offer.proof, let challenge = upload.challenge {
            // One answer to each challenge, or it could be guessed.
            try await store.endChallenge(of: upload.id)
            receiving.insert(upload.digest)
            defer { receiving.remove(upload.digest) }
            if try await isProven(upload, by: proof, challenge) {
                let receipt = try await receive(upload, from: site)
                let state = BlobState(id: upload.id, offset: upload.size, receipt: receipt)
                return (state, false)
            }
            return (BlobState(id: upload.id, offset: offset(of: upload)), false)
        }
        let offset = offset(of: upload)
        let challenge = offset == 0 ? upload.challenge : nil
        return (BlobState(id: upload.id, offset: offset, challenge: challenge), opened.isNew)
    }

    /// An upload of a site as far as it has come; `nil` where the site has none of this id. What a request has
    /// brought whose line has just broken is waited for, so that nobody sends it again.
    package func upload(_ id: String, of site: HubSite) async throws -> BlobUpload? {
        try await settle(id)
        guard var upload = try await store.upload(id, of: site) else { return nil }
        upload.offset = upload.receipt == nil ? offset(of: upload) : upload.size
        return upload
    }

    /// Goes on with an upload from a place, which must be where its durable bytes end.
    package func begin(_ upload: BlobUpload, at offset: Int64) throws -> Turn {
        let here = self.offset(of: upload)
        guard offset == here else { throw BlobRefusal.otherOffset(here) }
        var progress = running[upload.id] ?? Progress(offset: here)
        progress.turn += 1
        progress.isGoingOn = true
        running[upload.id] = progress
        return Turn(upload: upload, number: progress.turn)
    }

    /// Keeps the next bytes of an upload; they are durable when this returns.
    package func append(_ bytes: [UInt8], in turn: Turn) async throws {
        let (id, size) = (turn.upload.id, turn.upload.size)
        guard let progress = running[id], progress.turn == turn.number else {
            throw BlobRefusal.overtaken
        }
        let fitting = bytes.prefix(Int(size - progress.offset))
        if !fitting.isEmpty {
            try folder.write(fitting, to: id, at: progress.offset)
            let offset = progress.offset + Int64(fitting.count)
            running[id]?.offset = offset
            try await store.note(offset: offset, of: id)
        }
        guard fitting.count == bytes.count else { throw BlobRefusal.beyondEnd(size) }
    }

    /// Ends a turn in which no more comes.
    package func leave(_ turn: Turn) {
        guard running[turn.upload.id]?.turn == turn.number else { return }
        running[turn.upload.id]?.isGoingOn = false
    }

    /// How far the upload has come. At its last byte the digest is checked, and the file is the hub's.
    package func end(_ turn: Turn, from site: HubSite) async throws -> BlobState {
        let upload = turn.upload
        leave(turn)
        let offset = offset(of: upload)
        guard offset == upload.size else { return BlobState(id: upload.id, offset: offset) }
        let partial = try folder.partial(of: upload.id).digest()
        // After a crash it may have its last name already.
        let digest = try partial ?? folder.file(of: upload.digest).digest()
        guard digest?.hex == upload.digest else {
            giveUp(upload.id)
            try await store.note(offset: 0, of: upload.id)
            throw BlobRefusal.digestMismatch
        }
        receiving.insert(upload.digest)
        defer { receiving.remove(upload.digest) }
        try folder.keep(upload.id, as: upload.digest)
        let receipt = try await receive(upload, from: site)
        return BlobState(id: upload.id, offset: upload.size, receipt: receipt)
    }

    private func receive(_ upload: BlobUpload, from site: HubSite) async throws -> BlobReceipt {
        let receipt = try await store.receive(upload, from: site, at: clock())
        giveUp(upload.id)
        return receipt
    }

    /// Returns when no request goes on with an upload, or has not ended within two seconds: then it hangs.
    private func settle(_ id: String) async throws {
        for _ in 0..<100 where running[id]?.isGoingOn == true {
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func giveUp(_ id: String) {
        running[id] = nil
        folder.removePartial(id)
    }

    /// So many bytes are durable. What a row says of a file that is shorter is not believed.
    private func offset(of upload: BlobUpload) -> Int64 {
        if let progress = running[upload.id] { return progress.offset }
        let size = folder.partial(of: upload.id).size
        let isKept = size == nil && upload.offset == upload.size
        if isKept, folder.file(of: upload.digest).size == upload.size {
            return upload.size
        }
        return min(upload.offset, size ?? 0)
    }

    // MARK: Possession

    /// A key, and a part that nobody can foresee.
    private func challenge(for size: Int64) -> BlobChallenge {
        let length = min(size, BlobChallenge.partMax)
        let number = random(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return BlobChallenge(
            key: random(BlobChallenge.keyLength),
            start: Int64(number % UInt64(size - length + 1)),
            length: length
        )
    }

    private func isProven(
        _ upload: BlobUpload,
        by proof: [UInt8],
        _ challenge: BlobChallenge
    ) async throws -> Bool {
        guard try await store.blobSize(upload.digest) == upload.size else { return false }
        let file = folder.file(of: upload.digest)
        let part = try file.read(at: challenge.start, count: Int(challenge.length))
        return challenge.proof(over: part) == proof
    }

    // MARK: Reading

    /// Bytes of a whole file from a place on.
    func bytes(of digest: String, at offset: Int64, count: Int) throws -> [UInt8] {
        try folder.file(of: digest).read(at: offset, count: count)
    }
}
