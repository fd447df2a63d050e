extension CreditMeasures2021 {
    /// Reading: the clock starts when the data have been found inaccurate ("经查实"), not with the
    /// objection, which has a clock of its own (浙江省公共信用信息管理条例 31).
    package static let correction = Provision(
        "三（三）更正",
        "自然人、法人或非法人组织对于经公共服务平台数据交换至杭州市公共信用信息平台公示的信息有异议并经查实确属数据不准确的，"
            + "应当在5个工作日内予以更正。"
    )

    /// When inaccurate data have to be corrected.
    func correctionClock(establishedOn day: Day, _ calendar: WorkingCalendar) -> LegalClock? {
        let days = parameters.inForce(on: day).value.correctionWorkingDays
        return calendar.due(after: day, workingDays: days).map { LegalClock($0, Self.correction) }
    }
}
