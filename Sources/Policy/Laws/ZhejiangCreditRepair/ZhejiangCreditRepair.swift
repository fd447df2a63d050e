/// 浙江省公共信用修复管理暂行办法, of which only a summary is known: when bad information can be
/// repaired, until the national measures of 2026.
package struct ZhejiangCreditRepair: Sendable {
    /// The dated parameters as the file has them.
    package let parameterSet: ParameterSet
    private let months: Dated<Int>
    private let noSameKind: Dated<Bool>

    /// The measures with some parameters.
    package init(parameters set: ParameterSet) throws(ParameterError) {
        parameterSet = set
        months = try set.integers(Self.monthsName)
        noSameKind = try set.flags(Self.noSameKindName)
    }

    /// The measures with the parameters this program was built with.
    package static let builtIn = ParameterSet.builtIn(
        PackageResources.ZhejiangCreditRepair_parameters_json,
        ZhejiangCreditRepair.init(parameters:)
    )

    /// The summary as it ships.
    package static let text = String(
        decoding: PackageResources.ZhejiangCreditRepair_md,
        as: UTF8.self
    )

    static let monthsName = "repair.months.zhejiang"
    static let noSameKindName = "repair.no_same_kind"

    package static let seriousList = provision(
        "第三条",
        "要旨：列入严重失信名单期间不予信用修复；法律、法规、规章和中央国家机关另有规定的，从其规定。"
    )
    package static let conditions = provision(
        "第五条",
        "要旨：法定义务履行完毕，社会不良影响基本消除；省级部门可以规定期限，原则上自认定之日起不少于一年；"
            + "自认定之日至申请之日没有同类不良信息记录。"
    )

    /// What becomes of each passage.
    package static let account = LawAccount(
        .zhejiangCreditRepair,
        text: text,
        implemented: [
            seriousList: "RepairCondition.Kind.notListed",
            conditions: "RepairCondition",
        ],
        notModelled: UnmodelledPassage.passages(
            of: "浙江省公共信用修复管理暂行办法第二条要旨",
            [
                "要旨：自认定之日起满五年的不良信息从信用档案中删除，为自然修复；其他修复向作出认定的单位申请。":
                    "repeats 信用信息条例 16 and 120号 四（四）, which have the rule"
            ]
        )
            + UnmodelledPassage.passages(
                of: "浙江省公共信用修复管理暂行办法第四条要旨",
                [
                    "要旨：信息提供单位受理并确认其认定的不良信息的修复。":
                        "says who decides; nothing to conclude from facts"
                ]
            )
    )

    /// How many months after the determination an application is possible.
    func months(on day: Day) -> Int { months.inForce(on: day).value }

    /// Whether a later fact of the same kind stands in the way.
    func requiresNoSameKind(on day: Day) -> Bool { noSameKind.inForce(on: day).value }

    private static func provision(_ article: String, _ text: String) -> Provision {
        Provision("浙江省公共信用修复管理暂行办法\(article)要旨", text, of: .zhejiangCreditRepair)
    }
}

extension LegalText {
    /// 浙江省公共信用修复管理暂行办法.
    package static let zhejiangCreditRepair = LegalText(
        title: "浙江省公共信用修复管理暂行办法",
        number: "文号未查得",
        wording: .summary
    )
}
