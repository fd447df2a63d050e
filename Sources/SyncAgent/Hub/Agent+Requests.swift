import LocalStore
import SyncCore

/// What goes to the hub, and whether what comes back is its word.
extension Agent {
    /// Sends a batch.
    func pushing(_ sending: Sending) -> @Sendable () async -> Arrival {
        // Before the first page as well: a hub that has lost something says so before it takes anything.
        let cursor = report.cursor ?? .start(epoch: joined.membership.epoch)
        let own = shown + [newestReceived].compactMap(\.self) + sending.ahead
        let batch = joined.batch(of: sending.ops, after: cursor, showing: own)
        return { [hub, clock, known = joined.hubKeys] in
            let sent = clock()
            do throws(HubFault) {
                let answer = try await hub.push(batch)
                return try await .introducing(
                    .answer(
                        answer,
                        to: batch,
                        number: sending.number,
                        sent: sent,
                        received: clock()
                    ),
                    signed: answer.keyUses,
                    to: known,
                    by: hub
                )
            } catch { return .event(.pushFailed(error, number: sending.number)) }
        }
    }

    /// Asks for what stands behind a place of the log.
    func pulling(
        after cursor: Cursor,
        _ pull: @escaping @Sendable () async throws(HubFault) -> FeedPage
    ) -> @Sendable () async -> Arrival {
        let asksTime = contact.isOffsetOld(at: clock())
        return { [hub, clock, joined] in
            do throws(HubFault) {
                let page = try await pull()
                let offset = asksTime ? await joined.askTime(of: hub, clock: clock) : nil
                return try await .introducing(
                    .page(page, after: cursor, clockOffset: offset),
                    signed: page.keyUses,
                    newest: page.keyID,
                    to: joined.hubKeys,
                    by: hub
                )
            } catch { return .event(.pullFailed(error)) }
        }
    }

    /// Lets an answer in only when every word of it is the hub's own.
    func checked(
        _ answer: PushAnswer,
        to batch: PushBatch,
        number: Int,
        sent: Instant,
        received: Instant
    ) -> SyncMachine.Event {
        do throws(HubFault) {
            try answer.check(by: joined.hubKeys)
            try answer.check(against: batch, by: &receiptCheck)
        } catch { return .pushFailed(error, number: number) }
        contact.measured(answer.time.offset(between: sent, and: received), at: received)
        return .pushed(answer, number: number)
    }
}

extension Joined {
    /// The hub's clock against ours; `nil` when it does not say. What the feed brings is true without.
    fileprivate func askTime(
        of hub: any HubClient,
        clock: @Sendable () -> Instant
    ) async -> Int64? {
        let nonce = (0..<16).map { _ in UInt8.random(in: 0...255) }.hex
        let sent = clock()
        guard let signed = try? await hub.time(nonce: nonce) else { return nil }
        return clockOffset(signed, nonce: nonce, between: sent, and: clock())
    }
}
