import Hub
import Terminal

extension Failure {
    /// Why two registrations are not merged, or a merge not taken back.
    static func merging(_ error: HubError) -> Failure? {
        switch error {
        case .otherOwner(let owners):
            Failure(
                .otherOwner,
                .badData,
                "两条登记属于不同单位: \(owners)",
                "registrations of two organisations: \(owners)"
            )
        case .otherSerial(let serials):
            Failure(
                .otherSerial,
                .badData,
                "出厂编号不同: \(serials)",
                "two serial numbers: \(serials)"
            )
        case .alreadyMerged(let ids):
            Failure(
                .alreadyMerged,
                .badData,
                "已经合并: \(ids)",
                "merged already: \(ids)"
            )
        case .notMerged(let id):
            Failure(
                .notMerged,
                .badData,
                "`\(id)` 没有被合并",
                "`\(id)` is merged into no other"
            )
        default: nil
        }
    }
}
