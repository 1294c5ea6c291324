// JSON of /v1/watch and /v1/alerts, in and out.
#pragma once

#include "domain/watch/import_rules.h"
#include "domain/watch/model.h"

namespace patente::watch::wire {

struct ListOut : ListSettings {
    ListId id;
    int version = 1;
    std::int64_t entries = 0;
    Instant created_at, changed_at;

    static constexpr std::string_view schema_name = "WatchList";
    static constexpr auto fields() {
        return std::tuple_cat(
            std::tuple{json::field("id", &ListOut::id),
                       json::field("version", &ListOut::version).help("Rises with each edit; also the ETag.")},
            ListSettings::fields(),
            std::tuple{json::field("entries", &ListOut::entries), json::field("created_at", &ListOut::created_at),
                       json::field("changed_at", &ListOut::changed_at)});
    }
};

struct EntryOut : EntrySettings {
    EntryId id;
    ListId list;
    int version = 1;
    bool stale = false;
    std::string added_by;
    Instant created_at, changed_at;

    static constexpr std::string_view schema_name = "WatchEntry";
    static constexpr auto fields() {
        return std::tuple_cat(
            std::tuple{json::field("id", &EntryOut::id), json::field("list", &EntryOut::list),
                       json::field("version", &EntryOut::version).help("Rises with each edit; also the ETag.")},
            EntrySettings::fields(),
            std::tuple{json::field("stale", &EntryOut::stale).help("It has ended."),
                       json::field("added_by", &EntryOut::added_by).help("The name of the key."),
                       json::field("created_at", &EntryOut::created_at), json::field("changed_at", &EntryOut::changed_at)});
    }
};

struct LineFaultOut {
    int line = 0;
    std::string column, code;
    Text detail;

    static constexpr std::string_view schema_name = "ImportFault";
    static constexpr auto fields() {
        return std::tuple{json::field("line", &LineFaultOut::line).help("As an editor counts them, from 1."),
                          json::field("column", &LineFaultOut::column), json::field("code", &LineFaultOut::code),
                          json::field("detail", &LineFaultOut::detail)};
    }
};

struct ImportOut {
    int lines = 0, added = 0, changed = 0, unchanged = 0;
    std::vector<LineFaultOut> errors;

    static constexpr std::string_view schema_name = "WatchImport";
    static constexpr auto fields() {
        return std::tuple{
            json::field("lines", &ImportOut::lines).help("Below the first."), json::field("added", &ImportOut::added),
            json::field("changed", &ImportOut::changed).help("Plates that the list had, with other words or another end."),
            json::field("unchanged", &ImportOut::unchanged),
            json::field("errors", &ImportOut::errors).help("Of the lines that were left out.")};
    }
};

struct AlertOut {
    AlertId id;
    int version = 1;
    AlertKind kind = AlertKind::listed;
    AlertState state = AlertState::raised;
    std::string plate, read_as;
    double chance = 0;
    Instant raised_at, seen_at, last_seen_at;
    int times = 1;
    SeenOut seen;
    std::optional<ListedOut> listed;
    std::optional<TravelOut> travel;
    Text text;

    static constexpr std::string_view schema_name = "Alert";
    static constexpr auto fields() {
        return std::tuple{
            json::field("id", &AlertOut::id),
            json::field("version", &AlertOut::version),
            json::field("kind", &AlertOut::kind)
                .help("listed: on a watch list; travel: in two places that no vehicle drives between."),
            json::field("state", &AlertOut::state).help("withdrawn: the reading was corrected, and the alert does not hold."),
            json::field("plate", &AlertOut::plate).help("That is looked for, or travels."),
            json::field("read_as", &AlertOut::read_as).help("What was read."),
            json::field("chance", &AlertOut::chance)
                .range(0, 1)
                .help("That it is this plate, as far as the reading tells; of travel, that both readings are right. Look first."),
            json::field("raised_at", &AlertOut::raised_at),
            json::field("seen_at", &AlertOut::seen_at),
            json::field("last_seen_at", &AlertOut::last_seen_at),
            json::field("times", &AlertOut::times).help("Sightings of the same device within ten minutes are one alert."),
            json::field("seen", &AlertOut::seen).help("The likeliest of them."),
            json::field("listed", &AlertOut::listed),
            json::field("travel", &AlertOut::travel),
            json::field("text", &AlertOut::text).help("For a person.")};
    }
};

enum class Verdict { confirmed, dismissed };
constexpr auto names_of(Verdict) {
    return std::array<std::pair<Verdict, std::string_view>, 2>{
        {{Verdict::confirmed, "confirmed"}, {Verdict::dismissed, "dismissed"}}};
}

struct VerdictIn {
    Verdict is = Verdict::confirmed;
    std::string note;

    static constexpr std::string_view schema_name = "AlertVerdict";
    static constexpr auto fields() {
        return std::tuple{json::field("is", &VerdictIn::is), json::field("note", &VerdictIn::note).length(0, 1000).or_default()};
    }
};

struct PersonOut {
    std::string key, name;

    static constexpr auto fields() {
        return std::tuple{json::field("key", &PersonOut::key), json::field("name", &PersonOut::name)};
    }
};

struct ChangeOut {
    int version = 0;
    Instant at;
    std::string what;
    std::optional<PersonOut> by;
    std::string note;

    static constexpr std::string_view schema_name = "AlertChange";
    static constexpr auto fields() {
        return std::tuple{
            json::field("version", &ChangeOut::version), json::field("at", &ChangeOut::at),
            json::field("what", &ChangeOut::what).help("raised, repeated, corrected, withdrawn, confirmed, dismissed."),
            json::field("by", &ChangeOut::by).help("null: the program itself."), json::field("note", &ChangeOut::note)};
    }
};

struct History {
    std::vector<ChangeOut> items;

    static constexpr std::string_view schema_name = "AlertHistory";
    static constexpr auto fields() { return std::tuple{json::field("items", &History::items).help("Oldest first.")}; }
};

AlertOut view_of(const Alert& alert);
ListOut view_of(const List& list, std::int64_t entries);
EntryOut view_of(const Entry& entry, Instant now);
ChangeOut view_of(const Change& change);

}  // namespace patente::watch::wire
