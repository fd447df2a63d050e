import Signing
import SyncCore
import Testing

/// The keys of a hub, of which each vouches for the next.
struct HubKeysTests {
    private static let hub = RecordID(trusted: "019ab000-0000-7000-8000-0000000000ff")
    private static let other = RecordID(trusted: "019ab000-0000-7000-8000-0000000000fe")

    private let keys = (0..<4).map { _ in Ed25519PrivateKey.generate() }

    private static func time(_ minute: Int64) -> Instant {
        Instant(milliseconds: 1_795_420_800_000 + minute * 60_000)
    }

    /// The chain over the first keys.
    private func chain(_ count: Int, of hub: RecordID = Self.hub) throws -> HubKeys {
        var chain = HubKeys(hub: hub, first: .ed25519(keys[0].publicKey))
        for number in 1..<max(count, 1) {
            chain = try chain.adding(link(number + 1, by: keys[number - 1], of: hub))
        }
        return chain
    }

    private func link(
        _ number: Int,
        by signer: Ed25519PrivateKey,
        to key: Ed25519PrivateKey? = nil,
        from minute: Int64? = nil,
        of hub: RecordID = Self.hub
    ) -> KeySuccession {
        .sign(
            .ed25519((key ?? keys[number - 1]).publicKey),
            number: number,
            from: Self.time(minute ?? Int64(number)),
            of: hub,
            with: signer
        )
    }

    @Test func `a chain is read as it was written, with the terms of its keys`() throws {
        let chain = try chain(3)
        let read = try HubKeys(json: JSONParser.parse(chain.json.canonical))
        #expect(read == chain && read.count == 3)
        #expect(read.present == .ed25519(keys[2].publicKey))
        #expect(read.term(of: 1) == (nil, Self.time(2)))
        #expect(read.term(of: 2) == (Self.time(2), Self.time(3)))
        #expect(read.term(of: 3) == (Self.time(3), nil))
        for (index, key) in keys.enumerated() {
            let isKnown = read.isValid(key.sign([1]), by: key.keyID, for: [1])
            #expect(isKnown == (index < 3), "\(index)")
            #expect((read.suite(of: key.keyID) == .ed25519) == (index < 3))
        }
        // By its name only.
        #expect(!read.isValid(keys[0].sign([1]), by: keys[1].keyID, for: [1]))
    }

    @Test func `nobody but the present key introduces the next one`() throws {
        let chain = try chain(2)
        let bad: [(String, KeySuccession, HubKeyFault)] = [
            ("the first key", link(3, by: keys[0]), .unproven),
            ("the new key itself", link(3, by: keys[2]), .unproven),
            ("a number left out", link(4, by: keys[1]), .unproven),
            ("a number again", link(2, by: keys[1], to: keys[3]), .unproven),
            ("before the former", link(3, by: keys[1], from: 1), .unproven),
            ("back to the first", link(3, by: keys[1], to: keys[0]), .unproven),
            ("another hub", link(3, by: keys[1], of: Self.other), .otherHub),
        ]
        for (name, succession, fault) in bad {
            #expect(throws: fault, "\(name)") { try chain.adding(succession) }
        }
        #expect(try chain.adding(link(3, by: keys[1])).count == 3)
    }

    @Test func `one word of a chain changed, and it is none`() throws {
        let text = try chain(3).json.canonicalText
        let key = keys[2].publicKey.raw.hex
        let foreign = keys[3].publicKey.raw.hex
        for (word, other) in [
            (key, foreign), ("\"number\":2", "\"number\":5"),
            ("\(Self.time(2).milliseconds)", "\(Self.time(1).milliseconds)"),
            (keys[0].keyID, keys[1].keyID), ("key-succession", "receipts"),
        ] {
            let changed = text.replacing(word, with: other)
            #expect(changed != text)
            let json = try JSONParser.parse(Array(changed.utf8))
            #expect(throws: HubKeyFault.self, "\(word)") { try HubKeys(json: json) }
        }
    }

    @Test func `a site follows a longer chain, and neither another nor a shorter one`() throws {
        let known = try chain(2)
        #expect(try known.following(chain(2)) == known)
        #expect(try known.following(chain(4)) == chain(4))
        #expect(throws: HubKeyFault.shrunk(known: 2, told: 1)) { try known.following(chain(1)) }
        #expect(throws: HubKeyFault.otherHub) { try known.following(chain(2, of: Self.other)) }
        let fork = try chain(1).adding(link(2, by: keys[0], to: keys[3]))
        let forked = HubKeyFault.forked(known: keys[1].keyID, told: keys[3].keyID)
        #expect(throws: forked) { try known.following(fork) }
        let stranger = HubKeys(hub: Self.hub, first: .ed25519(keys[3].publicKey))
        #expect(throws: HubKeyFault.self) { try known.following(stranger) }
    }

    @Test func `a key that was replaced signs nothing of a later time`() throws {
        let chain = try chain(2)
        try chain.check(keys[0].keyID, signingAt: Self.time(2))
        try chain.check(keys[1].keyID, signingAt: Self.time(1))
        #expect(throws: HubKeyFault.ended(keys[0].keyID)) {
            try chain.check(keys[0].keyID, signingAt: Self.time(3))
        }
        #expect(throws: HubKeyFault.unknown(keys[2].keyID)) {
            try chain.check(keys[2].keyID, signingAt: Self.time(1))
        }
    }

    @Test func `who joins again keeps the keys that he had for what they have signed`() throws {
        let former = try chain(2)
        let fork = try chain(1).adding(link(2, by: keys[0], to: keys[3]))
        let keys = fork.replacing(former)
        #expect(keys.all == fork.all && keys.others == [.ed25519(self.keys[1].publicKey)])
        #expect(try HubKeys(json: keys.json) == keys)
        #expect(keys.isValid(self.keys[1].sign([1]), by: self.keys[1].keyID, for: [1]))
        #expect(throws: HubKeyFault.ended(self.keys[1].keyID)) {
            try keys.check(self.keys[1].keyID, signingAt: Self.time(0))
        }
        #expect(try keys.following(fork) == keys)
    }
}
