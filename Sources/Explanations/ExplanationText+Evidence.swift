package import Policy

/// What an instrument is judged by, and which rules a day before them is judged by.
extension ExplanationText {
    /// The verification that counts, who reported it, and what it displaces.
    func evidenceLines(_ facts: InstrumentFacts) -> [String] {
        let day = explanation.day
        guard let index = facts.latestVerification(on: day) else { return [] }
        let counts = facts.verifications[index]
        let newer = facts.verifications.filter {
            !counts.isDeclared && $0.isDeclared && counts.on < $0.on && $0.on <= day
        }
        return [say("事实: ", "fact: ") + evidence(counts)] + newer.map(displaced)
    }

    private func evidence(_ verification: VerificationFacts) -> String {
        let day = verification.on
        let result = verification.result.word(in: language)
        let end = verification.validUntil.map { say("，有效期至 \($0)", ", valid until \($0)") } ?? ""
        let source =
            verification.isDeclared
            ? say("（使用单位自报）", " (declared by the user unit)")
            : say("（检定机构）", " (reported by the verification body)")
        return say("\(day) 检定\(result)", "verified on \(day): \(result)") + end + source
    }

    private func displaced(_ verification: VerificationFacts) -> String {
        say("      不采用 ", "      not used: ") + evidence(verification)
            + say("：日期虽新，以检定机构的检定为准", ": newer, but the verification body decides")
    }
}

extension PolicyEngine {
    /// That the measures were not in force yet on a day; `nil` from their first day on.
    package func trialNote(on day: Day, in language: Language) -> String? {
        guard let first = measures.parameterSet.firstDays.first, day < first else { return nil }
        return language == .chinese
            ? "办法自 \(first) 起施行，此前按首个版本试算"
            : "the measures are in force from \(first); earlier days are tried by their first version"
    }
}
