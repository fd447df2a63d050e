extension CreditMeasures2021 {
    /// What decides nothing in 四（四） and 四（五）. A row goes as soon as a provision quotes it.
    static let notModelled4 =
        UnmodelledPassage.passages(
            of: "四（四）",
            [
                "不良信息保存和披露期限届满的，在信用档案中及时删除该信息，视为自然修复信用。":
                    "what is past its term counts no more, "
                    + "`CreditExclusion.retentionOver`; nothing deletes it",
                "信用等级为 E 级（失信）信用主体的信用修复按照《浙江省公共信用修复管理暂行办法》第五条规定执行。":
                    "refers to another text, whose conditions are not concluded; the "
                    + "repair is a fact",
            ]
        )
        + UnmodelledPassage.passages(
            of: "四（五）",
            [
                "对 A 级（优秀）信用主体，各级市场监管部门可以依法实施以下激励措施：":
                    "in the discretion of the authorities (可以), and no eligibility is "
                    + "concluded",
                "1. 同等条件下优先考虑推荐各类表彰；":
                    "in the discretion of the authorities (可以), and no eligibility is "
                    + "concluded",
                "2. 在日常监管中，可合理降低“双随机”抽查比例和频次；":
                    "in the discretion of the authorities (可以), and no eligibility is "
                    + "concluded",
                "3. 在实施计量行政许可中，根据实际情况给予优先办理、简化程序、告知承诺等便利化服务措施；":
                    "in the discretion of the authorities (可以), and no eligibility is "
                    + "concluded",
                "4. 国家或者地方规定的其他激励措施。":
                    "in the discretion of the authorities (可以), and no eligibility is "
                    + "concluded",
                "对 E 级（警示）信用主体，各级市场监管部门可以采取以下监管措施：":
                    "in the discretion of the authorities (可以), and no eligibility is "
                    + "concluded",
                "1. 在计量行政许可中，列为重点审查对象，不适用于告知承诺等便利化措施；":
                    "in the discretion of the authorities (可以), and no eligibility is "
                    + "concluded",
                "2. 在日常监督检查中，列为重点监督检查对象，加强现场检查；":
                    "in the discretion of the authorities (可以), and no eligibility is "
                    + "concluded",
                "3. 将名单推送至杭州市企业信用联动监管平台和杭州市公共信用信息平台；":
                    "in the discretion of the authorities (可以), and no eligibility is "
                    + "concluded",
                "4. 法律法规规定的其他监管措施。":
                    "in the discretion of the authorities (可以), and no eligibility is "
                    + "concluded",
            ]
        )
}
