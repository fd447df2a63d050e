import SyncCore
import Testing

/// What no op can do, whatever it says: bodies come from outside.
struct MergeBoundTests {
    private typealias Fixture = MergeFixture

    /// An application with the body's result, which states no last valid day.
    private func verified() -> MergeFixture {
        var fixture = Fixture.applied()
        fixture.apply(
            Fixture.draft(
                .verificationBody,
                site: 2,
                base: 2,
                Fixture.verification(1, ["verifiedOn": "2026-11-20", "result": "fail"])
            )
        )
        return fixture
    }

    @Test func `a record is not written under the name of another kind`() {
        var fixture = verified()
        let asApplication = Patch(
            .application,
            Fixture.id(1),
            [Patch.Field("validUntil", "2099-01-01")]
        )
        let asVerification = Patch(
            .verification,
            Fixture.application,
            [Patch.Field("result", "pass")]
        )
        for (party, patch) in [
            (Party.userUnit, asApplication), (.verificationBody, asApplication),
            (.verificationBody, asVerification),
        ] {
            let draft = Fixture.draft(party, site: 7, base: 3, patch)
            let outcomes = fixture.apply(draft)
            #expect(outcomes.map(\.outcome) == [.forbidden])
            #expect(outcomes.map(\.rule) == [.unknownRecord])
        }
        #expect(fixture.record(Fixture.id(1))?[VerificationField.validUntil] == nil)
        #expect(fixture.state.records.count == 3)
    }

    @Test func `a body cannot take its result back, the user unit its own declaration can`() {
        var fixture = verified()
        fixture.apply(
            Fixture.draft(
                .userUnit,
                site: 1,
                seq: 3,
                Fixture.verification(
                    2,
                    ["verifiedOn": "2026-01-20", "result": "pass", "declared": "true"]
                )
            )
        )
        func withdrawal(_ party: Party, _ number: Int) -> Fixture.Draft {
            Fixture.draft(
                party,
                site: 7,
                seq: Int64(number),
                base: 4,
                kind: .withdraw,
                Fixture.verification(number, [:])
            )
        }
        #expect(fixture.apply(withdrawal(.verificationBody, 1)).map(\.rule) == [.writtenOnce])
        #expect(fixture.record(Fixture.id(1))?.isWithdrawn == false)
        #expect(fixture.apply(withdrawal(.userUnit, 2)).map(\.outcome) == [.applied])
        #expect(fixture.record(Fixture.id(2))?.isWithdrawn == true)
    }

    @Test(arguments: [(Int64(1), FieldOutcome.Kind.needsHuman), (2, .applied)])
    func `a site put back from a copy knows of its earlier life what it has read`(
        base: Int64,
        outcome: FieldOutcome.Kind
    ) {
        var fixture = MergeFixture()
        fixture.apply(
            Fixture.draft(
                .userUnit,
                site: 1,
                seq: 2,
                base: 1,
                Fixture.instrument(["location": "一车间"])
            )
        )
        let outcomes = fixture.apply(
            Fixture.draft(
                .userUnit,
                site: 1,
                incarnation: 2,
                seq: 3,
                base: base,
                Fixture.instrument(["location": "二车间"])
            )
        )
        #expect(outcomes.map(\.outcome) == [outcome])
    }

    @Test(arguments: [#"{"location":5}"#, #"{"location":["一车间"]}"#, #"{"location":{}}"#])
    func `a body whose value is neither a text nor null is no body`(fields: String) throws {
        let id = Fixture.instrument
        let text =
            #"{"author":"a","patches":[{"fields":\#(fields),"id":"\#(id)","kind":"instrument"}],"#
            + #""reason":null}"#
        let json = try JSONParser.parse(Array(text.utf8))
        #expect(OpBody(json: json) == nil)
    }
}
