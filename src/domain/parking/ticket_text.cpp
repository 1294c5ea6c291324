#include "domain/parking/ticket_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "domain/parking/rules.h"

namespace patente::parking {
namespace {

class Wording {
public:
    Wording(const Ticket& ticket, Language language)
        : language_(language),
          zone_(Zone::named(ticket.time_zone).value_or(Zone::utc())),
          currency_(ticket.charge.total.currency) {}

    std::string operator()(const char* es, const char* en) const { return language_ == Language::es ? es : en; }
    std::string money(std::int64_t amount) const { return format(Money{amount, currency_}, language_); }

    // es "01/03/2026 12:00", en "2026-03-01 12:00"; to the minute, as a clock on the wall shows it.
    std::string time(Instant at) const { return day(zone_.civil(at)) + " " + clock(at); }
    std::string clock(Instant at) const { return to_text(zone_.civil(at)).substr(11, 5); }
    // Without the day where it is the same.
    std::string span(Instant from, Instant to) const {
        const bool same_day = zone_.day(from) == zone_.day(to);
        return same_day ? clock(from) + " – " + clock(to) : time(from) + " – " + time(to);
    }
    // Between the minutes that the ticket prints.
    std::string duration(Instant from, Instant to) const {
        using std::chrono::floor, std::chrono::minutes;
        const auto count = (floor<minutes>(to) - floor<minutes>(from)).count();
        if (count < 60) return fmt::format("{} min", count);
        if (count < 48 * 60) return fmt::format("{} h {:02} min", count / 60, count % 60);
        return fmt::format("{} {} {} h {:02} min", count / 1440, (*this)("días", "days"), count / 60 % 24, count % 60);
    }

private:
    std::string day(Civil civil) const {
        const auto iso = to_text(civil).substr(0, 10);
        return language_ == Language::es ? iso.substr(8, 2) + "/" + iso.substr(5, 2) + "/" + iso.substr(0, 4) : iso;
    }

    Language language_;
    Zone zone_;
    std::string currency_;
};

std::string state_text(const Wording& say, TicketState state) {
    switch (state) {
        case TicketState::unpaid: return say("Impago", "Unpaid");
        case TicketState::partly_paid: return say("Pago parcial", "Partly paid");
        case TicketState::paid: return say("Pagado", "Paid");
        case TicketState::forgiven: return say("Condonado", "Forgiven");
        case TicketState::disputed: return say("En disputa", "Disputed");
        case TicketState::annulled: return say("Anulado", "Annulled");
    }
    return {};
}

// A number stays on the line of what stands before it: "$ 1.000,00".
std::string unbroken(const std::string& text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool before_number = text[i] == ' ' && i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9';
        result += before_number ? std::string{"\u00a0"} : std::string(1, text[i]);
    }
    return result;
}

// "America/Argentina/Buenos_Aires" → "Buenos Aires".
std::string city_of(const std::string& time_zone) {
    std::string city = time_zone.substr(time_zone.rfind('/') + 1);
    std::ranges::replace(city, '_', ' ');
    return city;
}

TicketText::Line line_text(const Wording& say, const ChargeLine& line, Language language) {
    std::string detail = say.span(line.from, line.to);
    if (line.quantity > 0 && line.unit_price > 0) detail += fmt::format(" · {} × {}", line.quantity, say.money(line.unit_price));
    return {unbroken(line.why.in(language)), detail, say.money(line.amount)};
}

}  // namespace

TicketText text_of(const Ticket& ticket, Language language) {
    const Wording say{ticket, language};
    const std::int64_t total = ticket.charge.total.amount;
    const bool nothing_owed = total == 0 && !ticket.annulled_at;
    TicketText text{
        .heading = say("Comprobante de estacionamiento", "Parking ticket"),
        .number = ticket.number,
        .plate = ticket.plate,
        .place = ticket.zone_name,
        .time_zone = say("hora de ", "time of ") + city_of(ticket.time_zone),
        .entered_label = say("Entrada", "Entered"),
        .entered = say.time(ticket.entered_at),
        .left_label = say("Salida", "Left"),
        .left = say.time(ticket.left_at),
        .stayed_label = say("Tiempo", "Time"),
        .stayed = say.duration(ticket.entered_at, ticket.left_at),
        .total_label = "Total",
        .total = say.money(total),
        .owed_label = say("A pagar", "To pay"),
        .owed = say.money(ticket.annulled_at ? 0 : still_owed(total, ticket.paid, ticket.standing)),
        .state = nothing_owed ? say("Sin cargo", "No charge") : state_text(say, ticket_state(ticket)),
        .issued = say("Emitido ", "Issued ") + say.time(ticket.issued_at),
        .scan = say("Este comprobante en el teléfono", "This ticket on a phone"),
        .crop = say("La patente, como se vio al entrar", "The plate as it was seen at the entry"),
    };
    for (const auto& line : ticket.charge.lines) text.lines.push_back(line_text(say, line, language));
    if (ticket.paid > 0 && !ticket.annulled_at) {
        text.paid_label = say("Pagado", "Paid");
        text.paid = say.money(ticket.paid);
        if (ticket.paid > total) text.refund = say("A devolver: ", "To be given back: ") + say.money(ticket.paid - total);
    }
    return text;
}

}  // namespace patente::parking
