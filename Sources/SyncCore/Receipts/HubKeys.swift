package import Signing

/// Why a list of keys is not taken.
package enum HubKeyFault: Error, Hashable, Sendable {
    /// A key in it was not introduced by the key before, or the list is none.
    case unproven
    /// The keys of another hub.
    case otherHub
    /// The hub has given one key two successors: names the key that is known, and the other.
    case forked(known: String, told: String)
    /// Keys are missing that the hub has had, up to this number.
    case shrunk(known: Int, told: Int)
    /// Something was signed with a key after that had been replaced.
    case ended(String)
    /// Something is signed with a key that is not in the list.
    case unknown(String)
    /// Something is signed in a way that this program does not know: names the suite.
    case unknownSuite(String)
}

/// The keys by which a hub signs and has signed, in order: each but the first is introduced by the one before it. Every
/// value of this type is such a chain: none can be made otherwise.
package struct HubKeys: Hashable, Sendable {
    package let hub: RecordID
    /// Nobody has introduced it: it is trusted since a site has joined.
    package let first: SuitePublicKey
    package private(set) var successions: [KeySuccession] = []
    /// Keys that a person has left behind by joining again: they vouch for what they have signed, and introduce none.
    package private(set) var others: [SuitePublicKey] = []

    /// A hub that has had one key only.
    package init(hub: RecordID, first: SuitePublicKey) {
        (self.hub, self.first) = (hub, first)
    }

    /// In order.
    package var all: [SuitePublicKey] { [first] + successions.map(\.key) }

    /// The one that signs now.
    package var present: SuitePublicKey { successions.last?.key ?? first }

    /// How many there have been.
    package var count: Int { successions.count + 1 }

    /// When the key of this number began to sign, as far as that is known, and when it was replaced.
    package func term(of number: Int) -> (from: Instant?, until: Instant?) {
        let until = successions.indices.contains(number - 1) ? successions[number - 1].from : nil
        return (number > 1 ? successions[number - 2].from : nil, until)
    }

    /// The chain with one more key.
    package func adding(_ succession: KeySuccession) throws(HubKeyFault) -> HubKeys {
        guard succession.hub == hub else { throw .otherHub }
        guard succession.number == count + 1, succession.isSigned(by: present),
            succession.from >= successions.last?.from ?? succession.from,
            !all.contains(succession.key)
        else { throw .unproven }
        var longer = self
        longer.successions.append(succession)
        return longer
    }

    /// What is known once the hub has told its list.
    ///
    /// - Throws: where the list is not this one with new keys behind it.
    package func following(_ told: HubKeys) throws(HubKeyFault) -> HubKeys {
        guard told.hub == hub else { throw .otherHub }
        for (known, told) in zip(all, told.all) where known != told {
            throw .forked(known: known.fingerprint, told: told.fingerprint)
        }
        guard told.count >= count else { throw .shrunk(known: count, told: told.count) }
        var keys = self
        for succession in told.successions[successions.count...] {
            keys = try keys.adding(succession)
        }
        return keys
    }

    /// The list of a hub that a person has joined anew, with what was known before, be it another chain or not.
    package func replacing(_ former: HubKeys) -> HubKeys {
        var keys = self
        keys.others = (former.others + former.all).filter { !all.contains($0) }
        return keys
    }

    // MARK: What was signed

    private func key(_ keyID: String) -> SuitePublicKey? {
        (all + others).first { $0.fingerprint == keyID }
    }

    /// Whether the hub may sign something new with a key, which says that it is of a time.
    package func check(_ keyID: String, signingAt time: Instant) throws(HubKeyFault) {
        guard let index = all.firstIndex(where: { $0.fingerprint == keyID }) else {
            throw others.contains { $0.fingerprint == keyID } ? .ended(keyID) : .unknown(keyID)
        }
        if let until = term(of: index + 1).until, time > until { throw .ended(keyID) }
    }

    // MARK: As it travels and is kept

    /// The first key, and what introduces each of the others, in order.
    package var links: [JSONValue] { [first.json] + successions.map(\.json) }

    /// Reads what `links` gives.
    package init(hub: RecordID, links: [JSONValue]) throws(HubKeyFault) {
        guard let first = links.first.flatMap(SuitePublicKey.init) else { throw .unproven }
        var keys = HubKeys(hub: hub, first: first)
        for link in links.dropFirst() {
            guard let succession = KeySuccession(json: link) else { throw .unproven }
            keys = try keys.adding(succession)
        }
        self = keys
    }

    package var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("hub", .string(hub.description)), .init("keys", .array(links)),
        ]
        if !others.isEmpty { members.append(.init("others", .array(others.map(\.json)))) }
        return .object(members)
    }

    /// Reads what `json` writes.
    package init(json: JSONValue) throws(HubKeyFault) {
        if let name = json.unknownSuite { throw .unknownSuite(name) }
        guard let hub = json["hub"]?.recordID, let links = json["keys"]?.elements else {
            throw .unproven
        }
        var keys = try HubKeys(hub: hub, links: links)
        let others = json["others"]?.elements ?? []
        keys.others = others.compactMap(SuitePublicKey.init)
        guard keys.others.count == others.count else { throw .unproven }
        self = keys
    }
}

extension HubKeys: StatementVerifier {
    package var firstKeyID: String { first.fingerprint }

    package func suite(of keyID: String) -> SignatureSuite? { key(keyID)?.suite }

    package func isValid(_ signature: [UInt8], by keyID: String, for message: [UInt8]) -> Bool {
        key(keyID)?.isValid(signature, for: message) ?? false
    }
}

extension SuitePublicKey {
    fileprivate var json: JSONValue {
        ["key": .string(raw.hex), "suite": .string(suite.rawValue)]
    }

    fileprivate init?(_ json: JSONValue) {
        guard let suite = json["suite"]?.suite, let raw = json["key"]?.bytes,
            let key = try? SuitePublicKey(suite, raw: raw)
        else { return nil }
        self = key
    }
}
