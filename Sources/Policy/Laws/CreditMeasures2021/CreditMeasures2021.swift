/// 杭州市民生计量信用监督管理暂行办法 (杭市管〔2021〕120号): the table of contents.
///
/// Each provision has a file of its own, named by its number, with the passage above its rule. The
/// two lists below account for every paragraph of the text.
package struct CreditMeasures2021: Sendable {
    /// The dated parameters as the file has them.
    package let parameterSet: ParameterSet
    /// The same parameters, typed.
    package let parameters: Dated<CreditMeasures2021Parameters>
    /// Those of the credit grade, typed.
    package let creditParameters: Dated<CreditParameters>

    /// The measures with some parameters.
    package init(parameters set: ParameterSet) throws(ParameterError) {
        self.parameterSet = set
        self.parameters = try CreditMeasures2021Parameters.dated(set)
        self.creditParameters = try CreditParameters.dated(set)
    }

    /// The measures with the parameters this program was built with.
    package static let builtIn = ParameterSet.builtIn(
        PackageResources.CreditMeasures2021_parameters_json,
        CreditMeasures2021.init(parameters:)
    )

    /// The measures, word for word.
    package static let text = String(
        decoding: PackageResources.CreditMeasures2021_md,
        as: UTF8.self
    )

    /// Every provision that has a rule, in the order of the text.
    package static let implemented =
        [
            passBeforeUse, upload, scoringWindow, retention, correction,
            normal, greenReminder, yellowWarning, redWarning, guidance,
        ] + creditProvisions
        + [naturalRepair, creditRepair, repairOfE, repairConfirmation] + measureProvisions

    /// What decides nothing, and why.
    package static let notModelled =
        notModelled1 + notModelled2 + notModelled3 + notModelled5

    /// What becomes of every paragraph of the measures.
    package static let account = LawAccount(
        .creditMeasures2021,
        text: text,
        implemented: implemented,
        notModelled: notModelled
    )
}

extension LegalText {
    /// 杭市管〔2021〕120号.
    package static let creditMeasures2021 = LegalText(
        title: "杭州市民生计量信用监督管理暂行办法",
        number: "杭市管〔2021〕120号"
    )
}

extension Provision {
    /// A passage of these measures.
    init(_ label: String, _ text: String) {
        self.init(label, text, of: .creditMeasures2021)
    }
}
