/// 浙江省计量监督管理条例 (2013): how long a verification may take, and how long its result can be
/// contested. `account` names the other articles that are used.
package struct MetrologyRegulation2013: Sendable {
    /// The dated parameters as the file has them.
    package let parameterSet: ParameterSet
    private let onSiteWorkingDays: Dated<Int>
    private let labWorkingDays: Dated<Int>
    private let reverificationDays: Dated<Int>

    /// The regulation with some parameters.
    package init(parameters set: ParameterSet) throws(ParameterError) {
        parameterSet = set
        onSiteWorkingDays = try set.integers("onsite.working_days")
        labWorkingDays = try set.integers("lab.working_days")
        reverificationDays = try set.integers("reverification.days")
    }

    /// The regulation with the parameters this program was built with.
    package static let builtIn = ParameterSet.builtIn(
        PackageResources.MetrologyRegulation2013_parameters_json,
        MetrologyRegulation2013.init(parameters:)
    )

    /// The quoted articles as they ship, word for word.
    package static let text = String(
        decoding: PackageResources.MetrologyRegulation2013_md,
        as: UTF8.self
    )

    package static let onSite = Provision(
        "浙江省计量监督管理条例第二十条第二款",
        "对具备现场检定条件的，计量检定机构应当自接到检定申请之日起十个工作日内完成现场检定。",
        of: .metrologyRegulation2013
    )

    /// Reading: an agreed longer time replaces the term; no clock is computed for it.
    package static let lab = Provision(
        "浙江省计量监督管理条例第二十条第三款",
        "对不具备现场检定条件的，计量检定机构应当自收到送检计量器具之日起七个工作日内完成检定；"
            + "确需延长检定时间的，由计量检定机构和送检单位协商确定。",
        of: .metrologyRegulation2013
    )

    /// Reading: "十五日" are calendar days, and end by 民法典 203 after a day off.
    package static let reverification = Provision(
        "浙江省计量监督管理条例第二十一条第二款",
        "当事人对强制检定结果有异议的，可以自收到强制检定结果之日起十五日内向所在地设区的市计量主管部门申请复检。",
        of: .metrologyRegulation2013
    )

    /// When a verification on the spot has to be done; the application starts the clock.
    func onSiteClock(appliedOn day: Day, _ calendar: WorkingCalendar) -> LegalClock? {
        let days = onSiteWorkingDays.inForce(on: day).value
        return calendar.due(after: day, workingDays: days).map { LegalClock($0, Self.onSite) }
    }

    /// When a verification in the laboratory has to be done; the instrument's arrival starts it.
    func labClock(receivedOn day: Day, _ calendar: WorkingCalendar) -> LegalClock? {
        let days = labWorkingDays.inForce(on: day).value
        return calendar.due(after: day, workingDays: days).map { LegalClock($0, Self.lab) }
    }

    /// Until when another verification can be asked for; receiving the result starts the clock.
    func reverificationClock(resultOn day: Day, _ calendar: WorkingCalendar) -> LegalClock? {
        let days = reverificationDays.inForce(on: day).value
        return calendar.due(after: day, calendarDays: days).map {
            LegalClock($0, Self.reverification)
        }
    }
}

extension LegalText {
    /// 浙江省计量监督管理条例.
    package static let metrologyRegulation2013 = LegalText(
        title: "浙江省计量监督管理条例",
        number: "浙江省人民代表大会常务委员会公告第5号"
    )
}
