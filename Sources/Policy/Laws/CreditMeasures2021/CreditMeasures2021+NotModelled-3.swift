extension CreditMeasures2021 {
    /// What decides nothing in 三.
    static let notModelled3 =
        UnmodelledPassage.passages(
            of: "三（一）",
            [
                "公共服务平台维护单位要定期备份平台数据，妥善保管，在发生数据丢失或系统崩溃时能及时还原并恢复数据或系统功能。":
                    "a duty of whoever runs the platform; no conclusion depends on it"
            ]
        )
        + UnmodelledPassage.passages(
            of: "三（三）",
            [
                "计量行政部门发现接入公共服务平台数据不准确的，应及时通知数据提供单位进行数据更正。":
                    "及时 is no term; the clock of a correction runs by "
                    + "`CreditMeasures2021.correction`"
            ]
        )
        + UnmodelledPassage.passages(
            of: "三（四）",
            [
                """
                自然人、法人或非法人组织可以通过公共服务平台，方便查找检定校准机构、计量实验室、行业专家、法律法规、技术规范等计量服务信息和技术资源，\
                通过远程视频系统接受计量在线培训和指导。
                """:
                    "offers services; nothing to decide"
            ]
        )
        + UnmodelledPassage.passages(
            of: "三（五）",
            [
                "法人和非法人组织的计量信息通过公共服务平台向社会依法公开，并提供查询服务以及政务共享。":
                    "says what may be disclosed; nothing here is published",
                "自然人的计量信息，通过政务共享和查询的方式披露，除法律、法规有明确规定外，不予公开。":
                    "says what may be disclosed; nothing here is published",
                "社会公众可通过“计量智慧通”微信小程序或扫描计量器具的二维码，查询检定信息。":
                    "offers a service of the platform; nothing to decide",
            ]
        )
        + UnmodelledPassage.passages(
            of: "三（六）",
            [
                """
                推进公共服务平台与杭州市一体化智能化公共数据平台、杭州市公共信用信息平台、杭州市企业信用联动监管平台、城市大脑数据驾驶舱等数据平台的互联互通，\
                提升治理和服务能力。
                """:
                    "states an aim; nothing to decide"
            ]
        )
        + UnmodelledPassage.passages(
            of: "三（七）",
            [
                """
                逐步开发出租车计价器、充电桩、加油机、停车场计时计费系统等不同数据资源应用情景，通过政企联动、部门联动，在数据应用中强化监管，提升行政监管效能。
                """:
                    "states an aim; nothing to decide"
            ]
        )
}
