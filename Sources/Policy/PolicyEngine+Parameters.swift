/// The parameters of one text of law.
package struct LawParameters: Sendable {
    package let law: LegalText
    package let set: ParameterSet
}

extension PolicyEngine {
    /// Every text of law with parameters, in the order in which they are shown; no name stands in two.
    package var laws: [LawParameters] {
        [
            LawParameters(law: .creditMeasures2021, set: measures.parameterSet),
            LawParameters(
                law: .creditInformationRegulation2017,
                set: creditInformation.parameterSet
            ),
            LawParameters(law: .metrologyRegulation2013, set: metrology.parameterSet),
            LawParameters(law: .zhejiangCreditRepair, set: zhejiangRepair.parameterSet),
            LawParameters(law: .creditRepairMeasures2026, set: nationalRepair.parameterSet),
        ]
    }

    /// The same engine with another value of one parameter, on every day.
    package func replacing(
        _ name: String,
        with value: ParameterValue
    ) throws(ParameterError) -> PolicyEngine {
        func changed(_ set: ParameterSet) throws(ParameterError) -> ParameterSet {
            guard set.parameters[name] != nil else { return set }
            return try set.replacing(name, with: value)
        }
        guard laws.contains(where: { $0.set.parameters[name] != nil }) else {
            throw .missing(name)
        }
        return PolicyEngine(
            calendar: calendar,
            measures: try CreditMeasures2021(parameters: changed(measures.parameterSet)),
            creditInformation: try CreditInformationRegulation2017(
                parameters: changed(creditInformation.parameterSet)
            ),
            metrology: try MetrologyRegulation2013(parameters: changed(metrology.parameterSet)),
            zhejiangRepair: try ZhejiangCreditRepair(
                parameters: changed(zhejiangRepair.parameterSet)
            ),
            nationalRepair: try CreditRepairMeasures2026(
                parameters: changed(nationalRepair.parameterSet)
            ),
            rulePacks: rulePacks
        )
    }

    /// The parameters of these names, as a finding names them.
    func uses(of names: [String], on day: Day) -> [ParameterUse] {
        let laws = laws
        return names.compactMap { name in
            laws.lazy.compactMap { $0.set.use(of: name, on: day) }.first
        }
    }
}
