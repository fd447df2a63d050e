/// 计量信用等级. D is called 警示 in the measures, and so is the colour red; here neither is.
package enum CreditGrade: String, CaseIterable, Comparable, Sendable {
    /// 优秀.
    case a = "A"
    /// 良好.
    case b = "B"
    /// 一般.
    case c = "C"
    /// 警示.
    case d = "D"
    /// 失信.
    case e = "E"

    /// The worse grade is the greater one.
    package static func < (left: CreditGrade, right: CreditGrade) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// The grounds on which a user unit is graded E whatever its score (直接判定), by their codes.
package enum DirectGround: String, CaseIterable, Sendable {
    /// 以不正当手段取得计量行政许可.
    case licenceByDeceit = "D01"
    /// 单次信用扣分 20 分以上的行政处罚.
    case gravePenalty = "D02"
    /// 司法生效判决认定构成犯罪.
    case crime = "D03"
    /// 其他严重不良信息, which only an authority determines.
    case other = "D04"
}

extension DirectGround {
    /// What it is called.
    package func name(in language: Language) -> String {
        switch (self, language) {
        case (.licenceByDeceit, .chinese): "以不正当手段取得计量行政许可"
        case (.gravePenalty, .chinese): "单次扣 20 分以上的行政处罚"
        case (.crime, .chinese): "司法生效判决认定构成犯罪"
        case (.other, .chinese): "其他严重不良信息"
        case (.licenceByDeceit, .english): "a licence by deceit"
        case (.gravePenalty, .english): "a penalty with 20 points or more"
        case (.crime, .english): "a crime by a final judgment"
        case (.other, .english): "other grave information"
        }
    }

    /// A code with its name; only the code where it is an item's, which the pack names.
    package static func title(of code: String, in language: Language) -> String {
        DirectGround(rawValue: code).map { "\(code) \($0.name(in: language))" } ?? code
    }
}
