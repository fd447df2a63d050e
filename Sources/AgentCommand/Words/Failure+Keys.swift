import SyncCore
import Terminal

extension Failure {
    /// What is wrong with the keys by which the hub signs.
    static func keys(_ fault: HubKeyFault) -> Failure {
        switch fault {
        case .unproven:
            Failure(
                .keysUnproven,
                .failed,
                "平台的新签名密钥没有旧密钥作证",
                "a new key of the hub is not introduced by the one before"
            )
        case .otherHub:
            Failure(
                .keysUnproven,
                .failed,
                "平台给出的是另一个平台的签名密钥",
                "the hub names the keys of another hub"
            )
        case .forked(let known, let told):
            Failure(
                .keysForked,
                .failed,
                "平台给同一把旧密钥立了两把新密钥: 本站已知 \(known), 平台现称 \(told)",
                "the hub has introduced two keys in the place of one: \(known) is known here, \(told) it says now"
            )
        case .shrunk(let known, let told):
            Failure(
                .keysShrunk,
                .failed,
                "平台只有 \(told) 把签名密钥, 本站已知 \(known) 把",
                "the hub has keys up to number \(told), this site knows number \(known)"
            )
        case .ended(let keyID):
            Failure(
                .keyEnded,
                .failed,
                "平台用已停用的密钥 \(keyID) 签名; 没有采用",
                "the hub signs with key \(keyID), which it has replaced; nothing was taken"
            )
        case .unknown(let keyID):
            Failure(
                .keyUnknown,
                .failed,
                "平台用其密钥清单以外的密钥 \(keyID) 签名; 没有采用",
                "the hub signs with key \(keyID), which is not in its list; nothing was taken"
            )
        case .unknownSuite(let name): .unknownSuite(name)
        }
    }

    /// What is signed in a way that a newer program knows.
    static func unknownSuite(_ name: String, _ status: ExitStatus = .failed) -> Failure {
        Failure(
            .suiteUnknown,
            status,
            "签名算法 \(name) 是本程序不认识的",
            "signed with \(name), which this program does not know"
        )
    }
}
