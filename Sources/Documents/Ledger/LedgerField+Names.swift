extension LedgerField {
    /// How a field is called: by us in both languages, and by others.
    struct Names {
        var chinese: String
        var english: String
        var synonyms: [String]

        init(_ chinese: String, _ english: String, _ synonyms: String...) {
            self.chinese = chinese
            self.english = english
            self.synonyms = synonyms
        }
    }

    /// The Chinese names are those of the e-CQS ledger where it has one; the synonyms are what is
    /// met in ledgers that people keep by themselves.
    var names: Names {
        switch self {
        case .serial, .name, .model, .manufacturer, .range, .accuracy: identityNames
        case .category, .subcategory, .origin, .location, .region, .quantity, .purpose,
            .parent:
            useNames
        case .delivery, .status, .compulsory, .regime: supervisionNames
        case .verifiedOn, .validUntil, .result, .certificateNumber, .verificationBody,
            .repairedOn:
            verificationNames
        }
    }

    private var identityNames: Names {
        switch self {
        case .name:
            Names(
                "器具名称",
                "Name",
                "名称",
                "仪器名称",
                "设备名称",
                "计量器具名称",
                "仪表名称",
                "仪器设备名称",
                "instrument"
            )
        case .model:
            Names(
                "型号规格",
                "Model",
                "规格型号",
                "型号",
                "规格",
                "型号/规格",
                "规格/型号",
                "型号及规格",
                "规格及型号",
                "type"
            )
        case .range: Names("测量范围", "Range", "量程", "测量范围/量程", "量程范围", "measuring range")
        case .accuracy:
            Names(
                "准确度等级",
                "Accuracy class",
                "精度等级",
                "准确度",
                "精度",
                "等级",
                "准确度等级/不确定度",
                "不确定度/准确度等级"
            )
        case .manufacturer:
            Names(
                "生产厂家",
                "Manufacturer",
                "制造单位",
                "制造厂",
                "厂家",
                "生产厂商",
                "制造商",
                "生产单位",
                "制造厂家",
                "生产厂",
                "制造厂商",
                "生产企业",
                "生产商",
                "厂商",
                "maker"
            )
        default:
            Names(
                "出厂编号",
                "Serial number",
                "出厂号",
                "机号",
                "表号",
                "序列号",
                "仪器编号",
                "器具编号",
                "设备编号",
                "出厂编号/机号",
                "serial no",
                "serial no.",
                "s/n",
                "sn"
            )
        }
    }

    private var useNames: Names {
        switch self {
        case .category: Names("器具项别", "Category", "项别", "类别", "器具类别")
        case .subcategory: Names("器具种别", "Subcategory", "种别")
        case .origin: Names("器具产地", "Origin", "产地")
        case .region: Names("使用地点行政区划", "Region", "行政区划", "行政区划代码", "区划", "区划代码")
        case .quantity: Names("器具数量", "Quantity", "数量", "台数", "台件数")
        case .purpose: Names("器具用途", "Purpose", "用途", "使用用途")
        case .parent: Names("所属设备", "Part of", "所属主机", "主机", "主机编号", "所属装置")
        default:
            Names(
                "安装/使用地点",
                "Location",
                "使用地点",
                "安装地点",
                "安装使用地点",
                "存放地点",
                "地点",
                "位置",
                "安装位置",
                "使用位置",
                "存放位置",
                "使用科室",
                "使用部门",
                "科室",
                "place"
            )
        }
    }

    private var supervisionNames: Names {
        switch self {
        case .delivery: Names("送检方式", "Delivery", "送检形式")
        case .status: Names("状态", "Status", "使用状态", "器具状态", "设备状态", "使用情况")
        case .compulsory:
            Names("是否强检", "Compulsory", "强检", "强制检定", "是否强制检定", "强检标志")
        default: Names("管理方式", "Regime", "强检方式", "检定管理方式")
        }
    }

    private var verificationNames: Names {
        switch self {
        case .verifiedOn:
            Names(
                "检定日期",
                "Verified on",
                "上次检定日期",
                "最近检定日期",
                "检定时间",
                "本次检定日期",
                "最近一次检定日期",
                "上次检定时间",
                "最近检定时间",
                "检定年月日",
                "verification date"
            )
        case .validUntil:
            Names(
                "有效期至",
                "Valid until",
                "有效期",
                "有效日期",
                "有效期限",
                "检定有效期",
                "检定有效期至",
                "检定有效期限",
                "有效期止",
                "有效期截止日期",
                "有效期至日期",
                "到期日期",
                "到期日",
                "到期时间"
            )
        case .result: Names("检定结论", "Result", "结论", "检定结果", "conclusion")
        case .certificateNumber:
            Names(
                "证书编号",
                "Certificate number",
                "检定证书编号",
                "证书号",
                "检定证书号",
                "检定证书",
                "certificate no",
                "certificate no."
            )
        case .verificationBody:
            Names("检定机构", "Verification body", "检定单位", "检定机构名称", "技术机构", "body")
        default:
            Names("维修日期", "Repaired on", "修理日期", "维修时间", "最近维修日期", "上次维修日期")
        }
    }
}
