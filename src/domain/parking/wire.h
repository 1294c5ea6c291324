// JSON of /v1/parking, in and out.
#pragma once

#include "domain/parking/attendant.h"
#include "domain/parking/rules.h"
#include "domain/parking/store.h"
#include "domain/parking/till.h"
#include "domain/parking/what_if_rules.h"
#include "platform/http/route.h"

namespace patente::parking::wire {

// A plate as somebody wrote it; kept normalised.
struct PlateText {
    std::string plate;
};

struct ZoneOut : ZoneSettings {
    ZoneId id;
    int version = 1;
    std::string currency;
    Instant created_at, changed_at;

    static constexpr std::string_view schema_name = "ParkingZone";
    static constexpr auto fields() {
        return std::tuple_cat(
            std::tuple{json::field("id", &ZoneOut::id),
                       json::field("version", &ZoneOut::version).help("Rises with each edit; also the ETag.")},
            ZoneSettings::fields(),
            std::tuple{json::field("currency", &ZoneOut::currency).help("The tariff's."),
                       json::field("created_at", &ZoneOut::created_at), json::field("changed_at", &ZoneOut::changed_at)});
    }
};

struct TariffOut {
    TariffId id;
    int version = 1;
    TariffDocument document;
    Instant created_at;
    std::string created_by;

    static constexpr std::string_view schema_name = "Tariff";
    static constexpr auto fields() {
        return std::tuple{json::field("id", &TariffOut::id), json::field("version", &TariffOut::version),
                          json::field("document", &TariffOut::document), json::field("created_at", &TariffOut::created_at),
                          json::field("created_by", &TariffOut::created_by)};
    }
};

struct TariffVersionsOut {
    std::vector<TariffOut> items;

    static constexpr std::string_view schema_name = "TariffVersions";
    static constexpr auto fields() { return std::tuple{json::field("items", &TariffVersionsOut::items).help("Oldest first.")}; }
};

struct ExplainIn {
    std::optional<TariffDocument> document;
    std::optional<TariffId> tariff;
    std::optional<int> version;
    Instant from, to;
    std::string vehicle_class;

    static constexpr std::string_view schema_name = "TariffQuestion";
    static constexpr auto fields() {
        return std::tuple{json::field("document", &ExplainIn::document).help("A document that is not stored; or else `tariff`."),
                          json::field("tariff", &ExplainIn::tariff),
                          json::field("version", &ExplainIn::version).range(1, 1e6).help("null: the one in force at `from`."),
                          json::field("from", &ExplainIn::from),
                          json::field("to", &ExplainIn::to),
                          json::field("vehicle_class", &ExplainIn::vehicle_class).length(0, 40).or_default()};
    }
};

struct ZoneName {
    ZoneId id;
    std::string name, time_zone;

    static constexpr std::string_view schema_name = "ZoneName";
    static constexpr auto fields() {
        return std::tuple{json::field("id", &ZoneName::id), json::field("name", &ZoneName::name),
                          json::field("time_zone", &ZoneName::time_zone)};
    }
};

struct MatchOut {
    MatchedBy by = MatchedBy::none;
    std::string read_as;
    double cost = 0;
    std::optional<Text> reason;

    static constexpr std::string_view schema_name = "StayMatch";
    static constexpr auto fields() {
        return std::tuple{json::field("by", &MatchOut::by).help("misreading: can be undone with DELETE …/match."),
                          json::field("read_as", &MatchOut::read_as).help("The plate as it was read at the exit."),
                          json::field("cost", &MatchOut::cost).help("Nats; 0 for the very same plate."),
                          json::field("reason", &MatchOut::reason)};
    }
};

struct StayOut {
    StayId id;
    std::string state;
    ZoneName zone;
    std::string plate, vehicle_class;
    Instant entered_at;
    std::optional<Instant> left_at;
    Instant last_seen_at;
    std::optional<sightings::SightingId> entry_sighting, exit_sighting;
    std::optional<MatchOut> match;
    std::vector<StayId> candidates;
    std::vector<std::string> flags;
    TariffId tariff;
    int tariff_version = 1;
    std::optional<Charge> charge;
    Money owed, paid;
    std::optional<std::string> ticket;
    int version = 1;

    static constexpr std::string_view schema_name = "Stay";
    static constexpr auto fields() {
        return std::tuple{
            json::field("id", &StayOut::id),
            json::field("state", &StayOut::state)
                .help("open, ask, closed (nothing owed), unpaid, partly_paid, paid, forgiven, disputed, gone."),
            json::field("zone", &StayOut::zone),
            json::field("plate", &StayOut::plate),
            json::field("vehicle_class", &StayOut::vehicle_class),
            json::field("entered_at", &StayOut::entered_at),
            json::field("left_at", &StayOut::left_at),
            json::field("last_seen_at", &StayOut::last_seen_at),
            json::field("entry_sighting", &StayOut::entry_sighting).help("null: by an attendant's hand."),
            json::field("exit_sighting", &StayOut::exit_sighting),
            json::field("match", &StayOut::match).help("How its exit was found; null before it."),
            json::field("candidates", &StayOut::candidates).help("Of ask: the stays that this exit may end."),
            json::field("flags", &StayOut::flags)
                .help("exit_missed, entry_missed, second_entry, seen_elsewhere, changed_after_payment, too_long, permit_unclear, "
                      "overpaid."),
            json::field("tariff", &StayOut::tariff),
            json::field("tariff_version", &StayOut::tariff_version),
            json::field("charge", &StayOut::charge).help("Once it has ended; before, see …/charge."),
            json::field("owed", &StayOut::owed).help("Now; grows while it is open."),
            json::field("paid", &StayOut::paid).help("Refunds taken off."),
            json::field("ticket", &StayOut::ticket),
            json::field("version", &StayOut::version)};
    }
};

struct NewStayIn {
    PlateText plate;
    ZoneId zone;
    std::optional<Instant> entered_at;
    std::string vehicle_class;

    static constexpr std::string_view schema_name = "NewStay";
    static constexpr auto fields() {
        return std::tuple{json::field("plate", &NewStayIn::plate), json::field("zone", &NewStayIn::zone),
                          json::field("entered_at", &NewStayIn::entered_at).help("null: now."),
                          json::field("vehicle_class", &NewStayIn::vehicle_class).length(0, 40).or_default()};
    }
};

struct ClosureIn {
    std::optional<Instant> left_at;
    std::string reason;

    static constexpr std::string_view schema_name = "StayClosure";
    static constexpr auto fields() {
        return std::tuple{json::field("left_at", &ClosureIn::left_at).help("null: now."),
                          json::field("reason", &ClosureIn::reason).length(0, 500).or_default()};
    }
};

struct AnswerIn {
    AnswerKind is = AnswerKind::entry;
    std::optional<StayId> of;

    static constexpr std::string_view schema_name = "StayAnswer";
    static constexpr auto fields() {
        return std::tuple{json::field("is", &AnswerIn::is).help("exit: of the stay `of`; entry: a new car; nothing."),
                          json::field("of", &AnswerIn::of)};
    }
};

struct StayChangeIn {
    std::optional<PlateText> plate;
    std::optional<Instant> entered_at;
    std::optional<std::string> vehicle_class;
    std::string reason;

    static constexpr std::string_view schema_name = "StayChange";
    static constexpr auto fields() {
        return std::tuple{json::field("plate", &StayChangeIn::plate), json::field("entered_at", &StayChangeIn::entered_at),
                          json::field("vehicle_class", &StayChangeIn::vehicle_class).length(0, 40),
                          json::field("reason", &StayChangeIn::reason).length(0, 500).or_default()};
    }
};

struct PersonOut {
    std::string key, name;

    static constexpr std::string_view schema_name = "PersonOut";
    static constexpr auto fields() {
        return std::tuple{json::field("key", &PersonOut::key), json::field("name", &PersonOut::name)};
    }
};

struct HistoryLineOut {
    Instant at;
    std::string act;
    PersonOut by;
    std::string reason;
    json::Value detail;

    static constexpr std::string_view schema_name = "StayHistoryLine";
    static constexpr auto fields() {
        return std::tuple{json::field("at", &HistoryLineOut::at), json::field("act", &HistoryLineOut::act),
                          json::field("by", &HistoryLineOut::by), json::field("reason", &HistoryLineOut::reason),
                          json::field("detail", &HistoryLineOut::detail)};
    }
};

struct HistoryOut {
    std::vector<HistoryLineOut> items;

    static constexpr std::string_view schema_name = "StayHistory";
    static constexpr auto fields() { return std::tuple{json::field("items", &HistoryOut::items).help("Oldest first.")}; }
};

struct AnnulledOut {
    Instant at;
    std::string reason;
    std::optional<std::string> replaced_by;

    static constexpr std::string_view schema_name = "TicketAnnulled";
    static constexpr auto fields() {
        return std::tuple{json::field("at", &AnnulledOut::at), json::field("reason", &AnnulledOut::reason),
                          json::field("replaced_by", &AnnulledOut::replaced_by)};
    }
};

struct PaymentOut {
    PaymentId id;
    std::string ticket;
    Money amount;
    PaymentMethod method = PaymentMethod::cash;
    std::string reference;
    std::optional<PaymentId> refund_of;
    std::string reason;
    Instant at;
    PersonOut by;

    static constexpr std::string_view schema_name = "Payment";
    static constexpr auto fields() {
        return std::tuple{json::field("id", &PaymentOut::id),
                          json::field("ticket", &PaymentOut::ticket),
                          json::field("amount", &PaymentOut::amount).help("Negative for a refund."),
                          json::field("method", &PaymentOut::method),
                          json::field("reference", &PaymentOut::reference),
                          json::field("refund_of", &PaymentOut::refund_of),
                          json::field("reason", &PaymentOut::reason),
                          json::field("at", &PaymentOut::at),
                          json::field("by", &PaymentOut::by)};
    }
};

struct TicketOut {
    std::string number;
    TicketState state = TicketState::unpaid;
    StayId stay;
    std::string plate;
    ZoneName zone;
    Instant entered_at, left_at;
    std::string vehicle_class;
    Charge charge;
    Money owed, paid;
    Instant issued_at;
    std::string page;
    std::optional<AnnulledOut> annulled;

    static constexpr std::string_view schema_name = "Ticket";
    static constexpr auto fields() {
        return std::tuple{json::field("number", &TicketOut::number).help("Without gaps within its year."),
                          json::field("state", &TicketOut::state),
                          json::field("stay", &TicketOut::stay),
                          json::field("plate", &TicketOut::plate),
                          json::field("zone", &TicketOut::zone),
                          json::field("entered_at", &TicketOut::entered_at),
                          json::field("left_at", &TicketOut::left_at),
                          json::field("vehicle_class", &TicketOut::vehicle_class),
                          json::field("charge", &TicketOut::charge),
                          json::field("owed", &TicketOut::owed),
                          json::field("paid", &TicketOut::paid).help("Refunds taken off."),
                          json::field("issued_at", &TicketOut::issued_at),
                          json::field("page", &TicketOut::page).help("Open to whoever has the address: what the QR code holds."),
                          json::field("annulled", &TicketOut::annulled)};
    }
};

struct TicketWithPayments : TicketOut {
    std::vector<PaymentOut> payments;

    static constexpr std::string_view schema_name = "TicketWithPayments";
    static constexpr auto fields() {
        return std::tuple_cat(
            TicketOut::fields(),
            std::tuple{json::field("payments", &TicketWithPayments::payments).help("Of its stay, oldest first.")});
    }
};

struct PaymentIn {
    std::int64_t amount = 0;
    PaymentMethod method = PaymentMethod::cash;
    std::string reference;

    static constexpr std::string_view schema_name = "NewPayment";
    static constexpr auto fields() {
        return std::tuple{
            json::field("amount", &PaymentIn::amount).range(1, 1e15).help("Minor units of the ticket's currency."),
            json::field("method", &PaymentIn::method).help("cash, card or transfer; a provider says itself what it took."),
            json::field("reference", &PaymentIn::reference).length(0, 200).or_default()};
    }
};

struct RefundIn {
    std::optional<std::int64_t> amount;
    std::string reason;

    static constexpr std::string_view schema_name = "NewRefund";
    static constexpr auto fields() {
        return std::tuple{json::field("amount", &RefundIn::amount).range(1, 1e15).help("null: all that is left of the payment."),
                          json::field("reason", &RefundIn::reason).length(1, 500)};
    }
};

struct ReasonIn {
    std::string reason;

    static constexpr std::string_view schema_name = "Reason";
    static constexpr auto fields() { return std::tuple{json::field("reason", &ReasonIn::reason).length(1, 500)}; }
};

struct OccupancyOut {
    ZoneName zone;
    std::int64_t inside = 0;
    std::optional<int> capacity;
    std::optional<std::int64_t> free;

    static constexpr std::string_view schema_name = "Occupancy";
    static constexpr auto fields() {
        return std::tuple{json::field("zone", &OccupancyOut::zone),
                          json::field("inside", &OccupancyOut::inside).help("Open stays."),
                          json::field("capacity", &OccupancyOut::capacity),
                          json::field("free", &OccupancyOut::free).help("Never below 0; null without a capacity.")};
    }
};

struct OccupanciesOut {
    std::vector<OccupancyOut> items;

    static constexpr std::string_view schema_name = "Occupancies";
    static constexpr auto fields() { return std::tuple{json::field("items", &OccupanciesOut::items)}; }
};

struct TotalsPartOut {
    Instant from, to;
    std::int64_t plates = 0, unique_places = 0;
    std::vector<Money> charges_total;

    static constexpr std::string_view schema_name = "TotalsPart";
    static constexpr auto fields() {
        return std::tuple{
            json::field("from", &TotalsPartOut::from), json::field("to", &TotalsPartOut::to),
            json::field("plates", &TotalsPartOut::plates).help("Different plates of stays that began in it."),
            json::field("unique_places", &TotalsPartOut::unique_places)
                .help("Different places of those stays, to about 11 m; a zone counts as one for those without a position."),
            json::field("charges_total", &TotalsPartOut::charges_total)
                .help("Tickets in force of stays that ended in it, a sum for each currency.")};
    }
};

struct TotalsOut : TotalsPartOut {
    std::vector<TotalsPartOut> parts;

    static constexpr std::string_view schema_name = "Totals";
    static constexpr auto fields() {
        return std::tuple_cat(
            TotalsPartOut::fields(),
            std::tuple{json::field("parts", &TotalsOut::parts).help("By hour or day of the zone; empty without `by`.")});
    }
};

struct UsualOut {
    int weeks = 0;
    TotalsPartOut today, usual;
    std::vector<TotalsPartOut> hours, usual_hours;

    static constexpr std::string_view schema_name = "UsualTotals";
    static constexpr auto fields() {
        return std::tuple{
            json::field("weeks", &UsualOut::weeks)
                .help(
                    "How many of the last 8 weeks are compared: those before the first stay are not. 0: nothing to compare with."),
            json::field("today", &UsualOut::today).help("From midnight until now."),
            json::field("usual", &UsualOut::usual).help("The median of the same weekday up to the same time of day."),
            json::field("hours", &UsualOut::hours).help("Today, hour by hour."),
            json::field("usual_hours", &UsualOut::usual_hours)
                .help("The median of each hour of that weekday, for the whole day of today.")};
    }
};

struct WhatIfIn {
    TariffDocument document;
    std::optional<ZoneId> zone;
    std::optional<TariffId> tariff;
    Instant from, until;

    static constexpr std::string_view schema_name = "WhatIfQuestion";
    static constexpr auto fields() {
        return std::tuple{json::field("document", &WhatIfIn::document),
                          json::field("zone", &WhatIfIn::zone).help("null: all zones in the document's time zone."),
                          json::field("tariff", &WhatIfIn::tariff).help("Only stays that were charged by it; null: by any."),
                          json::field("from", &WhatIfIn::from).help("Stays that began at or after."),
                          json::field("until", &WhatIfIn::until).help("Before; at most 366 days later.")};
    }
};

struct WhatIfSumsOut {
    std::int64_t stays = 0, dearer = 0, cheaper = 0;
    Money was, would, difference;

    static constexpr std::string_view schema_name = "WhatIfSums";
    static constexpr auto fields() {
        return std::tuple{json::field("stays", &WhatIfSumsOut::stays),
                          json::field("dearer", &WhatIfSumsOut::dearer),
                          json::field("cheaper", &WhatIfSumsOut::cheaper),
                          json::field("was", &WhatIfSumsOut::was).help("As they were charged."),
                          json::field("would", &WhatIfSumsOut::would).help("By the document, with their permits and stamps."),
                          json::field("difference", &WhatIfSumsOut::difference).help("would − was.")};
    }
};

struct WhatIfDayOut : WhatIfSumsOut {
    std::string day;

    static constexpr std::string_view schema_name = "WhatIfDay";
    static constexpr auto fields() {
        return std::tuple_cat(std::tuple{json::field("day", &WhatIfDayOut::day).help("On which they began, in the time zone.")},
                              WhatIfSumsOut::fields());
    }
};

struct WhatIfStayOut {
    StayId stay;
    std::string plate;
    ZoneId zone;
    Instant entered_at, left_at;
    std::string ticket;
    Money was, would, difference;

    static constexpr std::string_view schema_name = "WhatIfStay";
    static constexpr auto fields() {
        return std::tuple{json::field("stay", &WhatIfStayOut::stay),
                          json::field("plate", &WhatIfStayOut::plate),
                          json::field("zone", &WhatIfStayOut::zone),
                          json::field("entered_at", &WhatIfStayOut::entered_at),
                          json::field("left_at", &WhatIfStayOut::left_at),
                          json::field("ticket", &WhatIfStayOut::ticket),
                          json::field("was", &WhatIfStayOut::was),
                          json::field("would", &WhatIfStayOut::would),
                          json::field("difference", &WhatIfStayOut::difference)};
    }
};

struct WhatIfOut {
    WhatIfSumsOut total;
    std::vector<WhatIfDayOut> days;
    std::vector<WhatIfStayOut> differ_most;
    std::int64_t left_out = 0;
    std::string time_zone;

    static constexpr std::string_view schema_name = "WhatIf";
    static constexpr auto fields() {
        return std::tuple{json::field("total", &WhatIfOut::total),
                          json::field("days", &WhatIfOut::days).help("Those on which stays began."),
                          json::field("differ_most", &WhatIfOut::differ_most).help("Up to ten, the greatest difference first."),
                          json::field("left_out", &WhatIfOut::left_out)
                              .help("Stays in zones of another time zone, or charged in another currency."),
                          json::field("time_zone", &WhatIfOut::time_zone)};
    }
};

ZoneOut view_of(const ParkingZone& zone, const std::string& currency);
WhatIfOut view_of(const WhatIf& sums, const TariffDocument& document);
TariffOut view_of(const TariffVersion& tariff);
ZoneName name_of(const ParkingZone& zone);
OccupancyOut occupancy_of(const ParkingZone& zone, std::int64_t inside);
// `quoted`: what the stay is charged so far.
StayOut view_of(const Stay& stay, const ParkingZone& zone, const Charge& quoted);
HistoryLineOut view_of(const HistoryLine& line);
TicketOut view_of(const Ticket& ticket, const std::string& origin);
PaymentOut view_of(const Payment& payment);

}  // namespace patente::parking::wire

namespace patente::json {

template <>
struct Codec<parking::wire::PlateText> {
    static bool read(Reader& reader, const Value& value, parking::wire::PlateText& result);
    static Value write(const parking::wire::PlateText& value) { return Codec<std::string>::write(value.plate); }
    static Object schema(Components&) { return {{"type", "string"}, {"minLength", 1}, {"maxLength", 32}}; }
};

}  // namespace patente::json
