// The audit log as JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "domain/audit/rules.h"
#include "domain/audit/store.h"

namespace patente::audit::wire {

struct WhoOut {
    std::string kind, id, name;

    static constexpr std::string_view schema_name = "AuditWho";
    static constexpr auto fields() {
        return std::tuple{json::field("kind", &WhoOut::kind).help("nobody, key, user, client, device, command or system."),
                          json::field("id", &WhoOut::id), json::field("name", &WhoOut::name)};
    }
};

struct SubjectOut {
    std::string kind, id;

    static constexpr std::string_view schema_name = "AuditSubject";
    static constexpr auto fields() {
        return std::tuple{json::field("kind", &SubjectOut::kind), json::field("id", &SubjectOut::id)};
    }
};

struct EntryOut {
    std::int64_t number = 0;
    Instant at;
    WhoOut by;
    std::string act, act_text;
    Outcome outcome = Outcome::done;
    std::optional<SubjectOut> subject;
    std::optional<std::string> why, query, from;
    bool erased = false;
    json::Value detail;
    std::string hash, previous_hash, line;

    static constexpr std::string_view schema_name = "AuditEntry";
    static constexpr auto fields() {
        return std::tuple{
            json::field("number", &EntryOut::number),
            json::field("at", &EntryOut::at),
            json::field("by", &EntryOut::by),
            json::field("act", &EntryOut::act).help("The row of the API, the command or the job: PATCH /v1/devices/{device}."),
            json::field("act_text", &EntryOut::act_text).help("The act in the language of the caller."),
            json::field("outcome", &EntryOut::outcome),
            json::field("subject", &EntryOut::subject).help("What it was done to or of whom it was read; null when to many."),
            json::field("why", &EntryOut::why).help("As the caller said in X-Reason."),
            json::field("query", &EntryOut::query).help("What was asked for."),
            json::field("from", &EntryOut::from).help("The network address that it came from."),
            json::field("erased", &EntryOut::erased).help("Reason, query and address were erased."),
            json::field("detail", &EntryOut::detail)
                .help(
                    "fields: those that were set; count and ids: of what was shown; problem: why it was refused; times: how often."),
            json::field("hash", &EntryOut::hash)
                .help("SHA-256 of a zero byte and the line, in hexadecimal: a leaf as in RFC 6962."),
            json::field("previous_hash", &EntryOut::previous_hash),
            json::field("line", &EntryOut::line).help("The bytes that were hashed.")};
    }
};

struct HeadOut {
    std::int64_t size = 0;
    std::string root;
    Instant at;
    std::optional<std::string> note;

    static constexpr std::string_view schema_name = "AuditHead";
    static constexpr auto fields() {
        return std::tuple{json::field("size", &HeadOut::size),
                          json::field("root", &HeadOut::root).help("Of the Merkle tree of all entries, hexadecimal."),
                          json::field("at", &HeadOut::at),
                          json::field("note", &HeadOut::note)
                              .help("Signed: a checkpoint of transparency logs (C2SP tlog-checkpoint); null: not signed.")};
    }
};

struct HeadsOut {
    HeadOut now;
    std::optional<HeadOut> last_signed;
    std::string public_key;

    static constexpr std::string_view schema_name = "AuditHeads";
    static constexpr auto fields() {
        return std::tuple{json::field("now", &HeadsOut::now), json::field("signed", &HeadsOut::last_signed),
                          json::field("public_key", &HeadsOut::public_key).help("That signs: a verifier key of signed notes.")};
    }
};

struct InclusionOut {
    std::int64_t number = 0, size = 0;
    std::string hash, root;
    std::vector<std::string> proof;

    static constexpr std::string_view schema_name = "AuditInclusion";
    static constexpr auto fields() {
        return std::tuple{json::field("number", &InclusionOut::number).help("Its leaf has the index number - 1."),
                          json::field("size", &InclusionOut::size), json::field("hash", &InclusionOut::hash),
                          json::field("root", &InclusionOut::root),
                          json::field("proof", &InclusionOut::proof).help("The audit path of RFC 6962, section 2.1.1.")};
    }
};

struct ConsistencyOut {
    std::int64_t first = 0, second = 0;
    std::string first_root, second_root;
    std::vector<std::string> proof;

    static constexpr std::string_view schema_name = "AuditConsistency";
    static constexpr auto fields() {
        return std::tuple{json::field("first", &ConsistencyOut::first), json::field("second", &ConsistencyOut::second),
                          json::field("first_root", &ConsistencyOut::first_root),
                          json::field("second_root", &ConsistencyOut::second_root),
                          json::field("proof", &ConsistencyOut::proof).help("As in RFC 6962, section 2.1.2.")};
    }
};

struct ActOut {
    std::string act, es, en;

    static constexpr std::string_view schema_name = "AuditAct";
    static constexpr auto fields() {
        return std::tuple{json::field("act", &ActOut::act), json::field("es", &ActOut::es), json::field("en", &ActOut::en)};
    }
};

struct ActsOut {
    std::vector<ActOut> items;

    static constexpr std::string_view schema_name = "AuditActs";
    static constexpr auto fields() { return std::tuple{json::field("items", &ActsOut::items)}; }
};

EntryOut view_of(const KeptEntry& kept, const Acts& acts, Language language);

}  // namespace patente::audit::wire
