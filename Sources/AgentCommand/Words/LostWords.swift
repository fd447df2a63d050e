import Terminal

/// How it is told that a hub which was put back from a backup lacks changes of others.
enum LostWords {
    /// Nothing where nothing is missing.
    static func note(_ count: Int, on screen: Screen) {
        guard count > 0 else { return }
        let code = MessageCode.changesLost
        screen.note("\(code.rawValue) \(code.meaning(in: screen.language)) (\(count))")
        screen.note("      \(code.repair(in: screen.language))")
    }
}
