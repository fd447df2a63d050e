/// 民法典, the articles by which every other text here counts time.
///
/// Reading: they govern civil periods; an administrative text without counting rules of its own is
/// counted the same way.
package enum CivilCode {
    /// The quoted articles as they ship, word for word.
    package static let text = String(
        decoding: PackageResources.CivilCode_md,
        as: UTF8.self
    )

    /// A day is a day of the Gregorian calendar.
    package static let calendar = provision(
        "民法典第二百条",
        "民法所称的期间按照公历年、月、日、小时计算。"
    )

    /// The day that starts a period is not part of it: `WorkingCalendar.due(after:workingDays:)`.
    package static let startDayExcluded = provision(
        "民法典第二百零一条",
        "按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算。"
    )

    /// Months and years end on the corresponding day or the month's last: `Day.adding(months:)`.
    package static let correspondingDay = provision(
        "民法典第二百零二条",
        "按照年、月计算期间的，到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日。"
    )

    /// A period does not end on a day off: `WorkingCalendar` counts working days only.
    package static let lastDayOnHoliday = provision(
        "民法典第二百零三条第一款",
        "期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日。"
    )

    /// The last day lasts until midnight: `DueDay.dueAt`.
    package static let endOfLastDay = provision(
        "民法典第二百零三条第二款",
        "期间的最后一日的截止时间为二十四时；有业务时间的，停止业务活动的时间为截止时间。"
    )

    /// 以内 includes the number and 超过 does not: the windows and the red of 四（一）.
    package static let inclusiveBounds = provision(
        "民法典第一千二百五十九条",
        "民法所称的“以上”、“以下”、“以内”、“届满”，包括本数；所称的“不满”、“超过”、“以外”，不包括本数。"
    )

    /// What becomes of each quoted passage.
    package static let account = LawAccount(
        .civilCode,
        text: text,
        implemented: [
            calendar: "Day",
            startDayExcluded: "WorkingCalendar.due",
            correspondingDay: "Day.adding",
            lastDayOnHoliday: "WorkingCalendar.due",
            endOfLastDay: "DueDay.dueAt",
            inclusiveBounds: "MonthRule.lastEnd",
        ],
        notModelled: notModelled
    )

    private static let notModelled =
        UnmodelledPassage.passages(
            of: "民法典第二百零一条",
            ["按照小时计算期间的，自法律规定或者当事人约定的时间开始计算。": "no period here is counted in hours"]
        )
        + UnmodelledPassage.passages(
            of: "民法典第二百零四条",
            [
                "期间的计算方法依照本法的规定，但是法律另有规定或者当事人另有约定的除外。":
                    "gives way to other texts; the terms in working days are theirs"
            ]
        )

    private static func provision(_ label: String, _ text: String) -> Provision {
        Provision(label, text, of: .civilCode)
    }
}

extension LegalText {
    /// 民法典.
    package static let civilCode = LegalText(
        title: "中华人民共和国民法典",
        number: "中华人民共和国主席令第四十五号"
    )
}
