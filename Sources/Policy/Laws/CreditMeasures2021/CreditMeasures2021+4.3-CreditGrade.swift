extension CreditMeasures2021 {
    /// Reading: only user units are graded.
    package static let creditGrades = Provision(
        "四（三）信用等级",
        "公共服务平台对计量器具使用单位开展信用评价、信用修复等工作。计量信用等级分为 A 级（优秀）、"
            + "B 级（良好）、C 级（一般）、D 级（警示）、E 级（失信），共 5 级。"
    )

    package static let dynamicEvaluation = Provision(
        "四（三）动态评价",
        "计量信用等级评价采取得分评价和直接判定相结合的方式实行动态评价。"
    )

    /// Reading: the score is held between 0 and 100 once, at the end, so that the order of the facts
    /// decides nothing.
    package static let creditScore = Provision(
        "四（三）得分评价",
        "得分评价在基本分 90 分基础上，采用守信信息加分、不良信息减分的方法产生。"
            + "计量信用等级得分评价由公共服务平台自动生成并确定信用等级。"
    )

    package static let gradeA = Provision("四（三）A级", "综合得分在 95 分及以上为 A 级（优秀）；")
    /// Reading: the lower bound decides, so that no score lies between two grades.
    package static let gradeB = Provision("四（三）B级", "综合得分在 85 分至 94 分的为 B 级（良好）；")
    package static let gradeC = Provision("四（三）C级", "综合得分在 75 分至 84 分的为 C 级（一般）；")
    package static let gradeD = Provision("四（三）D级", "综合得分在 65 分至 74 分的为 D 级（警示）；")
    /// Reading: "64 分以下" includes 64 (民法典 1259).
    package static let gradeE = Provision("四（三）E级", "综合得分在 64 分以下的为 E 级（失信）。")

    package static let directE = Provision(
        "四（三）直接判定",
        "有以下信息的直接判定为 E 级（失信）："
    )
    package static let licenceByDeceit = Provision(
        "四（三）直接判定第1项",
        "1. 以欺骗、贿赂等不正当手段取得计量行政许可；"
    )
    /// Reading: the deduction of the single penalty is meant, not that of all together.
    package static let gravePenalty = Provision(
        "四（三）直接判定第2项",
        "2. 因违反计量法律法规受到行政处罚且单次信用扣分 20 分（含）以上；"
    )
    package static let crime = Provision(
        "四（三）直接判定第3项",
        "3. 因违反计量法律法规，经司法生效判决认定构成犯罪；"
    )
    /// Reading: never concluded from other facts; an authority has to determine it.
    package static let otherGraveInformation = Provision(
        "四（三）直接判定第4项",
        "4. 其他严重不良信息。"
    )

    /// Every passage of 四（三）, in the order of the text.
    static let creditProvisions = [
        creditGrades, dynamicEvaluation, creditScore, gradeA, gradeB, gradeC, gradeD, gradeE,
        directE, licenceByDeceit, gravePenalty, crime, otherGraveInformation,
    ]

    /// The rules of 四（三）, with 三（二）, made ready for one day.
    package func creditRules(
        on day: Day,
        pack: RulePack,
        national: CreditRepairMeasures2026 = .builtIn
    ) -> CreditRules {
        CreditRules(on: day, under: creditParameters.inForce(on: day).value, pack, national)
    }
}

extension CreditGrade {
    /// The passage that gives a score this grade.
    package var provision: Provision {
        switch self {
        case .a: CreditMeasures2021.gradeA
        case .b: CreditMeasures2021.gradeB
        case .c: CreditMeasures2021.gradeC
        case .d: CreditMeasures2021.gradeD
        case .e: CreditMeasures2021.gradeE
        }
    }
}

extension DirectGround {
    /// The passage that makes this a ground.
    package var provision: Provision {
        switch self {
        case .licenceByDeceit: CreditMeasures2021.licenceByDeceit
        case .gravePenalty: CreditMeasures2021.gravePenalty
        case .crime: CreditMeasures2021.crime
        case .other: CreditMeasures2021.otherGraveInformation
        }
    }
}
