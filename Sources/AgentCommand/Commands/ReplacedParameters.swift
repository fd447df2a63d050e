import Policy
import Terminal

/// The parameters that a command line replaces: what the law would say, were it read otherwise.
struct ReplacedParameters {
    private let texts: [String]

    init(_ texts: [String]) {
        self.texts = texts
    }

    /// The engine with these values; says aloud that its answers are not those of the law.
    func applied(to engine: PolicyEngine, _ session: Session) throws(Failure) -> PolicyEngine {
        var engine = engine
        for text in texts { engine = try Self.replace(text, in: engine) }
        if !texts.isEmpty {
            let code = MessageCode.otherReading
            let list = texts.joined(separator: ", ")
            session.screen.note("\(code.rawValue) \(code.meaning(in: session.language)): \(list)")
        }
        return engine
    }

    private static func replace(
        _ text: String,
        in engine: PolicyEngine
    ) throws(Failure) -> PolicyEngine {
        guard let sign = text.firstIndex(of: "=") else { throw .badParameter(text) }
        let name = String(text[..<sign])
        let value = ParameterValue(String(text[text.index(after: sign)...]))
        do throws(ParameterError) { return try engine.replacing(name, with: value) } catch {
            if case .missing = error { throw .unknownParameter(name) }
            throw .badParameter(text)
        }
    }
}

extension Failure {
    /// `--parameter` with a name that no law has.
    static func unknownParameter(_ name: String) -> Failure {
        Failure(
            .unknownParameter,
            .usage,
            "没有参数 `\(name)`",
            "there is no parameter `\(name)`"
        )
    }

    /// `--parameter` with a value that makes no sense, or without one.
    static func badParameter(_ text: String) -> Failure {
        Failure(
            .badParameter,
            .usage,
            "参数不能这样取值: `\(text)`",
            "the parameter cannot be set so: `\(text)`"
        )
    }
}
