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
    /// The last day of the pack, where it has one.
    package let validUntil: Day?
    /// Where the points come from.
    package let source: String
    /// Invariant: on no day are two of one code in force.
    package let items: [CreditItem]
    /// The file it was read from, byte for byte, without a byte order mark: what a digest is of.
    package let json: [UInt8]
    /// The first entry of each code, whatever its days.
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
        validUntil: Day?,
        source: String,
        items: [CreditItem],
        json: [UInt8]
    ) {
        self.version = version
        self.status = status
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.source = source
        self.items = items
        self.json = json
        positions = Dictionary(
            items.enumerated().map { ($1.code, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The position among `items` of the first entry of a code; all of one code are of one kind.
    package func position(of code: String) -> Int? { positions[code] }

    /// The entry of a code on a day; on a day without one, the first of that code, so that a fact keeps
    /// a name. Whether it counts then is for the rules to say.
    package func item(_ code: String, on day: Day) -> CreditItem? {
        items.first { $0.code == code && $0.isInForce(on: day) }
            ?? positions[code].map { items[$0] }
    }

    /// The positions of the entries in force on a day, by their code.
    ///
    /// Reading: a fact counts for what the pack says on the day that is judged, not on that of its
    /// determination, as every other number of the measures.
    func positions(on day: Day) -> [String: Int] {
        let inForce = items.enumerated().filter { $1.isInForce(on: day) }
        return Dictionary(inForce.map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether the pack says of itself that it is for this day.
    package func isValid(on day: Day) -> Bool {
        validFrom <= day && validUntil.map { day <= $0 } ?? true
    }

    /// Whether a fact may have this code: one of the pack's, or a ground of 直接判定.
    package func knows(_ code: String) -> Bool {
        positions[code] != nil || DirectGround(rawValue: code) != nil
    }

    /// The class that a fact of this code has; `nil` for a code that the pack does not know.
    package func creditClass(of code: String) -> CreditClass? {
        if DirectGround(rawValue: code) != nil { return .direct }
        return positions[code].map { items[$0].creditClass }
    }
}
