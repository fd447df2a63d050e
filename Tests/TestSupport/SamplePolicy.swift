/// Data of the law as an authority could give them one day.
package enum SamplePolicy {
    /// The calendar of the program with a notice for 2027 that nobody has made: the statutory days, a
    /// longer 元旦 and 春节, and their make-up days.
    package static var calendar2027: String {
        get throws { try builtInCalendar + days2027 }
    }

    /// The calendar that the program was built with, as a file.
    package static var builtInCalendar: String {
        get throws {
            let bytes = try Checkout.bytes("Sources/Policy/Calendars/cn-workdays.csv")
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// A pack of one good and two bad items. `n11` is the deduction for a penalty.
    package static func pack(version: String, validFrom: String, n11: Int) -> String {
        """
        {"version":"\(version)","status":"official","validFrom":"\(validFrom)","source":"测试",\
        "items":[\
        {"code":"S01","class":"good","name":"全部备案","points":1,"cap":2,"penalty":false},\
        {"code":"N01","class":"bad","name":"未备案","points":-1,"cap":-5,"penalty":false},\
        {"code":"N11","class":"bad","name":"罚款","points":\(n11),"cap":null,"penalty":true}]}
        """
    }

    private static let days2027 = """
        2027-01-01,holiday,元旦
        2027-01-02,holiday,元旦
        2027-01-03,holiday,元旦
        2027-01-04,holiday,元旦
        2027-01-09,workday,元旦
        2027-02-05,holiday,春节
        2027-02-06,holiday,春节
        2027-02-07,holiday,春节
        2027-02-08,holiday,春节
        2027-02-09,holiday,春节
        2027-02-14,workday,春节
        2027-04-05,holiday,清明节
        2027-05-01,holiday,劳动节
        2027-05-02,holiday,劳动节
        2027-06-09,holiday,端午节
        2027-09-15,holiday,中秋节
        2027-10-01,holiday,国庆节
        2027-10-02,holiday,国庆节
        2027-10-03,holiday,国庆节

        """
}
