/// 信用修复管理办法 (国家发展和改革委员会令第36号), of which only a summary is known: for how long bad
/// information is published and from when it can be repaired, by its gravity.
package struct CreditRepairMeasures2026: Sendable {
    /// The dated parameters as the file has them.
    package let parameterSet: ParameterSet
    private let repair: [Gravity: Dated<Int>]
    private let publication: [Gravity: Dated<Int>]

    /// The measures with some parameters.
    package init(parameters set: ParameterSet) throws(ParameterError) {
        parameterSet = set
        repair = try Self.months(set, Self.repairMonthsName)
        publication = try Self.months(set, Self.publicationMonthsName)
    }

    /// The measures with the parameters this program was built with.
    package static let builtIn = ParameterSet.builtIn(
        PackageResources.CreditRepairMeasures2026_parameters_json,
        CreditRepairMeasures2026.init(parameters:)
    )

    /// The summary as it ships.
    package static let text = String(
        decoding: PackageResources.CreditRepairMeasures2026_md,
        as: UTF8.self
    )

    static func repairMonthsName(_ gravity: Gravity) -> String {
        "repair.months.\(gravity.rawValue)"
    }

    static func publicationMonthsName(_ gravity: Gravity) -> String {
        "publication.months.\(gravity.rawValue)"
    }

    /// Reading: the day of determination stands in for that of the document, which a fact does not
    /// carry.
    package static let terms = provision(
        "分类与期限",
        "要旨：失信信息分为轻微、一般、严重三类。轻微的原则上不公示，确需公示的最长三个月，义务履行完毕即可修复；"
            + "一般的最短公示三个月，最长一年；严重的最短公示一年，最长三年。期限自作出司法、行政文书之日起计算。"
    )
    package static let conditions = provision(
        "条件",
        "要旨：达到最短公示期；已改正并全部履行义务；作出公开的信用承诺；符合其他法定条件。"
    )
    /// Reading: the end of publication ends no use; only a repair does. `score.stop_on` keeps the other
    /// reading possible.
    package static let effect = provision(
        "效果",
        "要旨：修复后终止公示，停止共享和使用，解除措施，更新信用评价。最长公示期届满，终止公示。"
    )

    /// What becomes of each passage.
    package static let account = LawAccount(
        .creditRepairMeasures2026,
        text: text,
        implemented: [
            terms: "CreditRepairMeasures2026.repairMonths",
            conditions: "RepairCondition",
            effect: "CreditExclusion.publicationOver",
        ],
        notModelled: UnmodelledPassage.passages(
            of: "信用修复管理办法认定与修复要旨",
            [
                "要旨：谁认定、谁修复，通过信用中国网站申请。":
                    "says who decides and where to apply; nothing to conclude from facts"
            ]
        )
    )

    /// How many months after the determination an application is possible.
    func repairMonths(_ gravity: Gravity, on day: Day) -> Int {
        repair[gravity]?.inForce(on: day).value ?? 0
    }

    /// The last day on which a fact may be published; `nil` where its gravity is not known.
    func publicationEnd(
        of gravity: Gravity?,
        from determinedOn: Day,
        on day: Day
    ) -> Day? {
        gravity.flatMap { publication[$0] }.map {
            determinedOn.adding(months: $0.inForce(on: day).value)
        }
    }

    private static func months(
        _ set: ParameterSet,
        _ name: (Gravity) -> String
    ) throws(ParameterError) -> [Gravity: Dated<Int>] {
        var months: [Gravity: Dated<Int>] = [:]
        for gravity in Gravity.allCases { months[gravity] = try set.integers(name(gravity)) }
        return months
    }

    private static func provision(_ heading: String, _ text: String) -> Provision {
        Provision("信用修复管理办法\(heading)要旨", text, of: .creditRepairMeasures2026)
    }
}

extension LegalText {
    /// 信用修复管理办法.
    package static let creditRepairMeasures2026 = LegalText(
        title: "信用修复管理办法",
        number: "国家发展和改革委员会令第36号",
        wording: .summary
    )
}
