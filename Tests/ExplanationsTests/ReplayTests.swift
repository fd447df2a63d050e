import Explanations
import Policy
import SyncCore
import TestSupport
import Testing

/// An explanation from a file comes out again, or it is said what does not.
struct ReplayTests {
    @Test(arguments: [1, 2, 3, UInt64.random(in: .min ... .max)])
    func `a thousand explanations of anything come out again`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let engine = PolicyEngine()
        for _ in 0..<250 {
            let explanation = AnyExplanation.random(by: engine, using: &generator)
            let replay = try Replay(explanation.fileBytes, by: engine)
            let holds =
                replay.isSame && replay.versions.isEmpty
                && replay.explanation.digest == explanation.digest
            if !holds { Issue.record("seed \(seed): \(explanation.json.canonicalText)") }
        }
    }

    @Test func `a file of which one byte was changed is refused`() throws {
        let text = String(decoding: DigestTests.explain().fileBytes, as: UTF8.self)
        for (old, new) in [
            (#""color":"yellow""#, #""color":"green""#),
            (#""status":"in_use""#, #""status":"standby""#),
            ("黄色预警：", "黄色预警: "), (#""calendar":"cn"#, #""calendar":"de"#),
        ] {
            let altered = text.replacing(old, with: new)
            #expect(altered != text)
            #expect {
                _ = try Replay(Array(altered.utf8), by: PolicyEngine())
            } throws: { error in
                if case .otherDigest? = error as? Replay.ReplayError { true } else { false }
            }
        }
    }

    @Test func `a grade is drawn again by its own rule pack, which its file carries`() throws {
        let text = SamplePolicy.pack(version: "other", validFrom: "2026-01-01", n11: -7)
        let pack = try RulePack(json: Array(text.utf8))
        let fact = CreditFact(
            id: "f",
            code: "N11",
            creditClass: .bad,
            determinedOn: day("2026-05-06"),
            procedure: .ordinary,
            isFinal: true
        )
        let explanation = Explanation(
            of: "91330106MA00000003",
            .subject(SubjectFacts(facts: [fact])),
            on: day("2026-11-23"),
            by: PolicyEngine(rulePacks: RulePackHistory(pack))
        )
        let replay = try Replay(explanation.fileBytes, by: PolicyEngine())
        #expect(replay.isSame && replay.versions.map(\.path).contains("rulePack.version"))
        #expect(replay.explanation.digest == explanation.digest)

        let file = try JSONParser.parse(explanation.fileBytes)
        func drawAgain(packText: String?) throws -> Replay {
            guard case .object(let members) = file else { preconditionFailure("no object") }
            var kept = members.filter { $0.name != "rulePackText" }
            if let packText { kept.append(JSONValue.Member("rulePackText", .string(packText))) }
            return try Replay(JSONValue.object(kept).canonical, by: PolicyEngine())
        }
        #expect(
            throws: Replay.ReplayError.packNotHeld(
                version: "other",
                digest: explanation.rulePackDigest
            )
        ) { try drawAgain(packText: nil) }
        #expect {
            try drawAgain(packText: text.replacing("-7", with: "-1"))
        } throws: { error in
            if case .otherDigest(explanation.rulePackDigest, _)? = error as? Replay.ReplayError {
                true
            } else {
                false
            }
        }
    }

    @Test func `other layout is the same file`() throws {
        let text = String(decoding: DigestTests.explain().fileBytes, as: UTF8.self)
        let laidOut = text.replacing(",\"", with: ",\n  \"")
        #expect(try Replay(Array(laidOut.utf8), by: PolicyEngine()).isSame)
    }

    @Test(arguments: ["", "[]", "{}", "not json", #"{"digest":"00"}"#, #"{"digest":7}"#])
    func `what is no explanation is refused`(text: String) {
        #expect(throws: Replay.ReplayError.self) {
            _ = try Replay(Array(text.utf8), by: PolicyEngine())
        }
    }

    @Test func `other rules say what comes out otherwise, and what they made of it`() throws {
        let bytes = DigestTests.explain().fileBytes
        let other = try PolicyEngine().replacing("warning.yellow_months", with: .integer(0))
        let replay = try Replay(bytes, by: other)
        #expect(!replay.isSame)
        let color = replay.outcome.first { $0.path == "conclusion.color" }
        #expect(color?.was == "yellow" && color?.now == "green")
        #expect(
            replay.versions.map(\.path).contains("parameters.warning.yellow_months.value")
        )
    }

    @Test func `other versions that make no difference are named and do no harm`() throws {
        let bytes = DigestTests.explain().fileBytes
        let other = try PolicyEngine().replacing("lab.working_days", with: .integer(8))
        let replay = try Replay(bytes, by: other)
        #expect(replay.isSame)
        #expect(replay.versions.map(\.path).contains("parameters.lab.working_days.value"))
    }
}
