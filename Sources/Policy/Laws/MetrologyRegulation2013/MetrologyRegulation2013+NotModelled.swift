extension MetrologyRegulation2013 {
    /// What decides nothing here, and why.
    static let notModelled =
        UnmodelledPassage.passages(
            of: "浙江省计量监督管理条例第十二条",
            [
                "（一）社会公用计量标准；": "only working instruments are judged here",
                "（二）企业、事业单位和省有关部门使用的最高计量标准；": "only working instruments are judged here",
                "（三）行政执法、司法鉴定中用于认定事实和判定法律责任的工作计量器具；":
                    "whether an instrument is one is a fact: `InstrumentFacts.isCompulsory`",
                "（四）用于贸易结算、安全防护、医疗卫生、环境监测方面，列入国家强制检定目录的工作计量器具。":
                    "whether an instrument is one is a fact: `InstrumentFacts.isCompulsory`",
                """
                前款规定以外的工作计量器具，涉及公民、法人或者其他组织切身利益，需要实行强制检定的，由省计量主管部门根据经济社会和科学技术的发展，会同省有关部门确定，\
                报省人民政府批准后发布实施。
                """:
                    "lets the province add instruments; whether an instrument is one is "
                    + "a fact: `InstrumentFacts.isCompulsory`",
            ]
        )
        + UnmodelledPassage.passages(
            of: "浙江省计量监督管理条例第十八条",
            [
                "其中，计量标准，由使用者向主持考核该项计量标准的计量主管部门申请周期检定；":
                    "concerns measurement standards; only working instruments are judged here",
                "计量主管部门应当对在用的强制检定计量器具组织现场核查；": "tells the authority to inspect; nothing to decide",
            ]
        )
        + UnmodelledPassage.passages(
            of: "浙江省计量监督管理条例第十九条",
            [
                "前款规定的计量器具的每批次首次强制检定的平均示值误差应当趋向零。":
                    "a technical demand on batches; no fact records errors of indication"
            ]
        )
        + UnmodelledPassage.passages(
            of: "浙江省计量监督管理条例第二十条",
            [
                "计量器具强制检定应当方便生产、及时高效。": "states an aim; nothing to decide"
            ]
        )
        + UnmodelledPassage.passages(
            of: "浙江省计量监督管理条例第二十一条",
            [
                "计量检定机构实施强制检定，应当执行计量检定规程，不得伪造检定数据。":
                    "a duty of the body that no record can show to be kept"
            ]
        )
        + UnmodelledPassage.passages(
            of: "浙江省计量监督管理条例第二十六条",
            [
                "计量校准机构不得有下列行为：": "heads the list below",
                "（二）对实行强制检定的计量器具开展计量校准；":
                    "forbids it to others; a calibration is no `VerificationResult` and "
                    + "makes no instrument lawful",
            ]
        )
        + UnmodelledPassage.passages(
            of: "浙江省计量监督管理条例第二十九条",
            [
                """
                集贸市场等商品交易市场、展销会、商场、超市的商品交易以量值作为结算依据的，其举办者或者经营者应当在显著位置设置经强制检定合格的公平秤、公平尺等计量器具，\
                供公众无偿使用。
                """:
                    "asks for public scales; no fact records whether there are any",
                """
                商品交易市场场内经营者用于贸易结算的属于强制检定范围的计量器具，由市场举办者统一登记造册，并组织场内经营者申请周期检定。
                """:
                    "the organiser files and applies as any user unit; whose stall it is "
                    + "changes no conclusion",
            ]
        )
        + UnmodelledPassage.passages(
            of: "浙江省计量监督管理条例第四十四条",
            [
                """
                供水、供电、供气单位违反本条例第十九条第一款规定，未按照规定期限更换计量器具的，由计量主管部门责令限期改正；逾期不改正的，处一万元以上三万元以下罚款。
                """:
                    "sets a fine that an authority imposes; the meter itself is red by "
                    + "`MetrologyRegulation2013.rotation`"
            ]
        )
}
