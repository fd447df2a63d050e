package import LocalStore
import Signing
package import SyncCore

/// Brings one certificate file to the hub, from wherever it has come to so far.
///
/// It needs no store: how far a file has come the hub knows, and what it says in the end is kept by whoever has
/// asked. So nothing is lost with the process but the pieces on their way.
package struct CertificateUpload: Sendable {
    package enum Outcome: Hashable, Sendable {
        case received(BlobReceipt)
        /// No such file is here, and the hub has none to confirm: another site of the organisation has to bring it.
        case notHere
        /// The file here is not the one that the result names.
        case damaged
        case failed(HubFault)
    }

    /// What is sent at once.
    package static let pieceLength = 1 << 20
    /// So often in a row a request may fail without anything having arrived.
    private static let triesMax = 5

    private let file: WaitingCertificate
    private let joined: Joined
    private let hub: any BlobClient
    /// Waits before the next try, after so many in a row.
    private let pause: @Sendable (Int) async -> Void

    package init(
        _ file: WaitingCertificate,
        of joined: Joined,
        to hub: any BlobClient,
        pause: @escaping @Sendable (Int) async -> Void = CertificateUpload.shortPause
    ) {
        self.file = file
        self.joined = joined
        self.hub = hub
        self.pause = pause
    }

    /// A fifth of a second, which lets the hub notice a break, and twice as long after each further try.
    package static let shortPause: @Sendable (Int) async -> Void = { tries in
        try? await Task.sleep(for: .milliseconds(100 << min(tries, 6)))
    }

    package func run() async -> Outcome {
        let source = BlobFile(path: file.path)
        do throws(HubFault) {
            guard source.size == file.size else { return try await confirmed() }
            guard source.digest == file.digest else { return .damaged }
            return try checked(await bring(source))
        } catch { return .failed(error) }
    }

    /// Asks for the receipt of what another site of the organisation has brought.
    private func confirmed() async throws(HubFault) -> Outcome {
        // Without a look before, an offer would begin an upload that nobody here can go on with.
        guard try await hub.received(of: file.digest) == file.size else {
            return BlobFile(path: file.path).size == nil ? .notHere : .damaged
        }
        let state = try await hub.offer(BlobOffer(digest: file.digest, size: file.size))
        return try state.receipt.map(checked) ?? .notHere
    }

    /// Lets a receipt in only when it is the hub's own, and about this file.
    private func checked(_ receipt: BlobReceipt) throws(HubFault) -> Outcome {
        guard receipt.hub == joined.membership.hub, receipt.digest == file.digest,
            receipt.size == file.size, receipt.isGenuine(by: joined.hubKeys)
        else { throw .garbled("the receipt for a file proves nothing") }
        do {
            try joined.hubKeys.check(receipt.keyID, signingAt: receipt.receivedAt)
        } catch { throw .keys(error) }
        return .received(receipt)
    }

    // MARK: Sending

    private func bring(_ source: BlobFile) async throws(HubFault) -> BlobReceipt {
        var state = try await opened(source)
        var failures = 0
        var mismatches = 0
        var hasBroken = false
        while true {
            if let receipt = state.receipt { return receipt }
            let count = min(Int64(Self.pieceLength), file.size - state.offset)
            guard count >= 0, let piece = source.bytes(at: state.offset, count: Int(count))
            else { throw .garbled("the hub has more of a file than there is") }
            do throws(HubFault) {
                state = try await hub.send(
                    piece,
                    of: state.id,
                    at: state.offset,
                    alone: hasBroken
                )
                failures = 0
            } catch {
                if case .refused(let problem) = error, problem.code == "digest-mismatch" {
                    // What is here has been checked, so it was spoilt on its way: once more, from the start.
                    mismatches += 1
                    guard mismatches < 2 else { throw error }
                    state = BlobState(id: state.id, offset: 0)
                    continue
                }
                guard error.mayBeBreak else { throw error }
                hasBroken = true
                let here = try await resumed(state, after: error, &failures)
                if here.offset > state.offset { failures = 0 }
                state = here
            }
        }
    }

    /// Where the upload goes on after a request that came to nothing: asked by `HEAD`.
    private func resumed(
        _ state: BlobState,
        after fault: HubFault,
        _ failures: inout Int
    ) async throws(HubFault) -> BlobState {
        var last = fault
        while true {
            failures += 1
            guard failures < Self.triesMax, !Task.isCancelled else { throw last }
            await pause(failures)
            do throws(HubFault) {
                guard let offset = try await hub.received(of: state.id) else {
                    // The hub has given the upload up, or has it whole under the name of the file.
                    return try await hub.offer(BlobOffer(digest: file.digest, size: file.size))
                }
                return BlobState(id: state.id, offset: offset)
            } catch {
                guard error.mayBeBreak else { throw error }
                last = error
            }
        }
    }

    /// Begins or finds the upload; the file need not be sent where the hub has it and we prove that we do.
    private func opened(_ source: BlobFile) async throws(HubFault) -> BlobState {
        let state = try await hub.offer(BlobOffer(digest: file.digest, size: file.size))
        guard state.receipt == nil, state.offset == 0, let challenge = state.challenge,
            challenge.start <= file.size - challenge.length,
            let part = source.bytes(at: challenge.start, count: Int(challenge.length))
        else { return state }
        let proof = challenge.proof(over: part)
        return try await hub.offer(
            BlobOffer(digest: file.digest, size: file.size, proof: proof)
        )
    }
}

extension HubFault {
    /// Whether the upload may go on once the line is there again.
    fileprivate var mayBeBreak: Bool {
        switch self {
        case .refused(let problem):
            ["other-offset", "overtaken", "bad-body", "not-found"].contains(problem.code)
        default: isOfTheLine
        }
    }

    /// Whether the line is to blame, so that the same may go through a moment later.
    var isOfTheLine: Bool {
        switch self {
        case .unreachable, .cut, .stalled: true
        default: false
        }
    }
}
