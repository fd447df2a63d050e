import ArgumentParser
import Policy
import SyncCore
import Terminal

/// `jiliang id`: identifiers.
struct IDCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "id",
        abstract: "代码 · identifiers",
        subcommands: [IDCheckCommand.self]
    )
}

/// `jiliang id check`: shape and check digit of codes; needs no site.
struct IDCheckCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "校验代码 · check codes"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "代码 · codes")
    var codes: [String]

    @Option(help: "uscc 统一社会信用代码 | ric 公民身份号码 | organisation 组织机构代码")
    var kind: String?

    /// The kinds of identifier, by the names of the interface.
    private enum Kind: String, CaseIterable {
        case uscc, ric, organisation

        /// The kind that a code looks like: nine characters are an organisation's; eighteen digits
        /// with a real birth day a person's; everything else a credit code.
        init(guessing code: String) {
            self =
                if code.utf8.count == 9 {
                    .organisation
                } else if CitizenNumber.check(code).shape {
                    .ric
                } else {
                    .uscc
                }
        }

        func check(_ code: String) -> IdentifierCheck {
            switch self {
            case .uscc: UnifiedSocialCreditCode.check(code)
            case .ric: CitizenNumber.check(code)
            case .organisation: OrganisationCode.check(code)
            }
        }
    }

    func run(_ session: Session) throws -> ExitStatus {
        let named = try kind.map { text in
            guard let kind = Kind(rawValue: text) else {
                let expected = Kind.allCases.map(\.rawValue).joined(separator: " ")
                throw Failure.badChoice(text, for: "--kind", expected: expected)
            }
            return kind
        }
        var allPass = true
        for code in codes {
            let kind = named ?? Kind(guessing: code)
            let result = kind.check(code)
            allPass = allPass && result.shape && result.checkDigit
            try show(code, kind, result, session)
        }
        return allPass ? .done : .failed
    }

    private func show(
        _ code: String,
        _ kind: Kind,
        _ result: IdentifierCheck,
        _ session: Session
    ) throws {
        let screen = session.screen
        if session.options.json {
            try screen.print(
                [
                    "code": .string(code),
                    "kind": .string(kind.rawValue),
                    "shape": .bool(result.shape),
                    "checkDigit": .bool(result.checkDigit),
                ] as JSONValue
            )
            return
        }
        let verdict =
            if !result.shape {
                screen.say("写法不对", "wrong shape")
            } else if !result.checkDigit {
                screen.say("校验位不符 (个别真实代码如此, 请核对)", "check digit differs (please compare)")
            } else {
                screen.say("通过", "passes")
            }
        try screen.print("\(code)  \(kind.rawValue)  \(verdict)")
    }
}
