/// What each fact about a user unit counts for (评分标准): codes, points and caps, as data.
///
/// The annex of the measures that lays them down is not public, so they are never code. A pack says
/// of itself whether it is official.
package struct RulePack: Hashable, Sendable {
    /// Whether the points have been laid down by an authority.
    package enum Status: String, CaseIterable, Sendable {
        /// Invented by analogy until the official ones are known.
        case placeholder
        /// As published.
        case official
    }

    package let version: String
    package let status: Status
    package let validFrom: Day
    /// Where the points come from.
    package let source: String
    /// Invariant: every code stands once.
    package let items: [CreditItem]
    private let positions: [String: Int]

    /// The pack this program was built with.
    package static let builtIn: RulePack = {
        do {
            return try RulePack(json: PackageResources.hangzhou_placeholder_1_json)
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    init(
        version: String,
        status: Status,
        validFrom: Day,
        source: String,
        items: [CreditItem]
    ) {
        self.version = version
        self.status = status
        self.validFrom = validFrom
        self.source = source
        self.items = items
        positions = Dictionary(
            items.enumerated().map { ($1.code, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The position of an item among `items`.
    package func position(of code: String) -> Int? { positions[code] }

    /// Whether a fact may have this code: one of the pack's, or a ground of 直接判定.
    package func knows(_ code: String) -> Bool {
        positions[code] != nil || DirectGround(rawValue: code) != nil
    }
}

/// What one kind of fact counts for.
package struct CreditItem: Hashable, Sendable {
    package let code: String
    /// 守信 or 不良; never `direct`, which the measures themselves lay down.
    package let creditClass: CreditClass
    package let name: String
    /// What one fact adds; negative for a deduction.
    package let points: Int
    /// The most that all facts of this code add or deduct together.
    package let cap: Int?
    /// An administrative penalty, which counts only once it is final.
    package let isPenalty: Bool
}
