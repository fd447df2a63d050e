extension CreditMeasures2021 {
    /// What decides nothing in 四（二）.
    static let notModelled4_2 =
        UnmodelledPassage.passages(
            of: "四（二）",
            [
                """
                对公共服务平台上红色警示计量器具使用单位，计量行政部门可通过行政约谈、行政指导建议书等，加强行政指导，督促企业及时改正轻微违法行为。
                """:
                    "gives the authority a discretion; nothing to decide"
            ]
        )
}
