import Evaluation
package import Policy
package import SyncCore

/// An explanation from a file, drawn again by today's rules.
package struct Replay: Sendable {
    /// Something that is not what it was.
    package struct Difference: Hashable, Sendable {
        /// Where it stands in the explanation, as in `conclusion.color`.
        package let path: String
        package let was: JSONValue
        package let now: JSONValue
    }

    /// Why a file is no explanation.
    package enum ReplayError: Error, Hashable {
        case notJSON(JSONError)
        /// A member that is missing or is not what it must be.
        case notAnExplanation(member: String)
        /// The bytes are not those that the digest was made of.
        case otherDigest(stated: String, found: String)
        /// The rule pack of a grade is neither known here nor in the file.
        case packNotHeld(version: String, digest: String)
    }

    /// The explanation as it comes out now.
    package let explanation: Explanation
    /// What comes out otherwise: conclusion, findings, next step.
    package let outcome: [Difference]
    /// What the rules go by now and did not then: parameters, rule pack, working days. Without a
    /// difference in the outcome they made none.
    package let versions: [Difference]

    /// Whether the same comes out.
    package var isSame: Bool { outcome.isEmpty }

    /// Checks the digest of an explanation, and asks the rules again about its facts: by the rule pack
    /// that it names, where that is known or stands in the file.
    package init(_ bytes: [UInt8], by engine: PolicyEngine) throws(ReplayError) {
        let json: JSONValue
        do throws(JSONError) { json = try JSONParser.parse(bytes) } catch { throw .notJSON(error) }
        let (body, stated) = try Self.parts(of: json)
        let found = Explanation.digest(of: body)
        guard found == stated else { throw .otherDigest(stated: stated, found: found) }
        guard body["format"] == .integer(Explanation.format) else {
            throw .notAnExplanation(member: "format")
        }
        guard let day = body.day("day") else { throw .notAnExplanation(member: "day") }
        guard let facts = body["facts"], let id = facts["id"]?.string,
            let told = Explanation.Facts(json: facts)
        else { throw .notAnExplanation(member: "facts") }

        let packs = try Self.packs(of: json, for: told, on: day, engine)
        explanation = Explanation(of: id, told, on: day, by: engine.judging(by: packs))
        var differences: [Difference] = []
        Self.compare(body, explanation.json, at: "", &differences)
        if case .subject = told {
            // The conclusion is drawn by its own pack; that another one is in force now is said.
            let present = Explanation(of: id, told, on: day, by: engine).rulePackJSON
            Self.compare(body["rulePack"] ?? .null, present, at: "rulePack", &differences)
        }
        let isVersion = { (difference: Difference) in
            Self.versionMembers.contains { difference.path.hasPrefix($0) }
        }
        versions = differences.filter(isVersion)
        outcome = differences.filter { !isVersion($0) }
    }

    private static let versionMembers = ["parameters.", "rulePack.", "calendar"]

    /// The explanation without its digest, and the digest.
    private static func parts(
        of json: JSONValue
    ) throws(ReplayError) -> (body: JSONValue, digest: String) {
        guard case .object(let members) = json, let digest = json["digest"]?.string else {
            throw .notAnExplanation(member: "digest")
        }
        let body = members.filter { !Explanation.fileMembers.contains($0.name) }
        return (.object(body), digest)
    }

    /// The pack that an explanation names; for an instrument, which no pack concerns, those in force.
    private static func packs(
        of json: JSONValue,
        for facts: Explanation.Facts,
        on day: Day,
        _ engine: PolicyEngine
    ) throws(ReplayError) -> RulePackHistory {
        guard case .subject = facts else { return engine.rulePacks }
        guard let version = json["rulePack"]?["version"]?.string,
            let digest = json["rulePack"]?["digest"]?.string
        else { throw .notAnExplanation(member: "rulePack") }
        let known = [engine.rulePack(on: day)] + engine.rulePacks.packs
        if let pack = known.first(where: { $0.digest == digest }) { return RulePackHistory(pack) }
        guard let text = json["rulePackText"]?.string else {
            throw .packNotHeld(version: version, digest: digest)
        }
        guard let pack = try? RulePack(json: Array(text.utf8)) else {
            throw .notAnExplanation(member: "rulePackText")
        }
        guard pack.digest == digest else {
            throw .otherDigest(stated: digest, found: pack.digest)
        }
        return RulePackHistory(pack)
    }

    private static func compare(
        _ was: JSONValue,
        _ now: JSONValue,
        at path: String,
        _ differences: inout [Difference]
    ) {
        switch (was, now) {
        case (.object(let old), .object(let new)):
            let known = Set(old.map(\.name))
            let names = old.map(\.name) + new.map(\.name).filter { !known.contains($0) }
            for name in names {
                let place = path.isEmpty ? name : "\(path).\(name)"
                compare(was[name] ?? .null, now[name] ?? .null, at: place, &differences)
            }
        case (.array(let old), .array(let new)):
            for index in 0..<max(old.count, new.count) {
                let left = index < old.count ? old[index] : .null
                let right = index < new.count ? new[index] : .null
                compare(left, right, at: "\(path)[\(index)]", &differences)
            }
        default:
            if was.canonical != now.canonical {
                differences.append(Difference(path: path, was: was, now: now))
            }
        }
    }
}

extension Explanation.Facts {
    /// Reads the facts of an explanation; `nil` for anything else.
    fileprivate init?(json: JSONValue) {
        switch json["kind"]?.string {
        case "instrument":
            guard let facts = InstrumentFacts(json: json) else { return nil }
            self = .instrument(facts)
        case "subject":
            guard let facts = SubjectFacts(json: json) else { return nil }
            self = .subject(facts)
        default: return nil
        }
    }
}
