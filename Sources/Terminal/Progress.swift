import Glibc

/// Progress of a long piece of work on standard error: a line that is redrawn on a terminal, a line
/// for every tenth elsewhere.
package final class Progress {
    private let screen: Screen
    private let label: String
    private let isDrawn: Bool
    private var shown = 0

    package init(_ label: String, on screen: Screen) {
        self.screen = screen
        self.label = label
        self.isDrawn = isatty(STDERR_FILENO) == 1
    }

    /// Shows how much is done, where that has changed enough to be worth a line.
    package func update(done: Int, of total: Int) {
        guard total > 4 << 20, !screen.isQuiet else { return }
        let percent = min(100, done * 100 / total)
        guard percent >= shown + (isDrawn ? 1 : 10) else { return }
        shown = percent
        if isDrawn {
            let filled = percent * 30 / 100
            let bar =
                String(repeating: "#", count: filled)
                + String(repeating: "-", count: 30 - filled)
            let bytes = Array("\r\(label) [\(bar)] \(percent)%\(percent == 100 ? "\n" : "")".utf8)
            _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
        } else {
            screen.note("\(label) \(percent)%")
        }
    }
}
