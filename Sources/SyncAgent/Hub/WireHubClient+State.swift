package import SyncCore

extension WireHubClient: StateClient {
    package func stateSum(
        of organisation: String,
        at cursor: Cursor
    ) async throws(HubFault) -> StateSum {
        let response = try await ask(organisation, cursor)
        let answer = try response.json()
        let ours = AuthorityHistory.builtIn.digest
        // Folded by other ranks the same log makes other records, and nothing is damaged.
        if let hubs = answer["ranks"]?.string, hubs != ours { throw .otherRanks(hubs: hubs) }
        guard let sum = StateSum(json: answer)
        else { throw .garbled("what the records come to has another shape") }
        return sum
    }

    package func stateParts(
        of organisation: String,
        under prefix: String,
        at cursor: Cursor
    ) async throws(HubFault) -> [StateRange] {
        let response = try await ask(organisation, cursor, "&prefix=\(prefix)")
        guard let elements = try response.json()["ranges"]?.elements
        else { throw .garbled("the parts of a range have another shape") }
        let parts = elements.compactMap(StateRange.init(json:))
        guard parts.count == elements.count
        else { throw .garbled("a part of a range has another shape") }
        return parts
    }

    package func entries(
        of aggregate: RecordID,
        for organisation: String,
        at cursor: Cursor
    ) async throws(HubFault) -> [StampedOp] {
        let response: HTTPResponse
        do throws(HubFault) {
            response = try await ask(organisation, cursor, "&aggregate=\(aggregate)")
        } catch {
            if case .refused(let problem) = error, problem.code == "not-found" { return [] }
            throw error
        }
        guard let page = FeedPage(decoding: response.body), page.cursor == cursor
        else { throw .garbled(response.description(of: "the entries up to a checkpoint")) }
        return page.frames.compactMap { frame in
            guard case .change(let op) = frame, op.header.aggregate == aggregate else { return nil }
            return op
        }
    }

    private func ask(
        _ organisation: String,
        _ cursor: Cursor,
        _ question: String = ""
    ) async throws(HubFault) -> HTTPResponse {
        let path =
            "/v1/range?scope=\(organisation)&epoch=\(cursor.epoch)&after=\(cursor.seq)"
            + "&mark=\(cursor.mark.hex)" + question
        let request = HTTPRequest(path: path, timeout: timeout, responseMax: 32 << 20)
        return try await send(request) { HubFault(refusing: $0, at: cursor) }
    }
}
