import Foundation
import Policy
import TestSupport
import Testing

/// Each legal text as it ships is walked over paragraph by paragraph.
struct LawAccountTests {
    @Test(arguments: LawAccount.all)
    func `every paragraph has a rule or a reason, word for word`(account: LawAccount) {
        #expect(account.faults == [])
    }

    @Test(arguments: LawAccount.all)
    func `a changed word, a new and a missing paragraph are noticed`(account: LawAccount) {
        for paragraph in LawSections(of: account.text).sections.flatMap(\.paragraphs) {
            let middle = paragraph.index(paragraph.startIndex, offsetBy: paragraph.count / 2)
            var changed = paragraph
            changed.insert("某", at: middle)
            for other in [changed, "", paragraph + "\n\n本条不适用于某人。"] {
                let text = account.text.replacing("\n" + paragraph, with: "\n" + other)
                #expect(account.with(text: text).faults != [], "\(other)")
            }
        }
    }

    @Test(arguments: LawAccount.all)
    func `a passage that is taken off the account is missed`(account: LawAccount) {
        for index in account.notModelled.indices {
            var rest = account.notModelled
            rest.remove(at: index)
            let lacking = LawAccount(
                account.law,
                text: account.text,
                implemented: account.implemented,
                notModelled: rest
            )
            #expect(lacking.faults != [], "\(account.notModelled[index].text)")
        }
    }

    @Test(arguments: LawAccount.all)
    func `a provision names its law, and the text says which law it is`(account: LawAccount) {
        #expect(account.text.contains(account.law.title))
        #expect(account.text.contains(account.law.number))
        for (provision, rule) in account.implemented.map({ ($0.provision, $0.rule) }) {
            #expect(provision.law == account.law, "\(provision.label)")
            #expect(rule != nil || account.law == .creditMeasures2021, "\(provision.label)")
        }
    }

    @Test(arguments: LawAccount.all)
    func `a gist is never shown as wording`(account: LawAccount) {
        let isSummary = account.law.wording == .summary
        #expect(account.text.contains("The wording is verbatim") != isSummary)
        #expect(account.text.contains("## 只知其要旨") == isSummary)
        for paragraph in LawSections(of: account.text).sections.flatMap(\.paragraphs) {
            #expect(paragraph.hasPrefix("要旨：") == isSummary, "\(paragraph)")
        }
    }

    @Test func `no text that ships is without an account`() throws {
        let folder = Checkout.root + "/Sources/Policy/Laws"
        let texts = try FileManager.default.subpathsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".md") }
        #expect(texts.count == LawAccount.all.count)
        for path in texts {
            let bytes = try Checkout.bytes("Sources/Policy/Laws/" + path)
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(LawAccount.all.filter { $0.text == text }.count == 1, "\(path)")
        }
    }

    @Test func `what an account names in Swift exists`() throws {
        let names = try DeclaredNames()
        for account in LawAccount.all {
            for rule in account.implemented.compactMap(\.rule) {
                #expect(names.contain(rule), "\(rule)")
            }
            for passage in account.notModelled {
                #expect(!passage.reason.isEmpty, "\(passage.text)")
                for (index, name) in passage.reason.split(separator: "`").enumerated()
                where index % 2 == 1 {
                    #expect(names.contain(String(name)), "\(name)")
                }
            }
        }
    }
}
