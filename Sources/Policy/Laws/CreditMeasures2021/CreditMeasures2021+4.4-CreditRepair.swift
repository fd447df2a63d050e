extension CreditMeasures2021 {
    package static let naturalRepair = Provision(
        "四（四）自然修复",
        "不良信息保存和披露期限届满的，在信用档案中及时删除该信息，视为自然修复信用。"
    )

    /// Reading: what is repaired is not used any more, neither for the score nor as a ground of 直接判定.
    package static let creditRepair = Provision(
        "四（四）信用修复",
        "信用主体也可以通过改正违法失信行为，消除社会不良影响等进行信用修复。"
    )

    /// Reading: where the national measures of 2026 say otherwise they prevail, by article 3 of the
    /// Zhejiang measures; `repair.profile` says which govern an application of a day.
    package static let repairOfE = Provision(
        "四（四）E级修复",
        "信用等级为 E 级（失信）信用主体的信用修复按照《浙江省公共信用修复管理暂行办法》第五条规定执行。"
    )

    /// Reading: there is no consent by silence; once the term is over the application is still open.
    package static let repairConfirmation = Provision(
        "四（四）核对确认",
        "信用主体通过公共服务平台提交申请，各级市场监管部门应在 15 个工作日内予以核对确认。"
    )

    /// When an application for repair has to be confirmed or refused.
    func repairClock(appliedOn day: Day, _ calendar: WorkingCalendar) -> LegalClock? {
        let days = parameters.inForce(on: day).value.repairWorkingDays
        return calendar.due(after: day, workingDays: days).map {
            LegalClock($0, Self.repairConfirmation)
        }
    }
}
