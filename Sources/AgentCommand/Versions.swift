import SyncAgent

/// What `--version` prints: ours, and the libraries whose versions a support case asks for.
enum Versions {
    static let product = "0.1.0"

    static let text = """
        jiliang \(product)
        \(LibraryVersions.sqlite)
        \(LibraryVersions.curl)
        """
}
