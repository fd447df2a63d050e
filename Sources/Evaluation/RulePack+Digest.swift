package import Policy
import Signing
import SyncCore

extension RulePack {
    /// The digest of the canonical bytes (RFC 8785), so that two files that say the same have the
    /// same one, however they are laid out.
    package var digest: String {
        do throws(JSONError) {
            let canonical = try JSONParser.parse(json).canonical
            return "sha256:" + SHA256().digest(canonical).hex
        } catch {
            preconditionFailure("a rule pack was read that is not canonical JSON: \(error)")
        }
    }
}
