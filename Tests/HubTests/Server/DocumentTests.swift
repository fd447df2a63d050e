import Explanations
import Hub
import Policy
import Signing
import SyncCore
import TestSupport
import Testing

/// Calendars and rule packs on their way to all sites.
struct DocumentTests {
    private func load(
        _ kind: PolicyDocument.Kind,
        _ text: String,
        at hub: RunningHub,
        changesDays: Bool = false,
        in language: Language = .english
    ) async throws -> String {
        let lines = Lines()
        let load = DocumentLoad(text, by: "李科长", in: language, changesDays: changesDays)
        let request = DocumentRequest.load(kind, load)
        try await hub.control.perform(.document(request)) { lines.append($0.orderedText) }
        return lines.all.joined()
    }

    private func list(_ kind: PolicyDocument.Kind, at hub: RunningHub) async throws -> [String] {
        let lines = Lines()
        try await hub.control.perform(.document(.list(kind))) { lines.append($0.orderedText) }
        return lines.all
    }

    @Test func `a calendar gets a number, a version and a signature, and reaches every site`()
        async throws
    {
        try await RunningHub.run { hub in
            let site = try await hub.member()
            let text = try SamplePolicy.calendar2027
            let answer = try await load(.calendar, text, at: hub)
            #expect(answer == #"{"version":"cn-workdays-2027","changed":true,"changedDays":[]}"#)
            let again = try await load(.calendar, text, at: hub)
            #expect(again == #"{"version":"cn-workdays-2027","changed":false,"changedDays":[]}"#)
            let other = text.replacing("2027-02-14", with: "2027-02-21")
            await #expect(throws: HubError.daysChange("2027-02-14, 2027-02-21")) {
                try await load(.calendar, other, at: hub)
            }
            let newer = try await load(.calendar, other, at: hub, changesDays: true)
            #expect(
                newer
                    == #"{"version":"cn-workdays-2027.2","changed":true,"#
                    + #""changedDays":["2027-02-14","2027-02-21"]}"#
            )

            let documents = try await hub.surroundings.store.documents(.calendar)
            #expect(documents.map(\.number) == [2, 1])
            let key = hub.home.receiptKey.publicKey
            #expect(documents.allSatisfy { $0.isSigned(by: hub.home.hub, with: key) })
            let member = try #require(try await hub.surroundings.store.site(site.ops.id))
            let page = try await hub.surroundings.store.page(
                for: member,
                after: .start(epoch: 1),
                having: .none,
                limit: 10
            )
            #expect(page.frames.count == 2)
            let policy = try await hub.control.policyInForce()
            #expect(policy.engine.calendar.version == "cn-workdays-2027.2")
            #expect(policy.refused.isEmpty)
            let listed = try await list(.calendar, at: hub)
            #expect(listed.count == 2)
            #expect(
                listed.first?.hasPrefix(
                    #"{"version":"cn-workdays-2027.2","number":2,"from":2020,"through":2027,"#
                ) == true
            )
        }
    }

    @Test func `what waits at the feed is woken`() async throws {
        try await RunningHub.run { hub in
            let site = try await hub.member()
            let mark = String(repeating: "0", count: 32)
            let path = "/v1/feed?epoch=1&after=0&mark=\(mark)&wait=30"
            async let answer = hub.call("GET", path, as: site)
            while await hub.surroundings.signal.waiting == 0 {
                try await Task.sleep(for: .milliseconds(5))
            }
            let pack = SamplePolicy.pack(version: "p", validFrom: "2027-01-01", n11: -5)
            _ = try await load(.rulePack, pack, at: hub)
            #expect(try await answer.body.contains("policy_document"))
        }
    }

    @Test func `the built-in data need not be given`() async throws {
        try await RunningHub.run { hub in
            let answer = try await load(.calendar, SamplePolicy.builtInCalendar, at: hub)
            #expect(answer == #"{"version":"cn-workdays-2026","changed":false,"changedDays":[]}"#)
            let bytes = try Checkout.bytes("Sources/Policy/RulePacks/hangzhou-placeholder-1.json")
            let pack = String(decoding: bytes, as: UTF8.self)
            let same = try await load(.rulePack, pack, at: hub)
            #expect(same == #"{"version":"hangzhou-placeholder-1","changed":false}"#)
            let changed = pack.replacing(#""points": -30"#, with: #""points": -25"#)
            await #expect(throws: HubError.versionTaken("hangzhou-placeholder-1")) {
                try await load(.rulePack, changed, at: hub)
            }
            // The notice of a year that is in the data may still be changed.
            let noSunday = try SamplePolicy.builtInCalendar.replacing(
                "2026-09-20,workday,国庆节\n",
                with: ""
            )
            let amended = try await load(.calendar, noSunday, at: hub, changesDays: true)
            #expect(
                amended
                    == #"{"version":"cn-workdays-2026.1","changed":true,"#
                    + #""changedDays":["2026-09-20"]}"#
            )
        }
    }

    @Test func `nothing older is given, and nothing is left of what was refused`() async throws {
        try await RunningHub.run { hub in
            let builtIn = try SamplePolicy.builtInCalendar
            let shorter = builtIn.split(separator: "\n").filter { !$0.hasPrefix("2026") }
            await #expect(throws: HubError.olderDocument("cn-workdays-2026: 2020–2026")) {
                try await load(.calendar, shorter.joined(separator: "\n"), at: hub)
            }
            _ = try await load(.calendar, SamplePolicy.calendar2027, at: hub)
            await #expect(throws: HubError.olderDocument("cn-workdays-2027: 2020–2027")) {
                try await load(.calendar, builtIn, at: hub)
            }
            let first = SamplePolicy.pack(version: "a", validFrom: "2027-01-01", n11: -5)
            let second = SamplePolicy.pack(version: "b", validFrom: "2027-07-01", n11: -6)
            let replacing = SamplePolicy.pack(version: "c", validFrom: "2027-07-01", n11: -7)
            for pack in [first, second, replacing] { _ = try await load(.rulePack, pack, at: hub) }
            let between = SamplePolicy.pack(version: "d", validFrom: "2027-03-01", n11: -5)
            // The pack that was replaced does not come back, under its own version or another.
            for pack in [between, second] {
                await #expect(throws: HubError.olderDocument("c: 2027-07-01")) {
                    try await load(.rulePack, pack, at: hub)
                }
            }
            for version in ["a", "b", "c"] {
                let changed = SamplePolicy.pack(version: version, validFrom: "2028-01-01", n11: -9)
                await #expect(throws: HubError.versionTaken(version)) {
                    try await load(.rulePack, changed, at: hub)
                }
            }
            #expect(
                try await load(.rulePack, first, at: hub) == #"{"version":"a","changed":false}"#
            )
            #expect(try await list(.rulePack, at: hub).count == 3)
            #expect(try await list(.calendar, at: hub).count == 1)
        }
    }

    @Test func `a file with a fault is refused with its place`() async throws {
        try await RunningHub.run { hub in
            let torn = try SamplePolicy.calendar2027.replacing(
                "2027-02-14,workday",
                with: "2027-02-14,work"
            )
            let lines = torn.split(separator: "\n")
            let number = try #require(lines.firstIndex { $0.contains(",work,") }) + 1
            await #expect {
                try await load(.calendar, torn, at: hub)
            } throws: { error in
                guard case .badDocument(let detail)? = error as? HubError else { return false }
                return detail.contains("line \(number)")
            }
            await #expect(throws: HubError.badDocument("第 \(number) 行: `work` 不认识")) {
                try await load(.calendar, torn, at: hub, in: .chinese)
            }
            let half = try SamplePolicy.calendar2027.replacing("2027-10-01,holiday,国庆节\n", with: "")
            await #expect {
                try await load(.calendar, half, at: hub)
            } throws: { error in
                guard case .badDocument(let detail)? = error as? HubError else { return false }
                return detail.contains("2027-10-01")
            }
            let pack = SamplePolicy.pack(version: "", validFrom: "2027-02-30", n11: 0)
            await #expect {
                try await load(.rulePack, pack, at: hub)
            } throws: { error in
                guard case .badDocument(let detail)? = error as? HubError else { return false }
                return ["version", "validFrom", "items[2].points"].allSatisfy(detail.contains)
            }
            let long = String(repeating: "长", count: 90_000)
            let large = SamplePolicy.pack(version: "l", validFrom: "2027-01-01", n11: -1)
                .replacing("罚款", with: long)
            await #expect(throws: HubError.documentTooLarge) {
                try await load(.rulePack, large, at: hub)
            }
            #expect(try await list(.calendar, at: hub).isEmpty)
            #expect(try await list(.rulePack, at: hub).isEmpty)
        }
    }

    @Test func `the digest of a pack is the one that explanations name`() async throws {
        try await RunningHub.run { hub in
            let text = SamplePolicy.pack(version: "p", validFrom: "2027-01-01", n11: -5)
            _ = try await load(.rulePack, text, at: hub)
            let spread = "\u{FEFF}" + text.replacing(",", with: " ,\r\n")
            let same = try await load(.rulePack, spread, at: hub)
            #expect(same == #"{"version":"p","changed":false}"#, "the same, laid out otherwise")
            let day = try #require(Day("2027-01-01"))
            let engine = try await hub.control.policyInForce().engine
            let explanation = Explanation(
                of: HubStoreFixture.enterprise,
                .subject(SubjectFacts(facts: [])),
                on: day,
                by: engine
            )
            let digest = try #require(explanation.json["rulePack"]?["digest"]?.string)
            let listed = try await list(.rulePack, at: hub)
            #expect(listed.count == 1 && listed[0].contains(#""digest":"\#(digest)""#))
        }
    }

    @Test func `two at the same time get different numbers`() async throws {
        try await RunningHub.run { hub in
            try await withThrowingTaskGroup { group in
                for index in 1...8 {
                    group.addTask {
                        let pack = SamplePolicy.pack(
                            version: "p\(index)",
                            validFrom: "2027-01-01",
                            n11: -index
                        )
                        _ = try await load(.rulePack, pack, at: hub)
                    }
                }
                try await group.waitForAll()
            }
            let numbers = try await hub.surroundings.store.documents(.rulePack).map(\.number)
            #expect(numbers == [8, 7, 6, 5, 4, 3, 2, 1])
        }
    }
}
