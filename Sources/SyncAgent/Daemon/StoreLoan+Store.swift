package import LocalStore

extension StoreLoan {
    /// How often a daemon is looked for while the store is held.
    private static let askingEvery: Duration = .milliseconds(200)

    /// Opens the store of a home, as a loan where a daemon has it. Waits as long as `patience` says for whoever has it.
    ///
    /// A daemon has the store before it can be asked: one that has just begun is asked once it listens.
    ///
    /// - Throws: `LoanError`, `StoreError`.
    package static func store(
        of home: String,
        patience: Duration
    ) throws -> sending (store: Store, loan: StoreLoan?) {
        let deadline = ContinuousClock.now + patience
        while true {
            if let loan = try StoreLoan(home: home, patience: patience) {
                return (try Store.open(home: home, patience: patience), loan)
            }
            let rest = deadline - .now
            do {
                return (try Store.open(home: home, patience: min(rest, askingEvery)), nil)
            } catch StoreError.locked where rest > askingEvery {}
        }
    }
}
