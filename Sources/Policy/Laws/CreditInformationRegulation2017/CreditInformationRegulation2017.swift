/// 浙江省公共信用信息管理条例 (2017): what bad information is, how long it is kept, and how soon an
/// objection is decided. `account` names the other articles that are used.
package struct CreditInformationRegulation2017: Sendable {
    /// The dated parameters as the file has them.
    package let parameterSet: ParameterSet
    private let objectionWorkingDays: Dated<Int>
    let retentionYears: Dated<Int>

    /// The regulation with some parameters.
    package init(parameters set: ParameterSet) throws(ParameterError) {
        parameterSet = set
        objectionWorkingDays = try set.integers("objection.working_days")
        retentionYears = try set.integers("retention.years")
    }

    /// The regulation with the parameters this program was built with.
    package static let builtIn = ParameterSet.builtIn(
        PackageResources.CreditInformationRegulation2017_parameters_json,
        CreditInformationRegulation2017.init(parameters:)
    )

    /// The quoted articles as they ship, word for word.
    package static let text = String(
        decoding: PackageResources.CreditInformationRegulation2017_md,
        as: UTF8.self
    )

    /// Reading: a penalty of which it is not known whether it is final is not final.
    package static let finalPenalties = Provision(
        "浙江省公共信用信息管理条例第十一条第二项",
        "（二）在法定期限内未提起行政复议、行政诉讼，或者经行政复议、行政诉讼最终维持原决定的行政处罚信息，"
            + "但适用简易程序作出的除外；",
        of: .creditInformationRegulation2017
    )

    /// How long bad information is kept: the end of `CreditFact.retainUntil`, where none is given that
    /// of the window, which has the same length.
    package static let retention = Provision(
        "浙江省公共信用信息管理条例第十六条第一款",
        "不良信息的保存和披露期限为五年，自不良行为或者事件认定之日起计算",
        of: .creditInformationRegulation2017
    )

    package static let retentionWhileListed = Provision(
        "浙江省公共信用信息管理条例第十六条第二款",
        "信息主体依照本条例规定被列入严重失信名单，其不良信息保存和披露期限届满时尚未被移出严重失信名单的，"
            + "不良信息保存和披露期限延至被移出严重失信名单之日。",
        of: .creditInformationRegulation2017
    )

    /// Reading: the term that may be extended to twenty working days runs as five until it is.
    package static let objection = Provision(
        "浙江省公共信用信息管理条例第三十一条第一款",
        "省公共信用工作机构、省发展和改革部门应当自受理异议或者复核申请之日起五个工作日内处理完毕；"
            + "情况复杂的，经省发展和改革部门负责人批准，可以适当延长处理期限，但累计不得超过二十个工作日。",
        of: .creditInformationRegulation2017
    )

    /// When an objection has to be decided; its acceptance starts the clock.
    func objectionClock(acceptedOn day: Day, _ calendar: WorkingCalendar) -> LegalClock? {
        let days = objectionWorkingDays.inForce(on: day).value
        return calendar.due(after: day, workingDays: days).map { LegalClock($0, Self.objection) }
    }
}

extension LegalText {
    /// 浙江省公共信用信息管理条例.
    package static let creditInformationRegulation2017 = LegalText(
        title: "浙江省公共信用信息管理条例",
        number: "2017年9月30日浙江省第十二届人民代表大会常务委员会第四十四次会议通过"
    )
}
