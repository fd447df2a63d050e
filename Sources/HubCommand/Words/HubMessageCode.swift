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
    case otherOwner = "E6306"
    case otherSerial = "E6307"
    case alreadyMerged = "E6308"
    case notMerged = "E6309"

    case diskFull = "E6401"
    case damaged = "E6402"
    case storage = "E6403"
    case otherReceiptKey = "E6404"
    case folderTaken = "E6410"
    case backupNotWritten = "E6411"
    case noBackup = "E6412"
    case damagedBackup = "E6413"
    case putBack = "W6414"

    case factFileUnreadable = "E6601"
    case factNotJSON = "E6602"
    case factDuplicateKey = "E6603"
    case factNotAnObject = "E6604"
    case factKeyMissing = "E6605"
    case factUnknownKey = "E6606"
    case factWrongType = "E6607"
    case factNotADay = "E6608"
    case factUnknownWord = "E6609"
    case factUnknownItemCode = "E6610"
    case factOtherClass = "E6611"
    case factBadName = "E6612"
    case factFileTooLarge = "E6613"
    case unknownFact = "E6621"
    case ambiguousFact = "E6622"
    case factDetermined = "E6623"
    case notGraded = "E6624"
    case repairTooEarly = "E6625"
    case expiryAhead = "E6626"
    case retentionTooEarly = "E6627"
    case repairAhead = "E6628"
    case repairChanges = "E6629"
    case notDue = "E6630"
    case subjectUnknown = "W6631"
    case factPastTerm = "W6632"
    case badDocument = "E6701"
    case olderDocument = "E6702"
    case versionTaken = "E6703"
    case documentTooLarge = "E6704"
    case documentUnreadable = "E6705"
    case daysChange = "E6706"

    case internalError = "E6901"

    var texts: (meaning: Pair, repair: Pair) {
        if let texts = factFileTexts ?? factTexts ?? backupTexts { return texts }
        return switch self {
        case .usage, .outputLost, .internalError: programTexts
        case .noHub, .otherHub, .notPermitted, .cannotCreate, .badOrganisation,
            .organisationCheckDigit, .foreignFolder, .badName:
            homeTexts
        case .locked, .cannotListen, .serverGone, .badSocket: serverTexts
        case .unknownOrganisation, .otherRole, .unknownSite, .unknownRecord, .notPossible:
            recordTexts
        case .otherOwner, .otherSerial, .alreadyMerged, .notMerged: mergeTexts
        case .diskFull, .damaged, .storage, .otherReceiptKey: storeTexts
        case .badDocument, .olderDocument, .versionTaken, .documentTooLarge,
            .documentUnreadable, .daysChange:
            documentTexts
        default: programTexts
        }
    }
}
