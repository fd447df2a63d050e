import Glibc
import Terminal

/// A line on standard error that is drawn again and again while something is long; nothing where nobody
/// watches.
enum LineOnTerminal {
    static func isShown(on screen: Screen) -> Bool {
        !screen.isQuiet && isatty(STDERR_FILENO) == 1
    }

    static func draw(_ text: String) { write("\r\(text)\u{1B}[K") }

    static func clear(on screen: Screen) {
        if isShown(on: screen) { write("\r\u{1B}[K") }
    }

    private static func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}
