import Signing
import SyncCore

/// The commands by which anybody verifies one receipt with `openssl` and the coreutils, as a script for `sh`.
/// `docs/receipts.md` explains them, and takes the values from the file.
struct ReceiptScript {
    private let receipt: Receipt
    private let key: SuitePublicKey?

    init(_ receipt: Receipt, _ keys: KeyFile) {
        self.receipt = receipt
        key = keys.key(receipt.root.keyID)
    }

    /// Every value is a number, an id or hexadecimal digits, so none can be more than a word to a shell.
    var lines: [String] {
        let values = [
            "set -eu",
            "statement='\(receipt.statement.json.canonicalText)'",
            "path='\(receipt.path.map(\.hex).joined(separator: " "))'",
            "position=\(receipt.position)",
            "count=\(receipt.root.count)",
            "hub='\(receipt.statement.hub)'",
            "signature='\(receipt.root.signature.hex)'",
            "suite='\(receipt.root.suite.rawValue)'",
            "digest=\(receipt.root.suite == .sm2 ? "sm3" : "sha256")",
            "folder=$(mktemp -d)",
            "trap 'rm -r \"$folder\"' EXIT",
            "cat > \"$folder/hub-key.pem\" <<'END'",
        ]
        let pem = (key?.pem ?? "").split(separator: "\n").map(String.init)
        return values + pem + ["END"] + Self.steps.split(separator: "\n").map(String.init)
    }

    private static let steps = #"""
        bytes() { tr a-f A-F | basenc --base16 -d; }
        digest() { openssl dgst -$digest -r | cut -c1-64; }
        node() { printf '01%s%s' "$1" "$2" | bytes | digest; }
        hash=$({ printf '\000'; printf '%s' "$statement"; } | digest)
        index=$position
        width=$count
        fits=yes
        for beside in $path; do
            [ "$width" -gt 1 ] || fits=no
            while [ "$width" -gt 1 ] && [ $((index % 2)) -eq 0 ] && [ $((index + 1)) -eq "$width" ]; do
                index=$((index / 2)) width=$(((width + 1) / 2))
            done
            case $((index % 2)) in
                0) hash=$(node "$hash" "$beside") ;;
                1) hash=$(node "$beside" "$hash") ;;
            esac
            index=$((index / 2)) width=$(((width + 1) / 2))
        done
        test "$fits$width" = yes1
        printf '{"count":%s,"hub":"%s","purpose":"receipts","root":"%s","suite":"%s","version":1}' \
            "$count" "$hub" "$hash" "$suite" > "$folder/signed.json"
        printf '%s' "$signature" | bytes > "$folder/signature.bin"
        how=$([ $digest = sha256 ] || echo -digest sm3 -pkeyopt distid:1234567812345678)
        openssl pkeyutl -verify -pubin -inkey "$folder/hub-key.pem" -rawin -in "$folder/signed.json" \
            -sigfile "$folder/signature.bin" $how
        """#
}
