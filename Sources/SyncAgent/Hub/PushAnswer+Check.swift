import Signing
package import SyncCore

extension PushAnswer {
    /// Whether the answer speaks of exactly the ops that were sent, and every receipt is the hub's
    /// own word on its op. Nothing of an answer that fails is kept.
    package func check(
        against batch: PushBatch,
        by check: inout ReceiptCheck
    ) throws(HubFault) {
        guard outcomes.count == batch.ops.count else {
            throw .garbled("\(outcomes.count) outcomes for \(batch.ops.count) ops")
        }
        for (outcome, op) in zip(outcomes, batch.ops) {
            let seq = op.header.seq
            switch outcome {
            case .received(let receipt, _):
                guard receipt.statement.speaks(of: op, to: batch.hub) else {
                    throw .garbled("the receipt for op \(seq) names another op")
                }
                do throws(Receipt.Flaw) {
                    if receipt.root == computedRoot {
                        try check.check(receipt.root)
                    } else {
                        try check.check(receipt)
                    }
                } catch {
                    throw .garbled("the receipt for op \(seq) does not hold: \(error.rawValue)")
                }
            case .refused(let named, _, _), .fork(let named):
                guard named == seq else {
                    throw .garbled("the outcome of op \(named) stands where \(seq) was sent")
                }
            }
        }
    }
}

extension PushAnswer {
    /// Whether every receipt is signed with the key that the hub had at its time.
    func check(by keys: HubKeys) throws(HubFault) {
        for use in keyUses {
            do { try keys.check(use.keyID, signingAt: use.time) } catch { throw .keys(error) }
        }
    }
}

extension ReceiptStatement {
    fileprivate func speaks(of sent: WireOp, to hub: RecordID) -> Bool {
        self.hub == hub && op.site == sent.header.site
            && op.incarnation == sent.header.incarnation && op.seq == sent.header.seq
            && hash == sent.seal.hash && aggregate == sent.header.aggregate
    }
}
