import LocalStore
import Signing
import SyncAgent
import SyncCore
import Synchronization

/// A hub in memory that takes files, over a line that can break.
final class StandInBlobs: BlobClient {
    private let fixture: HubFixture
    private let state = Mutex(State())

    private struct State {
        var files: [String: [UInt8]] = [:]
        var sizes: [String: Int64] = [:]
        /// Whole files that the hub has of others.
        var others: [[UInt8]] = []
        var challenged: Set<String> = []
        var budget: Int?
        var sent = 0
        var asked: [String] = []
        var spoils = 0
        var fault: HubFault?
        var isLying = false
    }

    init(_ fixture: HubFixture) {
        self.fixture = fixture
    }

    /// The line breaks after so many bytes of a piece, each time.
    func breakLine(after bytes: Int?) { state.withLock { $0.budget = bytes } }
    /// So many bytes come wrong.
    func spoil(times: Int) { state.withLock { $0.spoils = times } }
    func fail(with fault: HubFault?) { state.withLock { $0.fault = fault } }
    /// From now on receipts are signed by somebody else.
    func lie() { state.withLock { $0.isLying = true } }
    func know(_ file: [UInt8]) { state.withLock { $0.others.append(file) } }
    /// Bytes that were put on the line, and what was asked in words.
    var sent: Int { state.withLock { $0.sent } }
    var asked: [String] { state.withLock { $0.asked } }

    func file(_ digest: String) -> [UInt8]? { state.withLock { $0.files[digest] } }

    func offer(_ offer: BlobOffer) async throws(HubFault) -> BlobState {
        try await told("offer")
        let other = state.withLock { state in
            state.sizes[offer.digest] = offer.size
            return state.others.first { SHA256().digest($0).hex == offer.digest }
        }
        let challenge = BlobChallenge(
            key: [UInt8](repeating: 3, count: BlobChallenge.keyLength),
            start: 1,
            length: 2
        )
        if let proof = offer.proof, let other, challenge.proof(over: Array(other[1..<3])) == proof {
            state.withLock { $0.files[offer.digest] = other }
        }
        return answer(offer.digest, challenge: offer.proof == nil ? challenge : nil)
    }

    func received(of id: String) async throws(HubFault) -> Int64? {
        try await told("received")
        return state.withLock { $0.files[id].map { Int64($0.count) } }
    }

    func send(
        _ bytes: [UInt8],
        of id: String,
        at offset: Int64,
        alone: Bool
    ) async throws(HubFault) -> BlobState {
        try await told("send \(offset)\(alone ? " alone" : "")")
        let (isBroken, isSpoilt) = state.withLock { state in
            let count = min(bytes.count, state.budget ?? .max)
            state.sent += count
            state.files[id, default: []] += bytes[..<count]
            let isWhole = state.files[id]?.count == Int(state.sizes[id] ?? 0)
            guard isWhole, state.spoils > 0 else { return (count < bytes.count, false) }
            state.spoils -= 1
            state.files[id] = []
            return (false, true)
        }
        if isBroken { throw .unreachable("the connection broke") }
        if isSpoilt { throw .refused(Problem(422, "digest-mismatch", "spoilt")) }
        return answer(id)
    }

    func bytes(
        of digest: String,
        at offset: Int64,
        count: Int
    ) async throws(HubFault) -> (bytes: [UInt8], size: Int64)? {
        try await told("bytes \(offset)")
        let (file, budget) = state.withLock { ($0.files[digest], $0.budget) }
        guard let file else { return nil }
        let part = file.dropFirst(Int(offset)).prefix(min(count, budget ?? .max))
        return (Array(part), Int64(file.count))
    }

    private func told(_ word: String) async throws(HubFault) {
        if let fault = state.withLock({ state in
            state.asked.append(word)
            return state.fault
        }) {
            throw fault
        }
    }

    private func answer(_ digest: String, challenge: BlobChallenge? = nil) -> BlobState {
        let (count, size, isLying) = state.withLock {
            (Int64($0.files[digest]?.count ?? 0), $0.sizes[digest] ?? 0, $0.isLying)
        }
        guard count == size else {
            return BlobState(id: digest, offset: count, challenge: count == 0 ? challenge : nil)
        }
        let receipt = BlobReceipt.sign(
            digest,
            size: size,
            from: HubFixture.site,
            at: HubFixture.now,
            hub: HubFixture.hub,
            with: isLying ? .generate() : fixture.receiptKey
        )
        return BlobState(id: digest, offset: count, receipt: receipt)
    }
}
