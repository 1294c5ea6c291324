#include "domain/parking/tariff_check_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace patente::parking {
namespace {

using namespace std::chrono;

// "08:30" and "24:00", which the document's reader has seen to; anything else is nullopt.
std::optional<minutes> clock_time(std::string_view text) {
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) return std::nullopt;
    const minutes time = hours{(text[0] - '0') * 10 + (text[1] - '0')} + minutes{(text[3] - '0') * 10 + (text[4] - '0')};
    return text[3] <= '5' && time <= hours{24} ? std::optional{time} : std::nullopt;
}

class Inspection {
public:
    Inspection(const TariffDocument& document, const HolidayCalendars& calendars) : document_(document), calendars_(calendars) {}

    void whole() {
        dates();
        classes();
        rounding();
        rates();
        for (std::size_t i = 0; i < document_.bands.size(); ++i)
            bands_.push_back(band(document_.bands[i], fmt::format("/bands/{}", i)));
        caps();
        limits();
    }

    std::vector<Fault> faults;

    TariffParts parts(Zone zone) && {
        TariffParts parts{document_, zone, std::nullopt, std::move(bands_), std::move(caps_)};
        if (document_.holidays) parts.holidays = calendars_.at(*document_.holidays);
        return parts;
    }

private:
    void add(std::string pointer, std::string code, Text detail) {
        faults.push_back({std::move(pointer), std::move(code), std::move(detail)});
    }
    void within(const std::string& pointer, std::int64_t value, std::int64_t least, std::int64_t most) {
        if (value >= least && value <= most) return;
        add(pointer, "range", {fmt::format("{} to {}.", least, most), fmt::format("De {} a {}.", least, most)});
    }

    std::optional<Day> day(const std::optional<std::string>& text, const std::string& pointer) {
        if (!text) return std::nullopt;
        const auto day = parse_day(*text);
        if (!day) add(pointer, "date", {fmt::format("{} is no date.", *text), fmt::format("{} no es una fecha.", *text)});
        return day;
    }

    void dates() {
        day(document_.valid_from, "/valid_from");
        if (document_.holidays && !calendars_.contains(*document_.holidays))
            add("/holidays", "unknown",
                {fmt::format("There is no holiday calendar \"{}\".", *document_.holidays),
                 fmt::format("No hay un calendario de feriados «{}».", *document_.holidays)});
    }

    void classes() {
        const std::set<std::string> distinct(document_.classes.begin(), document_.classes.end());
        if (distinct.size() != document_.classes.size())
            add("/classes", "repeated", {"A class is named twice.", "Una clase está repetida."});
        if (document_.classes.empty() != !document_.default_class ||
            (document_.default_class && !distinct.contains(*document_.default_class)))
            add("/default_class", "unknown",
                {"Say as which of the classes any other vehicle is charged.",
                 "Diga como cuál de las clases se cobra cualquier otro vehículo."});
    }

    void rounding() { within("/rounding/unit", document_.rounding.unit, 1, 1'000'000'000); }

    void known_classes(const std::vector<std::string>& named, const std::string& pointer) {
        for (std::size_t i = 0; i < named.size(); ++i)
            if (std::ranges::find(document_.classes, named[i]) == document_.classes.end())
                add(fmt::format("{}/classes/{}", pointer, i), "unknown",
                    {fmt::format("\"{}\" is not among the tariff's classes.", named[i]),
                     fmt::format("«{}» no está entre las clases de la tarifa.", named[i])});
    }

    std::optional<std::size_t> rate_named(const std::string& id, const std::string& pointer) {
        const auto rate = std::ranges::find(document_.rates, id, &Rate::id);
        if (rate != document_.rates.end()) return static_cast<std::size_t>(rate - document_.rates.begin());
        add(pointer, "unknown", {fmt::format("There is no rate \"{}\".", id), fmt::format("No hay un precio «{}».", id)});
        return std::nullopt;
    }

    void rates() {
        std::set<std::string> ids;
        for (std::size_t i = 0; i < document_.rates.size(); ++i) {
            const Rate& rate = document_.rates[i];
            const std::string pointer = fmt::format("/rates/{}", i);
            if (!ids.insert(rate.id).second)
                add(pointer + "/id", "repeated", {"Another rate has this id.", "Otro precio tiene este id."});
            within(pointer + "/free_minutes", rate.free_minutes, 0, 1440);
            if (rate.flat.has_value() == !rate.steps.empty())
                add(pointer, "price",
                    {"A rate has either a flat price or steps; a free one has a step of price 0.",
                     "Un precio es único (flat) o por pasos; uno sin cargo tiene un paso de precio 0."});
            if (rate.flat) within(pointer + "/flat", *rate.flat, 0, price_max);
            if (rate.flat && rate.owed == Owed::completed)
                add(pointer + "/owed", "price", {"A flat price is owed when it begins.", "Un precio único se debe al empezar."});
            for (std::size_t s = 0; s < rate.steps.size(); ++s)
                step(rate.steps[s], s + 1 == rate.steps.size(), fmt::format("{}/steps/{}", pointer, s));
        }
    }

    void step(const Step& step, bool last, const std::string& pointer) {
        within(pointer + "/minutes", step.minutes, 1, minutes_max);
        within(pointer + "/price", step.price, 0, price_max);
        if (step.per_minutes) within(pointer + "/per_minutes", *step.per_minutes, step.minutes, minutes_max);
        if (step.times) within(pointer + "/times", *step.times, 1, 100'000);
        if (!step.times && !last)
            add(pointer + "/times", "required",
                {"Say how many times, or the steps after it are never reached.",
                 "Diga cuántas veces, o nunca se llega a los pasos siguientes."});
    }

    std::optional<Hours> hours_of(const std::string& from, const std::string& to, const std::string& pointer) {
        const auto begins = clock_time(from);
        auto ends = clock_time(to);
        const Text detail{"A time is \"HH:MM\".", "Una hora es «HH:MM»."};
        if (!begins || *begins == hours{24}) add(pointer + "/from", "time", detail);
        if (!ends) add(pointer + "/to", "time", detail);
        if (!begins || !ends) return std::nullopt;
        return Hours{*begins, *ends <= *begins ? *ends + hours{24} : *ends};
    }

    BandParts band(const Band& band, const std::string& pointer) {
        BandParts parts;
        parts.rate = rate_named(band.rate, pointer + "/rate").value_or(0);
        parts.hours = hours_of(band.from, band.to, pointer).value_or(Hours{});
        for (const auto each : band.weekdays) parts.weekdays.set(static_cast<std::size_t>(each));
        if (band.weekdays.empty()) parts.weekdays.set();
        parts.holidays = band.holidays;
        if (band.holidays != OnHolidays::same && !document_.holidays)
            add(pointer + "/holidays", "required",
                {"The tariff names no holiday calendar.", "La tarifa no nombra un calendario de feriados."});
        parts.date_from = day(band.date_from, pointer + "/date_from");
        parts.date_to = day(band.date_to, pointer + "/date_to");
        if (parts.date_from && parts.date_to && *parts.date_to < *parts.date_from)
            add(pointer + "/date_to", "range", {"It lies before date_from.", "Es anterior a date_from."});
        known_classes(band.classes, pointer);
        parts.classes = band.classes;
        return parts;
    }

    void caps() {
        std::set<std::string> ids;
        for (std::size_t i = 0; i < document_.caps.size(); ++i) {
            const Cap& cap = document_.caps[i];
            const std::string pointer = fmt::format("/caps/{}", i);
            if (!ids.insert(cap.id).second)
                add(pointer + "/id", "repeated", {"Another cap has this id.", "Otro tope tiene este id."});
            within(pointer + "/amount", cap.amount, 0, total_max);
            if (cap.amount < document_.minimum)
                add(pointer + "/amount", "range", {"The cap lies below the minimum.", "El tope es menor que el mínimo."});
            known_classes(cap.classes, pointer);
            caps_.push_back(this->cap(cap, pointer));
        }
    }

    CapParts cap(const Cap& cap, const std::string& pointer) {
        CapParts parts{std::nullopt, std::vector<bool>(document_.rates.size(), cap.rates.empty())};
        for (std::size_t i = 0; i < cap.rates.size(); ++i)
            if (const auto rate = rate_named(cap.rates[i], fmt::format("{}/rates/{}", pointer, i)))
                parts.counts_rate[*rate] = true;
        const bool night = cap.per == CapPer::night;
        if (night != cap.from.has_value() || night != cap.to.has_value())
            add(pointer, "night",
                {"A night cap, and only it, says from and to.", "Un tope de noche, y solo él, dice from y to."});
        else if (night)
            parts.night = hours_of(*cap.from, *cap.to, pointer);
        return parts;
    }

    void limits() {
        within("/minimum", document_.minimum, 0, price_max);
        if (document_.rates.size() > 20) within("/rates", static_cast<std::int64_t>(document_.rates.size()), 1, 20);
        if (document_.bands.size() > 40) within("/bands", static_cast<std::int64_t>(document_.bands.size()), 1, 40);
        if (document_.grace) within("/grace/minutes", document_.grace->minutes, 0, 1440);
        if (!document_.maximum_stay) return;
        within("/maximum_stay/minutes", document_.maximum_stay->minutes, 1, minutes_max);
        within("/maximum_stay/surcharge", document_.maximum_stay->surcharge, 0, price_max);
        if (document_.maximum_stay->every_minutes)
            within("/maximum_stay/every_minutes", *document_.maximum_stay->every_minutes, 1, minutes_max);
    }

    // With these, a price for every minute and every band of 400 days stays below 2^63.
    static constexpr std::int64_t price_max = 1'000'000'000'000, total_max = 1'000'000'000'000'000;
    static constexpr std::int64_t minutes_max = 44'640;  // 31 days

    const TariffDocument& document_;
    const HolidayCalendars& calendars_;
    std::vector<BandParts> bands_;
    std::vector<CapParts> caps_;
};

}  // namespace

Result<TariffParts> resolved(const TariffDocument& document, const HolidayCalendars& calendars) {
    Inspection inspection{document, calendars};
    inspection.whole();
    const auto zone = Zone::named(document.zone);
    if (!zone) inspection.faults.push_back({"/zone", zone.error().problem, zone.error().detail});
    if (!inspection.faults.empty())
        return fail(ErrorKind::invalid, "tariff-invalid",
                    {"The tariff does not hold together; see errors.", "La tarifa no es coherente; ver errores."},
                    std::move(inspection.faults));
    return std::move(inspection).parts(*zone);
}

}  // namespace patente::parking
