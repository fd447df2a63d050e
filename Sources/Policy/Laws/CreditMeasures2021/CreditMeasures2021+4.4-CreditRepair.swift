extension CreditMeasures2021 {
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
