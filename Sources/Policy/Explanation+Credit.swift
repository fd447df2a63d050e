extension PolicyEngine {
    /// Everything about a user unit: its score and grade, each fact, what an authority may do, what is
    /// to be deleted, and what a repair would ask.
    package func findings(for subject: SubjectFacts, on day: Day) -> [ExplainedFinding] {
        let rules = creditRules(on: day)
        let conclusion = rules.conclusion(for: subject)
        return gradeFindings(conclusion, subject, rules)
            + factFindings(conclusion, subject, rules)
            + measures.measures(for: conclusion.decision, on: day)
            .map { ExplainedFinding($0.named(\.rawValue)) }
            + [measures.unconstrained(conclusion.decision.grade, on: day)].compactMap { $0 }
            .map { ExplainedFinding($0) }
            + retentionFindings(subject, on: day)
            + repairFindings(subject, conclusion.decision.grade, on: day)
    }

    private func gradeFindings(
        _ conclusion: CreditConclusion,
        _ subject: SubjectFacts,
        _ rules: CreditRules
    ) -> [ExplainedFinding] {
        let decision = conclusion.decision
        let day = rules.day
        let grade = decision.byScore == .e ? CreditGrade.d : decision.byScore
        var findings = [
            Finding(
                "\(decision.score)",
                under: CreditMeasures2021.creditScore,
                because: .credit(
                    .score(
                        base: rules.parameters.base,
                        score: decision.score,
                        counted: conclusion.counted.count
                    )
                ),
                parameters: uses(of: ["score.base", "score.floor", "score.cap"], on: day)
            ),
            Finding(
                decision.byScore.rawValue,
                under: decision.byScore.provision,
                because: .credit(.band(score: decision.score, decision.byScore)),
                parameters: uses(of: ["grade.\(grade.rawValue)_from"], on: day)
            ),
        ]
        if let code = decision.direct {
            findings.append(
                Finding(
                    CreditGrade.e.rawValue,
                    under: CreditMeasures2021.directE,
                    because: .credit(.direct(code: code))
                )
            )
        }
        if decision.needsConfirmation {
            findings.append(
                Finding(
                    "needs_confirmation",
                    under: PersonalInformationLaw2021.explanationAndReview,
                    because: .credit(.confirmation),
                    parameters: uses(of: ["grade.E_requires_confirmation"], on: day)
                )
            )
        }
        return findings.map { ExplainedFinding($0) } + groundFindings(conclusion, subject, on: day)
    }

    private func groundFindings(
        _ conclusion: CreditConclusion,
        _ subject: SubjectFacts,
        on day: Day
    ) -> [ExplainedFinding] {
        let codes = Dictionary(
            subject.facts.map { ($0.id, $0.code) },
            uniquingKeysWith: { first, _ in first }
        )
        return conclusion.counted.compactMap { counted in
            let provision = counted.provision
            guard DirectGround.allCases.contains(where: { $0.provision == provision }) else {
                return nil
            }
            let isPenalty = provision == CreditMeasures2021.gravePenalty
            let names = ["direct_E.lifetime"] + (isPenalty ? ["direct_E.single_deduction"] : [])
            return ExplainedFinding(
                Finding(
                    CreditGrade.e.rawValue,
                    under: provision,
                    because: .credit(
                        .ground(fact: counted.fact, code: codes[counted.fact] ?? "")
                    ),
                    parameters: uses(of: names, on: day)
                ),
                of: counted.fact
            )
        }
    }

    private func factFindings(
        _ conclusion: CreditConclusion,
        _ subject: SubjectFacts,
        _ rules: CreditRules
    ) -> [ExplainedFinding] {
        let day = rules.day
        let facts = Dictionary(
            subject.facts.map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let counted = conclusion.counted.flatMap { counted -> [ExplainedFinding] in
            var findings = [
                Finding(
                    "counted",
                    under: counted.provision,
                    because: .credit(.counted(points: counted.points))
                )
            ]
            if let fact = facts[counted.fact] {
                let end = rules.reasonOfEnd(counted.countsUntil, of: fact)
                findings.append(
                    Finding(
                        "counted_until",
                        under: end.provision,
                        because: .credit(.countedUntil(counted.countsUntil)),
                        parameters: uses(of: end.parameterNames, on: day)
                    )
                )
            }
            return findings.map { ExplainedFinding($0, of: counted.fact) }
        }
        let excluded = conclusion.excluded.map { fact in
            ExplainedFinding(
                Finding(
                    "excluded",
                    under: fact.provision,
                    because: .credit(.excluded(fact.because)),
                    parameters: uses(of: fact.because.parameterNames, on: day)
                ),
                of: fact.fact
            )
        }
        return counted + excluded
    }

    private func retentionFindings(
        _ subject: SubjectFacts,
        on day: Day
    ) -> [ExplainedFinding] {
        subject.facts.flatMap { fact -> [ExplainedFinding] in
            guard
                let retention = creditInformation.retention(
                    of: fact,
                    on: day,
                    isOnSeriousList: subject.isOnSeriousList
                )
            else { return [] }
            var findings = [retention.named(\.word)]
            if case .toBeDeleted = retention.value {
                findings.append(
                    Finding(
                        "natural_repair",
                        under: CreditMeasures2021.naturalRepair,
                        because: retention.because,
                        parameters: retention.parameters
                    )
                )
            } else if let gravity = fact.gravity,
                let end = nationalRepair.publicationEnd(
                    of: fact.gravity,
                    from: fact.determinedOn,
                    on: day
                )
            {
                let name = CreditRepairMeasures2026.publicationMonthsName(gravity)
                findings.append(
                    Finding(
                        end < day ? "publication_over" : "published",
                        under: CreditRepairMeasures2026.terms,
                        because: .credit(.published(until: end)),
                        parameters: uses(of: [name, "score.stop_on"], on: day)
                    )
                )
            }
            return findings.map { ExplainedFinding($0, of: fact.id) }
        }
    }

    private func repairFindings(
        _ subject: SubjectFacts,
        _ grade: CreditGrade,
        on day: Day
    ) -> [ExplainedFinding] {
        let rules = repairRules(on: day)
        return subject.facts.flatMap { fact -> [ExplainedFinding] in
            let retention = creditInformation.retention(of: fact, on: day)
            if case .toBeDeleted = retention?.value { return [] }
            guard let repair = rules.conclusion(for: fact, of: subject, graded: grade)
            else { return [] }
            let conditions = repair.conditions.map { condition in
                condition.named { "repair_\($0.kind.rawValue):\($0.standing.rawValue)" }
            }
            return ([repair.profile.named { "repair_\($0.rawValue)" }] + conditions)
                .map { ExplainedFinding($0, of: fact.id) }
        }
    }
}

extension CreditExclusion {
    /// The parameters by which a fact is left out.
    fileprivate var parameterNames: [String] {
        switch self {
        case .unknownCode, .itemNotInForce, .notDetermined, .repaired, .retentionOver: []
        case .windowOver: ["window.years"]
        case .publicationOver: ["score.stop_on"]
        case .disputed: ["objection.suspends_score"]
        case .summaryProcedure: ["penalty.exclude_summary"]
        case .notFinal: ["penalty.requires_finality"]
        }
    }
}
