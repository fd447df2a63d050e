/// Something in a configuration that keeps it from being used, and where.
package struct ConfigurationProblem: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// The file is no TOML; the parser's own words.
        case syntax(String)
        /// No setting has this name; the nearest one that exists, if any is near.
        case unknownKey(String, nearest: String?)
        /// A setting has a value that does not look as expected.
        case badValue(key: String, value: String, expected: String)
        /// The file cannot be read.
        case unreadable(errno: Int32)
    }

    package let reason: Reason
    /// The path of the file, or the name of an environment variable.
    package let source: String
    /// Counted from 1; 0 where the source has no lines.
    package let line: Int
    package let column: Int
}

/// All problems of a configuration at once, so that one look mends them all.
package struct ConfigurationError: Error, Sendable {
    package let problems: [ConfigurationProblem]
}
