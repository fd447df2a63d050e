import ArgumentParser
import Signing
import Terminal

/// By which algorithms the hub signs.
struct SuiteOption: ParsableArguments {
    @Option(help: "签名算法: ed25519-sha256 (默认) 或 sm2-sm3 · how to sign")
    var suite: String?

    /// `nil` where nothing is said.
    func chosen() throws(Failure) -> SignatureSuite? {
        guard let suite else { return nil }
        guard let known = SignatureSuite(rawValue: suite) else {
            let expected = SignatureSuite.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badChoice(suite, for: "--suite", expected: expected)
        }
        return known
    }
}
