// The nouns of parking: zones, stays, tickets and payments. Values only.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/parking/contract.h"
#include "domain/parking/tariff_model.h"
#include "domain/vocabulary/area.h"

namespace patente::parking {

struct ZoneTag;
using ZoneId = Id<ZoneTag>;
struct TariffTag;
using TariffId = Id<TariffTag>;

// How stays begin and end: by photos in turn, by a gate's entry and exit devices, or by an attendant.
enum class ZoneMode { photo, gate, kerb };
constexpr auto names_of(ZoneMode) {
    return Names<ZoneMode, 3>{{{ZoneMode::photo, "photo"}, {ZoneMode::gate, "gate"}, {ZoneMode::kerb, "kerb"}}};
}

// What to do with an entry while the plate is inside, or an exit without an entry.
enum class Unexpected { close_at_cap, ask, ignore };
constexpr auto names_of(Unexpected) {
    return Names<Unexpected, 3>{
        {{Unexpected::close_at_cap, "close_at_cap"}, {Unexpected::ask, "ask"}, {Unexpected::ignore, "ignore"}}};
}

// [from, to) in civil time on these days; `to` at or before `from` means the next day.
struct OpeningHours {
    std::vector<Weekday> weekdays;  // none named: all
    std::string from = "00:00";
    std::string to = "24:00";

    bool operator==(const OpeningHours&) const = default;
    static constexpr std::string_view schema_name = "OpeningHours";
    static constexpr auto fields() {
        return std::tuple{
            json::field("weekdays", &OpeningHours::weekdays).length(0, 7).or_default(),
            json::field("from", &OpeningHours::from).pattern("([01][0-9]|2[0-3]):[0-5][0-9]", "08:00").or_default(),
            json::field("to", &OpeningHours::to).pattern("([01][0-9]|2[0-3]):[0-5][0-9]|24:00", "20:00").or_default()};
    }
};

// A zone as its operator writes it.
struct ZoneSettings {
    std::string name;
    std::optional<Area> area;
    std::optional<int> capacity;
    std::string time_zone;
    std::vector<OpeningHours> opening_hours;
    ZoneMode mode = ZoneMode::photo;
    std::vector<std::string> entry_devices, exit_devices;
    int entry_grace_s = 0;
    int leave_within_s = 0;
    int reopen_gap_s = 60;
    Unexpected second_entry = Unexpected::close_at_cap;
    Unexpected exit_without_entry = Unexpected::ask;
    TariffId tariff;
    std::string vehicle_class;
    std::string region;
    bool default_zone = false;
    bool active = true;

    static constexpr std::string_view schema_name = "ZoneSettings";
    static constexpr auto fields() {
        return std::tuple{
            json::field("name", &ZoneSettings::name).length(1, 80),
            json::field("area", &ZoneSettings::area)
                .help("GeoJSON Polygon, or Circle with radius_m; the smallest zone wins. null: everywhere, of the default zone."),
            json::field("capacity", &ZoneSettings::capacity).range(0, 1'000'000).help("Places; null when it is not known."),
            json::field("time_zone", &ZoneSettings::time_zone).length(1, 60).help("tz database; the tariff's own zone."),
            json::field("opening_hours", &ZoneSettings::opening_hours)
                .length(0, 21)
                .or_default()
                .help("Outside them no stay begins; none given: always open."),
            json::field("mode", &ZoneSettings::mode)
                .or_default()
                .help("photo: the second photo closes; gate; kerb: an attendant."),
            json::field("entry_devices", &ZoneSettings::entry_devices)
                .length(0, 100)
                .or_default()
                .help("At a gate: by name, beside the registered devices of this zone whose direction is in."),
            json::field("exit_devices", &ZoneSettings::exit_devices).length(0, 100).or_default(),
            json::field("entry_grace_s", &ZoneSettings::entry_grace_s)
                .range(0, 86'400)
                .or_default()
                .help("A stay of up to so many seconds owes nothing."),
            json::field("leave_within_s", &ZoneSettings::leave_within_s)
                .range(0, 86'400)
                .or_default()
                .help("Seconds to leave after paying, during which a sighting begins nothing."),
            json::field("reopen_gap_s", &ZoneSettings::reopen_gap_s)
                .range(0, 86'400)
                .or_default()
                .help("Sightings within so many seconds are one."),
            json::field("second_entry", &ZoneSettings::second_entry).or_default().help("An entry while the plate is inside."),
            json::field("exit_without_entry", &ZoneSettings::exit_without_entry).or_default(),
            json::field("tariff", &ZoneSettings::tariff),
            json::field("vehicle_class", &ZoneSettings::vehicle_class)
                .length(0, 40)
                .or_default()
                .help("How vehicles are charged unless an attendant says otherwise; empty = the tariff's default class."),
            json::field("region", &ZoneSettings::region)
                .length(0, 10)
                .or_default()
                .help("Whose plates are usual here: ar, br, …"),
            json::field("default_zone", &ZoneSettings::default_zone)
                .or_default()
                .help("Also takes sightings without a place, or in no zone. One zone at most."),
            json::field("active", &ZoneSettings::active).or_default().help("false: no stay begins here any more.")};
    }
};

struct ParkingZone {
    ZoneId id;
    int version = 1;  // rises with each edit
    ZoneSettings settings;
    Instant created_at, changed_at;
};

struct TariffVersion {
    TariffId id;
    int version = 1;
    TariffDocument document;
    Instant created_at;
    std::string created_by;
};

enum class StayPhase { open, ask, closed, gone };  // gone: a correction or an answer showed that it never was
constexpr auto names_of(StayPhase) {
    return Names<StayPhase, 4>{
        {{StayPhase::open, "open"}, {StayPhase::ask, "ask"}, {StayPhase::closed, "closed"}, {StayPhase::gone, "gone"}}};
}

enum class MatchedBy { plate, misreading, hand, none };  // none: still open, or closed at the cap
constexpr auto names_of(MatchedBy) {
    return Names<MatchedBy, 4>{{{MatchedBy::plate, "plate"},
                                {MatchedBy::misreading, "misreading"},
                                {MatchedBy::hand, "hand"},
                                {MatchedBy::none, "none"}}};
}

// What the office says of a debt, beside what was paid.
enum class Standing { due, forgiven, disputed };
constexpr auto names_of(Standing) {
    return Names<Standing, 3>{{{Standing::due, "due"}, {Standing::forgiven, "forgiven"}, {Standing::disputed, "disputed"}}};
}

struct Stay {
    StayId id;
    ZoneId zone;
    StayPhase phase = StayPhase::open;
    std::string plate;
    double confidence = 1;  // of the entry's reading
    std::vector<Alternative> alternatives;
    std::string vehicle_class;
    Instant entered_at;
    std::optional<Instant> left_at;
    Instant last_seen_at;
    std::optional<sightings::SightingId> entry_sighting, exit_sighting;  // none: by hand
    std::string exit_plate;                                              // as read at the exit
    MatchedBy matched_by = MatchedBy::none;
    double match_cost = 0;             // nats; 0 for an exact match
    std::optional<Text> match_reason;  // of a misreading
    TariffId tariff;
    int tariff_version = 1;
    std::vector<std::string> flags;  // "exit_missed", "entry_missed", "second_entry", "changed_after_payment", "too_long",
                                     // "permit_unclear", "overpaid"
    std::string place_key;           // one for places within about 11 m; the zone's id without a position
    std::string crop_sha256;         // the plate at the entry; "" without a photo
    std::optional<Charge> charge;    // once closed
    std::string ticket;              // number; "" before there is one
    std::int64_t paid = 0;           // minor units, refunds taken off
    std::optional<Instant> paid_at;  // the latest payment
    Standing standing = Standing::due;
    std::vector<StayId> candidates;  // of an ask: the stays that this exit may end
    int version = 1;
};

struct Ticket {
    std::string number;  // "T-2026-000123"
    StayId stay;
    std::string token;  // 32 base64url characters; whoever has it may see the ticket
    Instant issued_at;
    std::string plate;
    ZoneId zone;
    std::string zone_name, time_zone;
    Instant entered_at, left_at;
    std::string vehicle_class;
    Charge charge;
    std::string crop_sha256;
    std::optional<Instant> annulled_at;
    std::string annulled_reason;
    std::string replaced_by;  // the number that took its place
    std::int64_t paid = 0;    // of the stay, refunds taken off
    Standing standing = Standing::due;
};

enum class TicketState { unpaid, partly_paid, paid, forgiven, disputed, annulled };
constexpr auto names_of(TicketState) {
    return Names<TicketState, 6>{{{TicketState::unpaid, "unpaid"},
                                  {TicketState::partly_paid, "partly_paid"},
                                  {TicketState::paid, "paid"},
                                  {TicketState::forgiven, "forgiven"},
                                  {TicketState::disputed, "disputed"},
                                  {TicketState::annulled, "annulled"}}};
}

// Who did something: a key, or the product itself on hearing of a sighting.
struct Person {
    std::string key_id;
    std::string name;
};

struct Payment {
    PaymentId id;
    StayId stay;
    std::string ticket;
    Money amount;  // negative for a refund
    PaymentMethod method = PaymentMethod::cash;
    std::string reference;
    std::optional<PaymentId> refund_of;
    std::string reason;  // of a refund
    Instant at;
    Person by;
    std::string idempotency_key;  // the caller's; "" when none was sent
};

struct HistoryLine {
    Instant at;
    std::string act;  // "opened", "closed", "matched", "ticket_issued", "paid", …
    Person by;
    std::string reason;  // a person's words, or why the product did it
    json::Value detail;  // what changed: depends on the act
};

// What one sighting did; kept so that it is done once and can be done again after a correction.
struct SightingEffect {
    sightings::PlateSeen seen;
    std::string event_id;  // the latest event that was heard
    std::optional<ZoneId> zone;
    std::optional<StayId> stay;
    std::string happened;            // "opened", "closed", "seen_again", "asked", "none"
    std::string reason;              // of "none": "zone_unknown", "too_old", …
    std::optional<StayId> not_stay;  // a person said that it does not end this stay
};

}  // namespace patente::parking
