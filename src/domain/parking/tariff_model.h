// A tariff as a document that a parking manager writes, and what a stay owes by it.
//
// Bands say when which rate holds; a rate says what its minutes cost, step by step. Each step's fractions are owed as
// time runs, and nothing owed is ever taken back: caps only stop it growing. That is why a longer stay never owes less.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "domain/vocabulary/hours.h"
#include "domain/vocabulary/money.h"
#include "domain/vocabulary/text_json.h"

namespace patente::parking {

template <typename E, std::size_t N>
using Names = std::array<std::pair<E, std::string_view>, N>;

// Whether a fraction is owed as soon as it begins, or only once it is over (Chile's "tramo de tiempo vencido").
enum class Owed { begun, completed };
constexpr auto names_of(Owed) { return Names<Owed, 2>{{{Owed::begun, "begun"}, {Owed::completed, "completed"}}}; }

// When a rate begins again at its first step: each time it comes into force, each civil day, or once a stay.
enum class Restart { band, day, stay };
constexpr auto names_of(Restart) {
    return Names<Restart, 3>{{{Restart::band, "band"}, {Restart::day, "day"}, {Restart::stay, "stay"}}};
}

// The price of the moment, or that of the first band the stay meets, wherever any band holds.
enum class PriceAt { band, entry };
constexpr auto names_of(PriceAt) { return Names<PriceAt, 2>{{{PriceAt::band, "band"}, {PriceAt::entry, "entry"}}}; }

// Grace of g minutes: a stay of up to g owes nothing and a longer one everything; or g minutes are never charged.
enum class GraceKind { free_up_to, subtracted };
constexpr auto names_of(GraceKind) {
    return Names<GraceKind, 2>{{{GraceKind::free_up_to, "free_up_to"}, {GraceKind::subtracted, "subtracted"}}};
}

// Entry and exit count to the second, or as a clock without seconds shows them (and the ticket prints them).
enum class CountedTo { second, minute };
constexpr auto names_of(CountedTo) { return Names<CountedTo, 2>{{{CountedTo::second, "second"}, {CountedTo::minute, "minute"}}}; }

enum class CapPer { stay, calendar_day, rolling_24h, night };
constexpr auto names_of(CapPer) {
    return Names<CapPer, 4>{{{CapPer::stay, "stay"},
                             {CapPer::calendar_day, "calendar_day"},
                             {CapPer::rolling_24h, "rolling_24h"},
                             {CapPer::night, "night"}}};
}

// Fractions of one length and price. All prices here are minor units of the document's currency.
struct Step {
    int minutes = 60;                // length of a fraction
    std::int64_t price = 0;          // of one fraction; 0 = free
    std::optional<int> per_minutes;  // ≥ minutes: the price is that of so many, 240000 per 60 charged by fractions of 5
    std::optional<int> times;        // so many fractions, then the next step; the last step may go on for ever

    static constexpr std::string_view schema_name = "TariffStep";
    static constexpr auto fields() {
        return std::tuple{json::field("minutes", &Step::minutes).range(1, 44'640).or_default(),
                          json::field("price", &Step::price).range(0, 1e12),
                          json::field("per_minutes", &Step::per_minutes).range(1, 44'640),
                          json::field("times", &Step::times).range(1, 100'000)};
    }
};

struct Rate {
    std::string id;
    Text name;
    int free_minutes = 0;              // before the first step, each time the rate begins
    std::optional<std::int64_t> flat;  // one price each time the rate begins, whatever the time; then no steps
    std::vector<Step> steps;           // after the last one that has `times`, nothing more is owed
    Owed owed = Owed::begun;
    bool runs_past_end = false;  // a fraction begun before the band's end keeps its full length beyond it
    Restart restart = Restart::band;

    static constexpr std::string_view schema_name = "TariffRate";
    static constexpr auto fields() {
        return std::tuple{json::field("id", &Rate::id).pattern("[a-z0-9_]{1,40}", "day_rate"),
                          json::field("name", &Rate::name),
                          json::field("free_minutes", &Rate::free_minutes).range(0, 1440).or_default(),
                          json::field("flat", &Rate::flat).range(0, 1e12),
                          json::field("steps", &Rate::steps).length(0, 12).or_default(),
                          json::field("owed", &Rate::owed).or_default(),
                          json::field("runs_past_end", &Rate::runs_past_end).or_default(),
                          json::field("restart", &Rate::restart).or_default()};
    }
};

// When a rate holds: [from, to) in civil time, on the days it begins. The first band that fits a moment wins; where none
// fits, parking is free.
struct Band {
    std::string rate;
    std::string from = "00:00";     // "HH:MM"
    std::string to = "24:00";       // at or before `from`: the next day
    std::vector<Weekday> weekdays;  // none named: all
    OnHolidays holidays = OnHolidays::same;
    std::optional<std::string> date_from, date_to;  // "2026-01-01", both included
    std::vector<std::string> classes;               // none named: all

    static constexpr std::string_view schema_name = "TariffBand";
    static constexpr auto fields() {
        return std::tuple{json::field("rate", &Band::rate),
                          json::field("from", &Band::from).pattern("([01][0-9]|2[0-3]):[0-5][0-9]", "08:00").or_default(),
                          json::field("to", &Band::to).pattern("([01][0-9]|2[0-3]):[0-5][0-9]|24:00", "20:00").or_default(),
                          json::field("weekdays", &Band::weekdays).length(0, 7).or_default(),
                          json::field("holidays", &Band::holidays).or_default(),
                          json::field("date_from", &Band::date_from).pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}", "2026-01-01"),
                          json::field("date_to", &Band::date_to).pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}", "2026-12-31"),
                          json::field("classes", &Band::classes).length(0, 20).or_default()};
    }
};

// No more than `amount` for what begins within one stay, civil day, 24 hours from entry, or night.
struct Cap {
    std::string id;
    Text name;
    CapPer per = CapPer::stay;
    std::int64_t amount = 0;
    std::optional<std::string> from, to;  // of a night, which carries over midnight: "20:00", "08:00"
    std::vector<std::string> rates;       // none named: all
    std::vector<std::string> classes;     // none named: all

    static constexpr std::string_view schema_name = "TariffCap";
    static constexpr auto fields() {
        return std::tuple{json::field("id", &Cap::id).pattern("[a-z0-9_]{1,40}", "day_cap"),
                          json::field("name", &Cap::name),
                          json::field("per", &Cap::per),
                          json::field("amount", &Cap::amount).range(0, 1e15),
                          json::field("from", &Cap::from).pattern("([01][0-9]|2[0-3]):[0-5][0-9]", "20:00"),
                          json::field("to", &Cap::to).pattern("([01][0-9]|2[0-3]):[0-5][0-9]", "08:00"),
                          json::field("rates", &Cap::rates).length(0, 20).or_default(),
                          json::field("classes", &Cap::classes).length(0, 20).or_default()};
    }
};

struct Grace {
    int minutes = 0;
    GraceKind kind = GraceKind::free_up_to;

    static constexpr std::string_view schema_name = "TariffGrace";
    static constexpr auto fields() {
        return std::tuple{json::field("minutes", &Grace::minutes).range(0, 1440), json::field("kind", &Grace::kind)};
    }
};

// Beyond so many minutes within bands: a price once, and again for every further `every_minutes` begun. No cap covers it.
struct MaximumStay {
    int minutes = 0;
    std::int64_t surcharge = 0;
    std::optional<int> every_minutes;

    static constexpr std::string_view schema_name = "TariffMaximumStay";
    static constexpr auto fields() {
        return std::tuple{json::field("minutes", &MaximumStay::minutes).range(1, 44'640),
                          json::field("surcharge", &MaximumStay::surcharge).range(0, 1e12),
                          json::field("every_minutes", &MaximumStay::every_minutes).range(1, 44'640)};
    }
};

// Each line is rounded once, to a multiple of `unit` minor units.
struct LineRounding {
    Rounding mode = Rounding::half_up;
    std::int64_t unit = 1;

    static constexpr std::string_view schema_name = "TariffRounding";
    static constexpr auto fields() {
        return std::tuple{json::field("mode", &LineRounding::mode).or_default(),
                          json::field("unit", &LineRounding::unit).range(1, 1e9).or_default()};
    }
};

// A stay and what it must owe; a document that fails one of its own examples is not accepted.
struct Example {
    std::string entered, left;  // civil time in the tariff's zone "2026-03-01 12:00", or RFC 3339
    std::string vehicle_class;  // "" = the default class
    std::int64_t total = 0;
    std::string note;

    static constexpr std::string_view schema_name = "TariffExample";
    static constexpr auto fields() {
        return std::tuple{json::field("entered", &Example::entered).length(16, 40),
                          json::field("left", &Example::left).length(16, 40),
                          json::field("class", &Example::vehicle_class).length(0, 40).or_default(),
                          json::field("total", &Example::total).range(0, 1e15),
                          json::field("note", &Example::note).length(0, 200).or_default()};
    }
};

struct TariffDocument {
    Text name;
    std::string currency;                      // ISO 4217
    std::string zone;                          // tz database
    std::optional<std::string> valid_from;     // "2026-01-01": for stays that begin on or after it
    std::optional<std::string> holidays;       // id of a holiday calendar: "ar"
    std::vector<std::string> classes;          // those the bands and caps may name; none: all vehicles alike
    std::optional<std::string> default_class;  // how a vehicle of another or unknown class is charged
    CountedTo counted_to = CountedTo::minute;
    PriceAt price_at = PriceAt::band;
    LineRounding rounding;
    std::optional<Grace> grace;
    std::int64_t minimum = 0;  // when anything is owed at all
    std::vector<Rate> rates;
    std::vector<Band> bands;
    std::vector<Cap> caps;
    std::optional<MaximumStay> maximum_stay;
    std::vector<Example> examples;

    static constexpr std::string_view schema_name = "TariffDocument";
    static constexpr auto fields() {
        return std::tuple{
            json::field("name", &TariffDocument::name),
            json::field("currency", &TariffDocument::currency).pattern("[A-Z]{3}", "ARS"),
            json::field("zone", &TariffDocument::zone).length(1, 60),
            json::field("valid_from", &TariffDocument::valid_from).pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}", "2026-01-01"),
            json::field("holidays", &TariffDocument::holidays).length(1, 20),
            json::field("classes", &TariffDocument::classes).length(0, 20).or_default(),
            json::field("default_class", &TariffDocument::default_class).length(1, 40),
            json::field("counted_to", &TariffDocument::counted_to).or_default(),
            json::field("price_at", &TariffDocument::price_at).or_default(),
            json::field("rounding", &TariffDocument::rounding).or_default(),
            json::field("grace", &TariffDocument::grace),
            json::field("minimum", &TariffDocument::minimum).range(0, 1e12).or_default(),
            json::field("rates", &TariffDocument::rates).length(1, 20),
            json::field("bands", &TariffDocument::bands).length(1, 40),
            json::field("caps", &TariffDocument::caps).length(0, 10).or_default(),
            json::field("maximum_stay", &TariffDocument::maximum_stay),
            json::field("examples", &TariffDocument::examples).length(0, 500).or_default()};
    }
};

// One line of a ticket. Lines sum to the charge's total; those of caps, permits and stamps are negative.
struct ChargeLine {
    std::string rule;             // "day_rate/2" (rate and step), "day_rate/flat", "day_rate/free", "cap/day_cap", "minimum",
                                  // "maximum_stay", "grace", "no_band"; "permit/…", "stamp/…": what they take off
    Instant from, to;             // the time it is for
    std::int64_t quantity = 0;    // fractions; 1 for what is owed once
    std::int64_t unit_price = 0;  // minor units
    std::int64_t amount = 0;      // minor units
    Text why;

    bool operator==(const ChargeLine&) const = default;
    static constexpr std::string_view schema_name = "ChargeLine";
    static constexpr auto fields() {
        return std::tuple{json::field("rule", &ChargeLine::rule),
                          json::field("from", &ChargeLine::from),
                          json::field("to", &ChargeLine::to),
                          json::field("quantity", &ChargeLine::quantity),
                          json::field("unit_price", &ChargeLine::unit_price),
                          json::field("amount", &ChargeLine::amount),
                          json::field("why", &ChargeLine::why)};
    }
};

struct Charge {
    Money total;
    int tariff_version = 0;
    std::vector<ChargeLine> lines;

    bool operator==(const Charge&) const = default;
    static constexpr std::string_view schema_name = "Charge";
    static constexpr auto fields() {
        return std::tuple{json::field("total", &Charge::total), json::field("tariff_version", &Charge::tariff_version),
                          json::field("lines", &Charge::lines)};
    }
};

}  // namespace patente::parking
