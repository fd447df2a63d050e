/// Lets only so many hubs of tests run side by side. Each holds some thirty files open, and with more than 1300
/// Foundation reads beyond its list of them when it starts a program, which ends the tests.
actor RunningHubs {
    static let shared = RunningHubs(atOnce: 8)

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    private init(atOnce free: Int) { self.free = free }

    /// Waits for a place.
    func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    /// Gives the place to who has waited longest.
    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
