extension UseStatus {
    /// 在用, 备用, 停用, 维修, 报废.
    package func word(in language: Language) -> String {
        switch (self, language) {
        case (.inUse, .chinese): "在用"
        case (.standby, .chinese): "备用"
        case (.stopped, .chinese): "停用"
        case (.repairing, .chinese): "维修"
        case (.scrapped, .chinese): "报废"
        case (.inUse, .english): "in use"
        case (.standby, .english): "standby"
        case (.stopped, .english): "out of use"
        case (.repairing, .english): "under repair"
        case (.scrapped, .english): "scrapped"
        }
    }
}

extension VerificationResult {
    /// 合格, 不合格, 注销.
    package func word(in language: Language) -> String {
        switch (self, language) {
        case (.pass, .chinese): "合格"
        case (.fail, .chinese): "不合格"
        case (.cancelled, .chinese): "注销"
        case (.pass, .english): "pass"
        case (.fail, .english): "fail"
        case (.cancelled, .english): "cancelled"
        }
    }
}

extension VerificationRegime {
    /// 周期检定, 到期轮换, 失准报废.
    package func word(in language: Language) -> String {
        switch (self, language) {
        case (.periodic, .chinese): "周期检定"
        case (.rotate, .chinese): "到期轮换"
        case (.scrapWhenInaccurate, .chinese): "失准报废"
        case (.periodic, .english): "periodic"
        case (.rotate, .english): "rotate"
        case (.scrapWhenInaccurate, .english): "scrap when inaccurate"
        }
    }
}
