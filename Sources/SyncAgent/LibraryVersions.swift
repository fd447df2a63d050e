import CCurl
import LocalStore

/// The versions of the C libraries that are loaded, which may be newer than those built against.
package enum LibraryVersions {
    /// `SQLite 3.40.1`.
    package static var sqlite: String { "SQLite \(Store.libraryVersion)" }

    /// libcurl with its TLS, compression and HTTP/2 libraries.
    package static var curl: String {
        curl_version().map { String(cString: $0) } ?? "libcurl"
    }

    /// What libcurl was built with, as bits of `CURL_VERSION_…`.
    static var curlFeatures: Int32 { ccurl_features() }
}
