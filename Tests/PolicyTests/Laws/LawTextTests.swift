import Policy
import Testing

struct LawTextTests {
    @Test(arguments: CreditMeasures2021.implemented)
    func `a provision of the measures is quoted word for word`(provision: Provision) {
        #expect(CreditMeasures2021.text.contains(provision.text), "\(provision.label)")
        #expect(CreditMeasures2021.text.contains(provision.law.title))
        #expect(CreditMeasures2021.text.contains(provision.law.number))
    }

    @Test(arguments: CivilCode.implemented)
    func `an article of the civil code is quoted word for word`(provision: Provision) {
        #expect(CivilCode.text.contains(provision.text), "\(provision.label)")
        #expect(CivilCode.text.contains(provision.law.title))
    }

    @Test(arguments: MetrologyRegulation2013.implemented)
    func `an article of the metrology regulation is quoted word for word`(provision: Provision) {
        #expect(MetrologyRegulation2013.text.contains(provision.text), "\(provision.label)")
        #expect(MetrologyRegulation2013.text.contains(provision.law.title))
        #expect(MetrologyRegulation2013.text.contains(provision.law.number))
    }

    @Test(arguments: CreditInformationRegulation2017.implemented)
    func `an article of the credit regulation is quoted word for word`(provision: Provision) {
        let text = CreditInformationRegulation2017.text
        #expect(text.contains(provision.text), "\(provision.label)")
        #expect(text.contains(provision.law.title))
    }

    @Test func `an article stands under the heading that its label names`() {
        let extracts = [
            (MetrologyRegulation2013.implemented, MetrologyRegulation2013.text),
            (CreditInformationRegulation2017.implemented, CreditInformationRegulation2017.text),
        ]
        for (provisions, text) in extracts {
            let articles = text.split(separator: "\n### ")
            for provision in provisions {
                let article = articles.first { $0.contains(provision.text) }
                let heading = article?.prefix { $0 != "\n" } ?? ""
                #expect(!heading.isEmpty && provision.label.contains(heading), "\(provision.label)")
                #expect(provision.label.hasPrefix(provision.law.title))
            }
        }
    }

    @Test func `a quotation stands in the section that its label names`() throws {
        for provision in CreditMeasures2021.implemented {
            let paragraphs = try #require(sections[String(provision.label.prefix(4))])
            #expect(paragraphs.contains { $0.contains(provision.text) }, "\(provision.label)")
        }
    }

    @Test func `四（一） every paragraph has a rule`() throws {
        let paragraphs = try #require(sections["四（一）"])
        #expect(paragraphs.count == 4)
        for paragraph in paragraphs {
            #expect(CreditMeasures2021.implemented.contains { $0.text == paragraph })
        }
    }

    @Test func `四（三） every sentence has a rule`() throws {
        let paragraphs = try #require(sections["四（三）"])
        let passages = CreditMeasures2021.implemented.filter { $0.label.hasPrefix("四（三）") }
        for paragraph in paragraphs {
            let rest = passages.reduce(paragraph) { $0.replacing($1.text, with: "") }
            #expect(rest.isEmpty, "\(rest)")
        }
    }

    @Test func `a section without a rule exists and says why`() {
        for (label, reason) in CreditMeasures2021.notModelled {
            #expect(sections[label] != nil, "\(label)")
            #expect(!reason.isEmpty)
            #expect(!CreditMeasures2021.implemented.contains { $0.label.hasPrefix(label) })
        }
    }

    @Test func `the measures have these parameters`() {
        let parameters = CreditMeasures2021.builtIn.parameterSet.parameters
        #expect(
            parameters.keys.sorted() == [
                "correction.working_days", "direct_E.lifetime", "direct_E.single_deduction",
                "grade.A_from", "grade.B_from", "grade.C_from", "grade.D_from",
                "grade.E_requires_confirmation", "penalty.exclude_summary",
                "penalty.requires_finality", "red.requires_in_use",
                "repair.invalidates_certificate", "repair.working_days", "score.base",
                "score.cap", "score.floor", "upload.start", "upload.working_days",
                "warning.green_months",
                "warning.month_rule", "warning.red_from_days_after", "warning.unverified_as",
                "warning.yellow_months", "window.years",
            ]
        )
    }

    /// The laws with parameters, each with its first day in force.
    private let laws: [(from: String, set: ParameterSet)] = [
        ("2014-01-01", MetrologyRegulation2013.builtIn.parameterSet),
        ("2018-01-01", CreditInformationRegulation2017.builtIn.parameterSet),
        ("2021-09-30", CreditMeasures2021.builtIn.parameterSet),
    ]

    @Test func `a version has a source, and the first begins with its law`() {
        for (from, set) in laws {
            for (name, parameter) in set.parameters {
                #expect(!parameter.description.isEmpty && !parameter.unit.isEmpty, "\(name)")
                let versions = parameter.values.versions
                #expect(versions.first?.from == day(from), "\(name)")
                #expect(versions.map(\.from) == versions.map(\.from).sorted(), "\(name)")
                #expect(versions.allSatisfy { !$0.reference.isEmpty }, "\(name)")
            }
        }
    }

    /// A gap or an overlap between versions would show as none or two on some day.
    @Test func `every parameter has exactly one version in force, quarter by quarter`() {
        for (from, set) in laws {
            for quarter in quarters {
                for (name, parameter) in set.parameters {
                    let versions = parameter.values.versions
                    let ends = versions.dropFirst().map(\.from) + [day("2199-12-31")]
                    let governed = max(quarter, day(from))
                    let inForce = zip(versions, ends).filter {
                        $0.from <= governed && governed < $1
                    }
                    #expect(inForce.count == 1, "\(name) on \(quarter)")
                    #expect(parameter.values.inForce(on: quarter).from == inForce.first?.0.from)
                }
            }
        }
    }

    @Test func `a parameter belongs to one law`() {
        let names = laws.flatMap { $0.set.parameters.keys }
        #expect(Set(names).count == names.count)
    }

    @Test func `the typed parameters are those of the file`() {
        for quarter in quarters {
            let parameters = CreditMeasures2021Parameters.inForce(on: quarter)
            #expect(parameters.greenMonths == 2)
            #expect(parameters.yellowMonths == 1)
            #expect(parameters.monthRule == .backwardClamp)
            #expect(parameters.redFromDaysAfter == 1)
            #expect(parameters.redRequiresInUse)
            #expect(parameters.unverifiedAs == .violation)
            #expect(parameters.repairInvalidatesCertificate)
            #expect(parameters.uploadWorkingDays == 5)
            #expect(parameters.uploadStart == .certificateIssued)
            #expect(parameters.correctionWorkingDays == 5)
            #expect(parameters.repairWorkingDays == 15)
        }
    }

    private var quarters: [Day] {
        (2018...2030).flatMap { year in
            [1, 4, 7, 10].compactMap { Day(year: year, month: $0, day: 1) }
        }
    }

    /// The paragraphs of the measures under labels such as `四（一）`.
    private var sections: [String: [String]] {
        var sections: [String: [String]] = [:]
        var chapter = ""
        var label = ""
        for line in CreditMeasures2021.text.split(separator: "\n") {
            if line.hasPrefix("## ") {
                chapter = String(line.dropFirst(3).prefix(1))
                label = ""
            } else if line.hasPrefix("### ") {
                label = chapter + line.dropFirst(4).prefix(3)
                sections[label] = []
            } else if !label.isEmpty {
                sections[label]?.append(String(line))
            }
        }
        return sections
    }
}
