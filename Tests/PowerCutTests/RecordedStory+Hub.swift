import Foundation
import Hub
import LocalStore
import Signing
import SyncAgent
import SyncCore

/// What the site does with its hub, and what the authority does there.
extension RecordedStory {
    private func member(_ store: Store) throws -> HubSite {
        let plan = try store.site()
        return HubSite(
            id: plan.id,
            organisation: plan.organisation,
            party: plan.role == .userUnit ? .userUnit : .verificationBody,
            name: plan.name,
            incarnation: 1,
            signingKey: signingKey.publicKey.raw,
            certificateFingerprint: plan.organisation,
            certificateExpires: Instant(milliseconds: Self.begin + 31_536_000_000),
            enrolledAt: now
        )
    }

    func join() async throws {
        for store in [site.store, bodyStore] {
            let (member, now) = (try member(store), now)
            try await hub.step("\(member.name) is named") {
                try await $0.add(
                    HubOrganisation(
                        code: member.organisation,
                        name: member.name,
                        party: member.party,
                        region: "330106"
                    )
                )
            }
            let token = SHA256().digest(Array(member.name.utf8))
            try await hub.step("a token is given") {
                try await $0.add(
                    EnrolmentToken(
                        digest: token,
                        organisation: member.organisation,
                        party: member.party,
                        uses: 1,
                        expires: Instant(milliseconds: Self.begin + 86_400_000)
                    )
                )
            }
            let use = TokenUse(
                token: token,
                key: member.name,
                certificate: Array(member.name.utf8),
                at: now,
                address: nil
            )
            try await hub.step("\(member.name) joins") {
                _ = try await $0.enrol(member, using: use)
            }
        }
        let membership = try membership()
        try site.step("the site has joined") { store, _ in try store.join(membership) }
        try bodyStore.join(membership)
    }

    private func membership() throws -> Membership {
        Membership(
            url: "https://hub.invalid",
            hub: RecordedHub.id,
            city: "杭州",
            ca: "",
            keys: HubKeys(hub: RecordedHub.id, first: .ed25519(hub.receiptKey.publicKey)),
            certificate: "",
            epoch: 1,
            joinedAt: now,
            certificateExpires: Instant(milliseconds: Self.begin + 31_536_000_000)
        )
    }

    private func send(_ store: Store, max: Int) async throws -> PushAnswer {
        pass(minutes: 1)
        var shown = try [store.newestReceived()].compactMap(\.self)
        while true {
            let batch = PushBatch.sign(
                try store.waitingOps(),
                of: try store.site().id,
                for: RecordedHub.id,
                after: try store.cursor(),
                showing: shown,
                with: signingKey
            )
            do {
                return try await hub.accept(batch, of: try member(store), at: now)
            } catch HubError.unshown(let name) {
                try store.show(name, with: &shown)
                guard try store.halt() == nil else { throw HubError.unshown(name) }
            }
        }
    }

    func push(max: Int) async throws {
        let (answer, now) = (try await send(site.store, max: max), now)
        try site.step("\(answer.outcomes.count) receipts are kept") { store, _ in
            _ = try store.keep(answer, at: now)
        }
        try site.step("the hub's time is noted") { store, _ in
            try store.noteContact(at: now, hubTime: now, clockOffsetMilliseconds: 0)
        }
    }

    func pull() async throws {
        while true {
            let page = try await hub.store.page(
                for: try member(site.store),
                after: try site.store.cursor() ?? .start(epoch: 1),
                having: try site.store.ownOps(),
                limit: 6
            )
            try site.apply(page)
            if page.isLast { return }
        }
    }

    func answerFiling(of id: RecordID) async throws {
        try site.step("a filing is asked for") { [author] store, random in
            try Filing.file([id], in: store, by: author, random: &random)
        }
        try await push(max: 100)
        try await act(.instrument, id, [("filing", "registered")])
    }

    private func act(
        _ kind: RecordKind,
        _ id: RecordID,
        as op: OpKind = .change,
        _ values: [(String, String)]
    ) async throws {
        pass(minutes: 1)
        let draft = AuthorityDraft(
            aggregate: id,
            kind: op,
            patches: [Patch(kind, id, values.map { Patch.Field($0.0, $0.1) })],
            author: "李科长",
            reason: op == .withdraw ? "期限届满" : nil
        )
        let now = now
        try await hub.step("the authority's \(op) of \(kind)") {
            _ = try await $0.act([draft], at: now)
        }
    }

    func keepCreditFile() async throws {
        let id = RecordID(trusted: "019ab000-0000-7000-8000-000000000f01")
        let values = [
            ("class", "bad"), ("code", "N11"), ("determinedOn", "2024-05-06"), ("final", "true"),
            ("procedure", "ordinary"), ("reference", Self.erasedWord),
            ("subject", RecordedSite.organisation),
        ]
        try await act(.creditFact, id, as: .register, values)
        try await pull()
        try await act(.creditFact, id, [("repairedOn", "2025-01-02")])
        try await act(.creditFact, id, as: .withdraw, [])
        let (key, now) = (hub.receiptKey, now)
        try await hub.step("a rule pack is given out") {
            _ = try await $0.publish(.rulePack, by: "李科长", at: now) { _ in
                PolicyDocument(
                    .rulePack,
                    version: "pack-1",
                    number: 1,
                    text: #"{"version":"pack-1"}"#,
                    of: RecordedHub.id,
                    signedBy: key
                )
            }
        }
    }

    /// The unit applies, the body accepts and enters a result.
    func verify(_ id: RecordID) async throws {
        let made = try site.step("an application is made") { [author] store, random in
            try ApplicationDraft(body: Self.body, reason: nil, from: nil, to: nil)
                .apply(for: [id], in: store, by: author, random: &random)
        }
        try await push(max: 100)
        let application = made.first?.id ?? id
        try bodyStore.write(at: now, random: &bodyRandom) { writer in
            let result = [
                ("result", "pass"), ("validUntil", "2027-11-22"), ("verifiedOn", "2026-11-23"),
                ("verificationBody", "示例检定所"),
            ]
            let patches = [
                Patch(.application, application, [Patch.Field("state", "accepted")]),
                Patch(.verification, writer.newID(), result.map { Patch.Field($0.0, $0.1) }),
            ]
            let body = OpBody(author: "张工", patches: patches)
            try writer.append(OpDraft(aggregate: id, kind: .change, body: body))
            return ((), .commit)
        }
        let answer = try await send(bodyStore, max: 100)
        _ = try bodyStore.keep(answer, at: now)
        try await pull()
    }

    func restartAll() async throws {
        try hub.restart()
        try site.restart()
        try site.checkpoint()
        try hub.checkpoint()
    }

    func revoke() async throws {
        let (id, now) = (try bodyStore.site().id, now)
        try await hub.step("the body is revoked") { try await $0.revoke(id, at: now) }
    }

    /// The name of a fact that is deleted by law.
    private static let erasedWord = "罚-7f3a91"

    /// Whether the word is in no byte of a folder, once it is in no table any more.
    ///
    /// Shared memory is left out: no image has it, so it is what this process has made while it opened the image.
    /// SQLite fills it from memory that it has not cleared, and this process knows the word.
    static func checkErasure(in folder: String, after dumps: [Dump]) throws {
        let isErased = dumps.contains { $0.contains(erasedWord) }
        guard isErased, dumps.last?.contains(erasedWord) == false else { return }
        let files = FileManager.default
        for name in try files.contentsOfDirectory(atPath: folder) where !name.hasSuffix("-shm") {
            let bytes = files.contents(atPath: folder + "/" + name) ?? Data()
            if bytes.range(of: Data(erasedWord.utf8)) != nil {
                throw PowerCutFlaw("\(name) still has what was deleted")
            }
        }
    }
}
