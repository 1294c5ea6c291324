// The nouns of this room: who is looked for, and what was found.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/sightings/contract.h"
#include "domain/vocabulary/text_json.h"

namespace patente::watch {

struct ListTag;
using ListId = Id<ListTag>;
struct EntryTag;
using EntryId = Id<EntryTag>;
struct AlertTag;
using AlertId = Id<AlertTag>;

enum class ListKind { stolen, wanted, permit, other };
constexpr auto names_of(ListKind) {
    return std::array<std::pair<ListKind, std::string_view>, 4>{
        {{ListKind::stolen, "stolen"}, {ListKind::wanted, "wanted"}, {ListKind::permit, "permit"}, {ListKind::other, "other"}}};
}

struct ListSettings {
    std::string name;
    ListKind kind = ListKind::other;
    std::string description;

    static constexpr std::string_view schema_name = "WatchListSettings";
    static constexpr auto fields() {
        return std::tuple{json::field("name", &ListSettings::name).length(1, 80).help("Its own."),
                          json::field("kind", &ListSettings::kind),
                          json::field("description", &ListSettings::description).length(0, 500).or_default()};
    }
};

struct List {
    ListId id;
    int version = 1;
    ListSettings settings;
    Instant created_at, changed_at;
};

struct EntrySettings {
    std::string plate, why, who, reference, region;
    std::optional<Instant> until;

    static constexpr std::string_view schema_name = "WatchEntrySettings";
    static constexpr auto fields() {
        return std::tuple{
            json::field("plate", &EntrySettings::plate).length(1, 32).help("In any spelling; once in a list."),
            json::field("why", &EntrySettings::why).length(1, 500).help("What for: shown with every alert."),
            json::field("who", &EntrySettings::who).length(1, 200).help("Who asks for it, and answers for its being up to date."),
            json::field("reference", &EntrySettings::reference)
                .length(0, 200)
                .or_default()
                .help("The number of the case, or the like."),
            json::field("region", &EntrySettings::region)
                .pattern("(|[a-z]{2}(-[a-z0-9]{1,3})?)", "ar")
                .or_default()
                .help("Whose plate: ar, br, …; empty when not known."),
            json::field("until", &EntrySettings::until).help("Afterwards it alerts as stale; null: no end is known.")};
    }
};

struct Entry {
    EntryId id;
    ListId list;
    int version = 1;
    EntrySettings settings;  // with the plate normalised
    std::string added_by;    // the key's name
    Instant created_at, changed_at;
};

enum class AlertKind { listed, travel };
constexpr auto names_of(AlertKind) {
    return std::array<std::pair<AlertKind, std::string_view>, 2>{{{AlertKind::listed, "listed"}, {AlertKind::travel, "travel"}}};
}

enum class AlertState { raised, confirmed, dismissed, withdrawn };
constexpr auto names_of(AlertState) {
    return std::array<std::pair<AlertState, std::string_view>, 4>{{{AlertState::raised, "raised"},
                                                                   {AlertState::confirmed, "confirmed"},
                                                                   {AlertState::dismissed, "dismissed"},
                                                                   {AlertState::withdrawn, "withdrawn"}}};
}

// One sighting as an alert shows it.
struct SeenOut {
    sightings::SightingId sighting;
    std::string plate;
    double confidence = 0;
    std::vector<Alternative> alternatives;
    Instant seen_at;
    std::optional<Place> place;
    std::string device, zone;
    std::string crop_sha256;  // "" without a photo
    std::optional<std::string> crop;

    static constexpr std::string_view schema_name = "AlertSighting";
    static constexpr auto fields() {
        return std::tuple{
            json::field("sighting", &SeenOut::sighting),
            json::field("plate", &SeenOut::plate).help("As it was read."),
            json::field("confidence", &SeenOut::confidence),
            json::field("alternatives", &SeenOut::alternatives),
            json::field("seen_at", &SeenOut::seen_at),
            json::field("place", &SeenOut::place),
            json::field("device", &SeenOut::device),
            json::field("zone", &SeenOut::zone),
            json::field("crop_sha256", &SeenOut::crop_sha256).help("Of the plate cut out of the photo; empty without one."),
            json::field("crop", &SeenOut::crop).help("Path of that picture, JPEG.")};
    }
};

// Of a hit: the entry, as it stood then.
struct ListedOut {
    ListId list;
    std::string list_name;
    ListKind list_kind = ListKind::other;
    EntryId entry;
    std::string why, who, reference;
    std::optional<Instant> until;
    bool stale = false;

    static constexpr std::string_view schema_name = "AlertListed";
    static constexpr auto fields() {
        return std::tuple{json::field("list", &ListedOut::list),
                          json::field("list_name", &ListedOut::list_name),
                          json::field("list_kind", &ListedOut::list_kind),
                          json::field("entry", &ListedOut::entry),
                          json::field("why", &ListedOut::why),
                          json::field("who", &ListedOut::who),
                          json::field("reference", &ListedOut::reference),
                          json::field("until", &ListedOut::until),
                          json::field("stale", &ListedOut::stale).help("The entry had ended when the plate was seen.")};
    }
};

// Of impossible travel.
struct TravelOut {
    SeenOut other;
    double distance_m = 0, needed_kmh = 0, limit_kmh = 0;
    std::int64_t seconds = 0;

    static constexpr std::string_view schema_name = "AlertTravel";
    static constexpr auto fields() {
        return std::tuple{json::field("other", &TravelOut::other).help("The other of the two sightings."),
                          json::field("distance_m", &TravelOut::distance_m).help("At least, by both accuracies."),
                          json::field("seconds", &TravelOut::seconds).help("Between the two, at most."),
                          json::field("needed_kmh", &TravelOut::needed_kmh).help("In a straight line."),
                          json::field("limit_kmh", &TravelOut::limit_kmh)};
    }
};

// What an alert says.
struct AlertDetail {
    double chance = 0;
    SeenOut seen;
    std::optional<ListedOut> listed;
    std::optional<TravelOut> travel;
    Text text;

    static constexpr auto fields() {
        return std::tuple{
            json::field("chance", &AlertDetail::chance)
                .help("P(it is the plate), as far as the reading tells: look first. Of travel: that both readings are right."),
            json::field("seen", &AlertDetail::seen), json::field("listed", &AlertDetail::listed),
            json::field("travel", &AlertDetail::travel), json::field("text", &AlertDetail::text)};
    }
};

struct Alert {
    AlertId id;
    int version = 1;
    AlertKind kind = AlertKind::listed;
    AlertState state = AlertState::raised;
    std::string subject;  // the entry's id, or "travel:" and the plate
    std::optional<ListId> list;
    std::string plate;  // that is looked for, or travels
    std::string read_as, device;
    sightings::SightingId sighting;
    Instant seen_at, last_seen_at;
    int times = 1;  // sightings that joined it, itself among them
    AlertDetail detail;
    Instant raised_at, changed_at;
};

struct Person {
    std::string key_id, name;  // "" = the program itself
};

struct Change {
    int version = 0;
    Instant at;
    std::string what;  // "raised", "repeated", "confirmed", "dismissed", "withdrawn"
    Person by;
    std::string note;
};

}  // namespace patente::watch
