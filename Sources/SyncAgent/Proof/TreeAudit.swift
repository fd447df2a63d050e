package import LocalStore
package import SyncCore

/// What a site asks of the tree over the hub's log.
package protocol TreeClient: Sendable {
    /// The hashes beside the path from an entry to the root of the tree over so many; `nil` where the hub shows no such
    /// entry.
    func inclusion(of seq: Int64, in count: Int64) async throws(HubFault) -> [[UInt8]]?
}

/// Whether entries for which a site has receipts are in the log that the hub has signed.
package struct TreeAudit: Sendable {
    /// One receipt, and its place in the tree.
    package struct Finding: Sendable {
        package let receipt: Receipt
        /// `nil` where the hub shows no proof that leads to the head.
        package let inclusion: LogInclusion?
    }

    /// The head against which it was looked.
    package let head: SignedTreeHead
    package let findings: [Finding]

    package var missing: [Receipt] {
        findings.compactMap { $0.inclusion == nil ? $0.receipt : nil }
    }

    /// So often in a row the hub may ask for patience, and so many seconds at once.
    private static let (waitsMax, secondsMax) = (10, 30)

    /// Looks for some receipts, drawn at random, or for all; `pause` waits so many seconds where the hub asks for it, as
    /// it does of whoever asks for thousands. Those behind the newest head that the site keeps, and those
    /// of entries that an epoch has lost, are none of it; `nil` where there is no head yet.
    package init?(
        of store: Store,
        asking hub: any TreeClient,
        sample: Int?,
        random: inout some RandomNumberGenerator,
        pause: (Int) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
    ) async throws {
        guard let head = try store.treeHeads().newest else { return nil }
        let receipts = try store.receipts().map(\.receipt)
            .filter { head.head.covers($0.statement) }
        let chosen = sample.map { receipts.shuffled(using: &random).prefix($0) } ?? receipts[...]
        let sorted = chosen.sorted { $0.statement.seq < $1.statement.seq }
        var findings: [Finding] = []
        for receipt in sorted {
            findings.append(try await Self.finding(receipt, in: head, by: hub, pause))
        }
        (self.head, self.findings) = (head, findings)
    }

    /// Asks for the place of one receipt in the log of a head.
    private static func finding(
        _ receipt: Receipt,
        in head: SignedTreeHead,
        by hub: any TreeClient,
        _ pause: (Int) async throws -> Void
    ) async throws -> Finding {
        let path = try await path(of: receipt.statement.seq, in: head.head.count, by: hub, pause)
        let inclusion = path.map { LogInclusion(in: head, path: $0) }
        let holds = inclusion?.has(receipt.statement) ?? false
        return Finding(receipt: receipt, inclusion: holds ? inclusion : nil)
    }

    private static func path(
        of seq: Int64,
        in count: Int64,
        by hub: any TreeClient,
        _ pause: (Int) async throws -> Void
    ) async throws -> [[UInt8]]? {
        for _ in 0..<waitsMax {
            do throws(HubFault) { return try await hub.inclusion(of: seq, in: count) } catch {
                guard case .busy(let seconds) = error else { throw error }
                try await pause(min(max(seconds ?? 1, 1), secondsMax))
            }
        }
        return try await hub.inclusion(of: seq, in: count)
    }
}

extension WireHubClient: TreeClient {
    package func inclusion(
        of seq: Int64,
        in count: Int64
    ) async throws(HubFault) -> [[UInt8]]? {
        let path = "/v1/inclusion?hubSeq=\(seq)&count=\(count)"
        let response: HTTPResponse
        do throws(HubFault) {
            response = try await send(
                HTTPRequest(path: path, timeout: timeout, responseMax: 64 << 10)
            )
        } catch {
            if case .refused(let problem) = error, problem.code == "not-found" { return nil }
            throw error
        }
        guard let path = LogInclusion.path(in: try response.json()) else {
            throw .garbled("the place of an entry in the tree has another shape")
        }
        return path
    }
}
