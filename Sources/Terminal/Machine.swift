import Glibc
package import Policy
package import SyncCore

/// What a command learns from the machine that it runs on.
package enum Machine {
    /// The variables of the environment, those without a word among them: whoever sets one to nothing means that.
    package static let environment = {
        var values: [String: String] = [:]
        var pointer = environ
        while let entry = pointer.pointee {
            let text = String(cString: entry)
            if let end = text.firstIndex(of: "=") {
                values[String(text[..<end])] = String(text[text.index(after: end)...])
            }
            pointer += 1
        }
        return values
    }()

    /// A variable that says where something is; `nil` where it says nothing.
    package static func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The language of `LC_ALL`, `LC_MESSAGES` or `LANG`; Chinese where they name neither.
    package static var localeLanguage: Language {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .lazy.compactMap(variable).first
        return locale?.hasPrefix("en") == true ? .english : .chinese
    }

    /// The wall clock.
    package static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Who is at the keyboard.
    package static var accountName: String {
        if let name = variable("SUDO_USER") { return name }
        guard let entry = getpwuid(getuid()) else { return "uid \(getuid())" }
        return String(cString: entry.pointee.pw_name)
    }

    /// Whether every argument of the program is UTF-8. Swift puts replacement characters for what is
    /// not, and a serial number with one of these would be another instrument's.
    package static var argumentsAreText: Bool {
        (0..<Int(CommandLine.argc)).allSatisfy { index in
            CommandLine.unsafeArgv[index].map { String(validatingCString: $0) != nil } ?? true
        }
    }
}
