import Glibc

/// What the operating system calls an error number.
package func systemText(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0) } ?? "errno \(code)"
}
