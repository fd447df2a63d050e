extension CreditMeasures2021 {
    /// What decides nothing in 五, and the annex that is not public.
    static let notModelled5 =
        UnmodelledPassage.passages(
            of: "五（一）",
            [
                "计量信用体系建设是推动我市计量治理体系和治理能力现代化的重要举措，是强化计量监管的重要载体和手段。":
                    "states an aim; nothing to decide",
                "各级市场监管部门要高度重视，加强组织领导，有力有序有效抓好落实，推动我市计量信用体系建设取得积极成效。":
                    "addresses the authorities; nothing to decide",
            ]
        )
        + UnmodelledPassage.passages(
            of: "五（二）",
            [
                """
                各级市场监管部门要通过各种渠道和形式，深入细致向市场主体做好政策宣传解读工作，让经营者充分理解并积极配合以信用为基础的新型监管措施。
                """:
                    "addresses the authorities; nothing to decide",
                "要加强宣传计量诚信企业，营造守信光荣、失信可耻的良好氛围，提升我市计量行业诚信水平。":
                    "addresses the authorities; nothing to decide",
            ]
        )
        + UnmodelledPassage.passages(
            of: "五（三）",
            [
                """
                对信息采（归）集、信息披露、信用等级评定等存在异议的，各级市场监管部门要及时进行核实，作出删除、更正、终止披露等处理意见，并告之申诉人。
                """:
                    "及时 is no term; the clock of an objection runs by "
                    + "`CreditInformationRegulation2017.objection`",
                "对异议处理结果不服的，可以向杭州市市场监督管理局申请复核。": "a right without a term; nothing to decide",
            ]
        )
        + UnmodelledPassage.passages(
            of: "附件",
            [
                "附件：杭州市民生计量信用评价标准（试行）":
                    "not public; what a fact counts for is data in its place: `RulePack`"
            ]
        )
}
