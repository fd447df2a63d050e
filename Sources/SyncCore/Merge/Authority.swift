private import Signing

/// Which party owns which field, in which mode and with which rank: one version of the table by which
/// claims are merged (measures 二（三）, 二（四）, 三（三）; only the body writes results, only the user unit
/// its status and place, only the authority files).
package struct Authority: Hashable, Sendable {
    /// Names the version wherever an outcome is told.
    package let version: String
    /// The beginning of its first day in Shanghai. An op goes by the version in force when the hub received
    /// it, so a later version changes no earlier decision.
    package let from: Instant
    /// SHA-256 of its canonical JSON. Hub and site compare the digests of the whole history.
    package let digest: [UInt8]
    private let rules: [RecordKind: [String: FieldRule]]

    init(
        version: String,
        from: Instant,
        digest: [UInt8],
        rules: [RecordKind: [String: FieldRule]]
    ) {
        self.version = version
        self.from = from
        self.digest = digest
        self.rules = rules
    }

    /// The rule of a field; `nil` for a name that the table does not know.
    package func rule(for kind: RecordKind, _ field: String) -> FieldRule? {
        rules[kind]?[field]
    }

    /// The version in force at a moment, as the program was built.
    package static func inForce(at moment: Instant) -> Authority {
        AuthorityHistory.builtIn.inForce(at: moment)
    }

    /// What a program goes by that asks for today, when it has no later moment than it was built for.
    package static var newest: Authority { AuthorityHistory.builtIn.newest }
}

/// All versions of the table, the oldest first: data that the program is built with, as the parameters of
/// the law are. No version is edited; a change of law adds one with its first day.
package struct AuthorityHistory: Hashable, Sendable {
    /// Invariant: there is one at least, and each begins later than the one before.
    package let versions: [Authority]
    /// Stands for every version: whoever has another folds, or will fold, otherwise. Lower-case
    /// hexadecimal.
    package let digest: String

    /// The table this program was built with.
    package static let builtIn: AuthorityHistory = {
        do {
            return try AuthorityHistory(json: PackageResources.authority_json)
        } catch {
            preconditionFailure("authority.json: \(error)")
        }
    }()

    init(_ versions: [Authority]) {
        self.versions = versions
        digest = SHA256().digest(versions.flatMap(\.digest)).hex
    }

    package var newest: Authority { versions[versions.count - 1] }

    /// The version in force at a moment; before the first day of the first one, that one.
    package func inForce(at moment: Instant) -> Authority {
        versions.last { $0.from <= moment } ?? versions[0]
    }
}
