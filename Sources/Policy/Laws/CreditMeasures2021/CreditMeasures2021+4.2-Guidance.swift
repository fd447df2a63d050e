extension CreditMeasures2021 {
    /// Reading: "可" is a discretion. The rule says that a unit may be guided, never that it is.
    package static let guidance = Provision(
        "四（二）行政指导",
        "对公共服务平台上红色警示计量器具使用单位，计量行政部门可通过行政约谈、行政指导建议书等，加强行政指导，"
            + "督促企业及时改正轻微违法行为。"
    )

    /// That a user unit with red instruments may be guided; `nil` without any.
    package func guidance(redInstruments count: Int) -> Finding<CreditMeasure>? {
        guard count > 0 else { return nil }
        return Finding(.guidance, under: Self.guidance, because: .redInstruments(count))
    }
}
