/// What the counted facts of one code come to together.
package struct CodeSum: Hashable, Sendable {
    package let item: CreditItem
    /// Of all of them, before the cap.
    package let points: Int
    /// What goes into the score.
    package let counted: Int

    init(_ item: CreditItem, points: Int) {
        self.item = item
        self.points = points
        counted = item.held(points)
    }
}

extension CreditItem {
    /// A sum of the points of facts of this code, held at its cap.
    func held(_ sum: Int) -> Int {
        guard let cap else { return sum }
        return cap < 0 ? max(sum, cap) : min(sum, cap)
    }
}

extension CreditConclusion {
    /// What the facts that count come to, code by code, in the order of the pack: the base and these
    /// give the score. `facts` are those that the conclusion was drawn from, on that day.
    package func sums(of facts: [CreditFact], in pack: RulePack, on day: Day) -> [CodeSum] {
        let codes = Dictionary(
            facts.map { ($0.id, $0.code) },
            uniquingKeysWith: { first, _ in first }
        )
        var points: [String: Int] = [:]
        for fact in counted {
            if let code = codes[fact.fact] { points[code, default: 0] += fact.points }
        }
        return pack.items.filter { $0.isInForce(on: day) }.compactMap { item in
            points[item.code].map { CodeSum(item, points: $0) }
        }
    }
}
