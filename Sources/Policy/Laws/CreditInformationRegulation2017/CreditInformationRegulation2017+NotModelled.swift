extension CreditInformationRegulation2017 {
    /// What decides nothing here, and why.
    static let notModelled =
        UnmodelledPassage.passages(
            of: "浙江省公共信用信息管理条例第九条",
            [
                "省公共信用工作机构建立以统一社会信用代码为标识的信息主体的信用档案。":
                    "tells a provincial office to keep files; nothing to decide"
            ]
        )
        + UnmodelledPassage.passages(
            of: "浙江省公共信用信息管理条例第十条",
            [
                "信息主体的下列信息应当作为基础信息记入其信用档案：": "heads the list below",
                """
                （一）法人和非法人组织（包括个体经济组织）在有关国家机关登记或者注册事项；自然人的姓名、身份证号码、出入境证件号码等身份识别信息；
                """:
                    "basic information counts for nothing in the grade; a subject is "
                    + "named by `UnifiedSocialCreditCode`, 个体工商户 included",
                "（二）行政许可信息；": "basic information counts for nothing in the grade",
                "（三）法律、法规、规章规定应当作为基础信息予以归集的其他信息。":
                    "basic information counts for nothing in the grade",
            ]
        )
        + UnmodelledPassage.passages(
            of: "浙江省公共信用信息管理条例第十一条",
            [
                "信息主体的下列信息应当作为不良信息记入其信用档案：": "heads the list below",
                "（四）不履行行政决定而被依法行政强制执行的信息；": "neither the measures nor the built-in pack counts it",
                "（五）不履行判决、裁定等生效法律文书的信息；": "neither the measures nor the built-in pack counts it",
                "（六）经依法认定的违反法律、法规和规章规定的其他不良信息。":
                    "an open class; what of it counts is for the pack to say: `RulePack.items`",
            ]
        )
        + UnmodelledPassage.passages(
            of: "浙江省公共信用信息管理条例第十四条",
            [
                "禁止归集自然人的宗教信仰、基因、指纹、血型、疾病和病史信息以及法律、法规规定禁止归集的自然人的其他信息。":
                    "no field of a record holds it; free text is not searched for it",
                "未经本人书面同意，不得归集自然人收入、存款、有价证券、商业保险、不动产以及纳税数额的信息。":
                    "no field of a record holds it; free text is not searched for it",
            ]
        )
        + UnmodelledPassage.passages(
            of: "浙江省公共信用信息管理条例第十五条",
            [
                "法人和非法人组织的公共信用信息通过公开、政务共享和查询的方式披露。":
                    "nothing here is published; who may read a record is the hub's to "
                    + "say: `HubStore`",
                "自然人的公共信用信息，通过政务共享和查询的方式披露，除法律、法规有明确规定外，不予公开。":
                    "nothing here is published; who may read a record is the hub's to "
                    + "say: `HubStore`",
            ]
        )
        + UnmodelledPassage.passages(
            of: "浙江省公共信用信息管理条例第十六条",
            [
                "，但依法被判处剥夺人身自由的刑罚的，自该刑罚执行完毕之日起计算。":
                    "the later end is given with the fact: `CreditFact.retainUntil`",
                "法律、法规和国家有关规定对保存和披露期限另有规定的，从其规定。":
                    "another end is given with the fact: `CreditFact.retainUntil`",
                "不良信息保存和披露期限届满后，应当在信用档案中及时删除该信息。法律、法规另有规定的除外。":
                    "stands in the same words in 三（二） of the measures: "
                    + "`CreditMeasures2021.retention`",
            ]
        )
        + UnmodelledPassage.passages(
            of: "浙江省公共信用信息管理条例第二十条",
            [
                """
                省公共信用工作机构，设区的市、县（市、区）公共信用建设综合部门和各级公共数据工作机构、公共信用信息提供单位，应当制定安全管理和保密制度，\
                加强公共信用信息报送、归集、记录、披露、使用环节的安全管理。
                """:
                    "tells the authorities to make rules of their own; nothing to decide",
                "省公共信用工作机构应当如实记录公共信用信息查询情况，并自该记录生成之日起保存十年。":
                    "binds the provincial office; credit files are not queried here",
                """
                任何单位和个人对经依法查询或者其他途径获取的信息主体的非公开披露信息负有保密的义务，未经信息主体授权，不得擅自公开披露或者提供给第三方使用。
                """:
                    "a duty of secrecy; no conclusion depends on it",
            ]
        )
        + UnmodelledPassage.passages(
            of: "浙江省公共信用信息管理条例第二十三条",
            [
                "对不良信息主体，行政机关可以就相关联事项采取下列监管措施:":
                    "gives the authorities a discretion; nothing to decide",
                "（一）在实施行政许可等工作中，列为重点审查对象;":
                    "gives the authorities a discretion; nothing to decide",
                "（二）在行政管理中，取消已享受的行政便利措施；": "gives the authorities a discretion; nothing to decide",
                "（三）在日常监督检查中，列为重点监督检查对象，加强现场检查；":
                    "gives the authorities a discretion; nothing to decide",
                "（四）国家和省规定可以采取的其他监管措施。": "gives the authorities a discretion; nothing to decide",
            ]
        )
        + UnmodelledPassage.passages(
            of: "浙江省公共信用信息管理条例第三十条",
            [
                """
                信息主体认为省公共信用工作机构披露的公共信用信息存在错误、遗漏，已超过本条例规定的保存和披露期限仍在披露，不符合严重失信名单具体条件而被列入严重失信名单或者\
                未被移出严重失信名单的，可以向省公共信用工作机构提出异议。
                """:
                    "a right without a term; nothing to decide",
                "信息主体提出异议的，省公共信用工作机构应当作出异议标注，经核实后按照下列规定处理：":
                    "the mark changes no score, and an authority decides the objection; "
                    + "no fact records it",
                "（一）信息存在事实错误的，予以删除；": "an authority decides the objection; no fact records it",
                "（二）信息存在文字错误的，予以更正；": "an authority decides the objection; no fact records it",
                "（三）信息存在遗漏的，予以补充；": "an authority decides the objection; no fact records it",
                "（四）信息超过本条例规定期限仍在披露的，终止披露；":
                    "an authority decides the objection; no fact records it",
                "（五）不符合严重失信名单具体条件而被列入严重失信名单或者未被移出严重失信名单的，移出严重失信名单。":
                    "an authority decides the objection; no fact records it",
                "信息主体对异议处理结果不服的，可以向省发展和改革部门申请复核。": "a right without a term; nothing to decide",
                "省公共信用工作机构、省发展和改革部门应当公布受理异议和复核申请的电话、电子邮箱、网站等。":
                    "tells the offices to publish addresses; nothing to decide",
            ]
        )
        + UnmodelledPassage.passages(
            of: "浙江省公共信用信息管理条例第三十一条",
            [
                "省公共信用工作机构应当建立异议处理档案。":
                    "tells a provincial office to keep files; nothing to decide"
            ]
        )
        + UnmodelledPassage.passages(
            of: "浙江省公共信用信息管理条例第三十二条",
            [
                """
                有不良信息的信息主体具有主动改正违法行为、消除不良影响等情形的，可以向作出违法行为认定的公共信用信息提供单位提出信用修复申请；\
                符合国家和省信用修复有关规定的，公共信用信息提供单位应当作出信用修复决定，并经由省级公共信用信息提供单位书面通知省公共信用工作机构。
                """:
                    "an authority decides on the repair; its decision is a fact: "
                    + "`CreditFact.repairedOn`",
                "信息主体被列入严重失信名单的，不适用前款规定。":
                    "no fact records the list; an authority that repairs has looked at it",
                "信用修复的具体办法，由省发展和改革部门会同省级公共信用信息提供单位另行制定。": "refers to another text",
            ]
        )
}
