extension CreditMeasures2021 {
    /// What decides nothing in 二.
    static let notModelled2 =
        UnmodelledPassage.passages(
            of: "二（一）",
            [
                "公共服务平台全面整合市域内各种计量信息资源，实现集中管理、有序共享和综合利用。": "states an aim; nothing to decide",
                "公共服务平台主要归集以下计量信息：": "heads the list below",
                "1. 计量器具基本信息；":
                    "names a kind of record; the kind is kept here, but keeping decides "
                    + "nothing: `RecordKind.instrument`",
                "2. 计量器具检定信息；":
                    "names a kind of record; the kind is kept here, but keeping decides "
                    + "nothing: `RecordKind.verification`",
                "3. 计量器具使用单位信息；":
                    "names a kind of record; of a user unit its name and code are kept: `Site`",
                "4. 计量检定机构信息；":
                    "names a kind of record; of a body its name and code are kept: `Site`",
                "5. 计量校准机构信息；": "names a kind of record that is not kept here",
                "6. 计量行政许可信息；": "names a kind of record that is not kept here",
                "7. 计量行政处罚信息;":
                    "names a kind of record; what a penalty does to a grade, 四（三） says: "
                    + "`CreditFact`",
                "8. 注册计量师信息;":
                    "names a kind of record that is not kept here; a verification names "
                    + "its three persons",
                "9. 计量考评员信息;": "names a kind of record that is not kept here",
                "10. 其他计量信息。": "names a kind of record that is not kept here",
            ]
        )
        + UnmodelledPassage.passages(
            of: "二（二）",
            [
                "向公共服务平台归集计量信息，可以采取直接录入、数据导入和系统对接等方式进行。":
                    "leaves the way of entry open; nothing to decide",
                """
                计量器具使用单位、计量检定机构、计量行政许可部门应当按照规范要求及时归集民生计量信息，保证归集信息的质量，并对归集信息的准确性、真实性负责。
                """:
                    "及时 is no term; who answers for which field is decided where claims "
                    + "meet: `FieldRule.owner`",
            ]
        )
        + UnmodelledPassage.passages(
            of: "二（三）",
            [
                "强制检定计量器具使用单位可以通过公共服务平台管理本单位计量器具。": "a permission; nothing to decide",
                "对新购置的强制检定计量器具通过公共服务平台报区、县（市）市场监管局（分局）备案；":
                    "sets no term; `Filing` carries it out, and no rule concludes "
                    + "`Violation.unfiled`",
                "；对报废、停用、备用的计量器具，及时修改计量器具状态，确保账物相符。":
                    "及时 is no term, and no fact shows what differs from the ledger",
                "供水供电供气企业可通过系统对接，将在用水表、电表、燃气表信息推送到公共服务平台。": "a permission; nothing to decide",
            ]
        )
        + UnmodelledPassage.passages(
            of: "二（四）",
            [
                "计量检定机构受理检定业务后，应按要求及时完成检定工作，":
                    "及时 is no term; the clocks run by `MetrologyRegulation2013.onSite` "
                    + "and `MetrologyRegulation2013.lab`",
                "并在计量器具上张贴二维码，便于社会公众查询检定信息；": "an act on the instrument that no fact records",
            ]
        )
        + UnmodelledPassage.passages(
            of: "二（五）",
            [
                """
                取得专项授权的计量检定机构应将实验室监控视频、温湿度状况、检定数据自动上传公共服务平台，便于开展远程智慧监管。
                """:
                    "concerns what laboratories stream to the platform; no such data are "
                    + "kept here"
            ]
        )
}
