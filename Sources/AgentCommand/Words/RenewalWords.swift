import Policy
import SyncAgent
import SyncCore
import Terminal

/// How it is told what became of the next certificate of a site.
struct RenewalWords {
    let outcome: Result<Instant, Renewal.Failure>
    let url: String

    func lines(in language: Language) -> [String] {
        switch outcome {
        case .success(let until):
            let day = Day(secondsSince1970: until.seconds)
            return [
                language == .chinese
                    ? "本站证书已续期至 \(day)"
                    : "the certificate of this site is renewed until \(day)"
            ]
        case .failure(let failure):
            let code = MessageCode.renewalFailed
            let cause = Self.failure(failure, at: url).line(in: language)
            return [
                "\(code.rawValue) \(code.meaning(in: language)): \(cause)",
                "      \(code.repair(in: language))",
            ]
        }
    }

    /// The same as the end of a command that was only for this.
    static func failure(_ failure: Renewal.Failure, at url: String) -> Failure {
        switch failure {
        case .hub(let fault): .needed(fault, at: url)
        case .keys(let error): .keys(error)
        }
    }

    /// Whether nothing but the network, or the hub's hour, is to blame.
    static func isSilence(_ outcome: Result<Instant, Renewal.Failure>) -> Bool {
        switch outcome {
        case .failure(.hub(.unreachable)), .failure(.hub(.cut)), .failure(.hub(.busy)): true
        default: false
        }
    }
}
