/// The two languages in which everything is said.
package enum Language: String, CaseIterable, Sendable {
    case chinese = "zh"
    case english = "en"
}
