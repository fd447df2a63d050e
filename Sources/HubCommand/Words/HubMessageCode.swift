import Terminal

/// Every code that the hub's program can show. Codes never change their meaning.
enum HubMessageCode: String, MessageCatalogue {
    case usage = "E6001"
    case outputLost = "E6003"

    case noHub = "E6101"
    case otherHub = "E6102"
    case notPermitted = "E6103"
    case cannotCreate = "E6104"
    case badOrganisation = "E6105"
    case organisationCheckDigit = "W6106"
    case foreignFolder = "E6107"
    case badName = "E6108"

    case locked = "E6201"
    case cannotListen = "E6202"
    case serverGone = "E6203"
    case badSocket = "E6204"

    case unknownOrganisation = "E6301"
    case otherRole = "E6302"
    case unknownSite = "E6303"
    case unknownRecord = "E6304"
    case notPossible = "E6305"

    case diskFull = "E6401"
    case damaged = "E6402"
    case storage = "E6403"

    case internalError = "E6901"

    var texts: (meaning: Pair, repair: Pair) {
        switch self {
        case .usage, .outputLost, .internalError: programTexts
        case .noHub, .otherHub, .notPermitted, .cannotCreate, .badOrganisation,
            .organisationCheckDigit, .foreignFolder, .badName:
            homeTexts
        case .locked, .cannotListen, .serverGone, .badSocket: serverTexts
        case .unknownOrganisation, .otherRole, .unknownSite, .unknownRecord, .notPossible:
            recordTexts
        case .diskFull, .damaged, .storage: storeTexts
        }
    }
}
