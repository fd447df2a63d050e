import Policy

/// How passages and readings are shown.
extension ExplanationText {
    /// A passage with its source.
    func passage(_ provision: Provision) -> [String] {
        [source(of: provision), "      “\(provision.text)”"]
    }

    /// Where a passage stands.
    func source(of provision: Provision) -> String {
        // Labels of the higher texts begin with the title.
        let law = provision.law
        let title = provision.label.hasPrefix(law.shortTitle) ? "" : law.title + " "
        return say("依据: ", "provision: ") + provision.label + "  " + title + law.number
    }

    /// The parameters that were applied: as a choice between readings where they are one, with their
    /// values, and since when they have them. What rests on one reading stands under it.
    func readings(of parameters: [ParameterUse]) -> [String] {
        let chosen = parameters.map { (use: $0, reading: reading(of: $0)) }
        var lines: [String] = []
        var shown: Set<String> = []
        for (use, reading) in chosen {
            guard let reading else {
                lines += number(use)
                continue
            }
            guard shown.insert(reading.number).inserted else { continue }
            let same = chosen.filter { $0.reading?.number == reading.number }
            lines += [line(reading)] + same.map { "      \(value($0.use))" }
        }
        return lines
    }

    private func value(_ use: ParameterUse) -> String {
        "\(use.name) = \(use.value) " + say("(自 \(use.from) 起)", "(from \(use.from))")
    }

    /// A number of the law itself, which is no choice.
    private func number(_ use: ParameterUse) -> [String] {
        guard language == .chinese, let description = description(of: use) else {
            return [say("参数: ", "parameter: ") + value(use)]
        }
        return [say("参数: ", "parameter: ") + description, "      \(value(use))"]
    }

    /// The readings that no parameter chooses and that a reason rests on.
    func readings(in because: Because) -> [String] {
        let reading: Reading? =
            switch because {
            case .scrapped, .notCompulsory: .scope
            case .cancelled, .notInUse(_, .cancelled): .cancellation
            case .goodUntilInaccurate: .onceOnly
            case .termEnding(let term, _), .termOver(let term, _), .withinTerm(let term, _):
                term.kind == .rotation ? .onceOnly : nil
            default: nil
            }
        return [reading].compactMap { $0.map(line) }
    }

    private func line(_ reading: Reading) -> String {
        let question = reading.question(in: language)
        let text = reading.text(in: language)
        return say("读法: \(question)？\(text)", "reading: \(question)? \(text)")
    }

    /// The reading that a parameter chooses; none where the parameter is a number of the law itself, or
    /// chooses otherwise than the reading says.
    private func reading(of use: ParameterUse) -> Reading? {
        let reading = Reading.all.first { reading in
            if case .parameters(let names) = reading.standing {
                names.contains(use.name)
            } else {
                false
            }
        }
        return usualValues[use.name] == use.value ? reading : nil
    }

    private func description(of use: ParameterUse) -> String? {
        engine.laws.lazy.compactMap { $0.set.parameters[use.name]?.description }.first
    }
}
