#include "domain/parking/row.h"

namespace patente::parking {
namespace {

// A ticket's own columns, then what its stay says of it.
constexpr std::string_view ticket_names =
    "number, stay, token, issued_at, plate, zone, zone_name, time_zone, entered_at, left_at, vehicle_class, charge, total, currency, "
    "per_unit, crop_sha256, annulled_at, annulled_reason, replaced_by";
constexpr Columns ticket_columns{"parking_tickets", ticket_names};
constexpr Columns payment_columns{
    "parking_payments",
    "id, stay, ticket, amount, currency, method, reference, refund_of, reason, paid_at, key_id, key_name, "
    "idempotency_key"};

std::int64_t per_unit(const std::string& currency) {
    std::int64_t units = 1;
    for (int i = 0; i < decimals_of(currency); ++i) units *= 10;
    return units;
}

struct TicketRow {
    Ticket ticket;
    std::string charge, currency;
    std::int64_t total = 0, units = 1;

    template <typename Exchange, typename Act>
    void exchange(Exchange&& x, Act&& act) {
        act(x(ticket.number), x(ticket.stay), x(ticket.token), x(ticket.issued_at), x(ticket.plate), x(ticket.zone),
            x(ticket.zone_name), x(ticket.time_zone), x(ticket.entered_at), x(ticket.left_at), x(ticket.vehicle_class), x(charge),
            x(total), x(currency), x(units), x(ticket.crop_sha256), x(ticket.annulled_at), x(ticket.annulled_reason),
            x(ticket.replaced_by));
    }
    static TicketRow of(const Ticket& ticket) {
        const Money& total = ticket.charge.total;
        return {ticket, json::text_of(ticket.charge), total.currency, total.amount, per_unit(total.currency)};
    }
};

// Read with `paid` and `standing` of its stay.
struct TicketWithStay : TicketRow {
    template <typename Exchange, typename Act>
    void exchange(Exchange&& x, Act&& act) {
        TicketRow::exchange(x, [&](auto&&... own) { act(own..., x(ticket.paid), x(ticket.standing)); });
    }
    Ticket value() const {
        Ticket result = ticket;
        result.charge = kept<Charge>(charge);
        return result;
    }
};

std::string select_tickets(std::string_view rest) {
    std::string names = "t.";
    for (const char c : ticket_names) names += c == ' ' ? std::string(" t.") : std::string(1, c);
    return fmt::format("SELECT {}, s.paid, s.standing FROM parking_tickets t JOIN parking_stays s ON s.id = t.stay {}", names,
                       rest);
}

struct PaymentRow {
    Payment payment;
    std::optional<std::string> idempotency_key;

    template <typename Exchange, typename Act>
    void exchange(Exchange&& x, Act&& act) {
        act(x(payment.id), x(payment.stay), x(payment.ticket), x(payment.amount.amount), x(payment.amount.currency),
            x(payment.method), x(payment.reference), x(payment.refund_of), x(payment.reason), x(payment.at), x(payment.by.key_id),
            x(payment.by.name), x(idempotency_key));
    }
    Payment value() const {
        Payment result = payment;
        result.idempotency_key = idempotency_key.value_or("");
        return result;
    }
};

std::string_view condition_of(std::string_view state) {
    if (state.empty()) return "1 = 1";
    if (state == "annulled") return "t.annulled_at IS NOT NULL";
    if (state == "forgiven") return "t.annulled_at IS NULL AND s.standing = 'forgiven'";
    if (state == "disputed") return "t.annulled_at IS NULL AND s.standing = 'disputed'";
    if (state == "paid") return "t.annulled_at IS NULL AND s.standing = 'due' AND s.paid >= t.total";
    if (state == "partly_paid") return "t.annulled_at IS NULL AND s.standing = 'due' AND s.paid > 0 AND s.paid < t.total";
    return "t.annulled_at IS NULL AND s.standing = 'due' AND s.paid <= 0 AND t.total > 0";  // unpaid
}

}  // namespace

namespace store {

std::int64_t next_in_series(storage::Session& session, const std::string& series) {
    std::int64_t number = 0;
    session.run(
        "INSERT INTO parking_series (series, last_number) VALUES (:series, 1) "
        "ON CONFLICT (series) DO UPDATE SET last_number = parking_series.last_number + 1 RETURNING last_number",
        soci::use(series), soci::into(number));
    return number;
}

void add(storage::Session& session, const Ticket& ticket) { write_row(session, ticket_columns.insert(), TicketRow::of(ticket)); }

void annul(storage::Session& session, const std::string& number, Instant at, const std::string& reason) {
    session.run("UPDATE parking_tickets SET annulled_at = :at, annulled_reason = :reason WHERE number = :number", soci::use(at),
                soci::use(reason), soci::use(number));
}

void replace(storage::Session& session, const std::string& number, const std::string& by_number) {
    session.run("UPDATE parking_tickets SET replaced_by = :by WHERE number = :number", soci::use(by_number), soci::use(number));
}

std::optional<Ticket> ticket(storage::Session& session, const std::string& number) {
    return row_of<TicketWithStay>(session, select_tickets("WHERE t.number = :number"), soci::use(number));
}

std::optional<Ticket> ticket_by_token(storage::Session& session, const std::string& token) {
    return row_of<TicketWithStay>(session, select_tickets("WHERE t.token = :token"), soci::use(token));
}

std::vector<Ticket> tickets(storage::Session& session, const TicketSearch& search,
                            const std::optional<std::pair<Instant, std::string>>& after, int limit) {
    const auto plate = plate_condition(search.plate, "t.plate", session.dialect());
    const std::string query = select_tickets(
        fmt::format("WHERE {} AND {} AND {} AND {} AND t.issued_at >= :from_time AND t.issued_at < :to_time AND "
                    "(t.issued_at, t.number) < (:time, :number) ORDER BY t.issued_at DESC, t.number DESC LIMIT :limit",
                    condition_of(search.state), plate.sql, search.zone.empty() ? "CAST(:zone AS {text}) = ''" : "t.zone = :zone",
                    within_zones(search.within, "t.zone")));
    const Instant before = after ? after->first : Instant::max();
    const Instant from = search.from.value_or(Instant{}), to = std::min(search.to.value_or(Instant::max()), end_after(before));
    const std::string before_number = after ? after->second : "~";
    return rows_of<TicketWithStay>(session, query, soci::use(plate.value), soci::use(search.zone), soci::use(from), soci::use(to),
                                   soci::use(before), soci::use(before_number), soci::use(limit));
}

void add(storage::Session& session, const Payment& payment) {
    const auto key = payment.idempotency_key.empty() ? std::nullopt : std::optional{payment.idempotency_key};
    write_row(session, payment_columns.insert(), PaymentRow{payment, key});
}

std::optional<Payment> payment(storage::Session& session, const PaymentId& id) {
    return row_of<PaymentRow>(session, payment_columns.select("WHERE id = :id"), soci::use(id));
}

std::optional<Payment> payment_once(storage::Session& session, const std::string& key_id, const std::string& idempotency_key) {
    return row_of<PaymentRow>(session, payment_columns.select("WHERE key_id = :key_id AND idempotency_key = :key"),
                              soci::use(key_id), soci::use(idempotency_key));
}

std::vector<Payment> payments(storage::Session& session, const StayId& stay) {
    return rows_of<PaymentRow>(session, payment_columns.select("WHERE stay = :stay ORDER BY id"), soci::use(stay));
}

std::int64_t refunded(storage::Session& session, const PaymentId& payment) {
    std::int64_t amount = 0;
    session.run("SELECT CAST(COALESCE(-SUM(amount), 0) AS {big}) FROM parking_payments WHERE refund_of = :payment",
                soci::use(payment), soci::into(amount));
    return amount;
}

std::vector<Taking> takings(storage::Session& session, const std::string& key_id) {
    std::vector<Taking> found;
    Taking row;
    session.for_each(
        [&] {
            row.charged.currency = row.amount.currency;
            found.push_back(row);
        },
        "SELECT p.ticket, p.amount, p.currency, p.method, p.paid_at, p.key_name, t.total FROM parking_payments p "
        "JOIN parking_tickets t ON t.number = p.ticket WHERE p.key_id = :key_id AND p.closing = '' ORDER BY p.id",
        soci::use(key_id), soci::into(row.ticket), soci::into(row.amount.amount), soci::into(row.amount.currency),
        soci::into(row.method), soci::into(row.at), soci::into(row.key_name), soci::into(row.charged.amount));
    return found;
}

void close_takings(storage::Session& session, const std::string& key_id, const std::string& closing) {
    session.run("UPDATE parking_payments SET closing = :closing WHERE key_id = :key_id AND closing = ''", soci::use(closing),
                soci::use(key_id));
}

}  // namespace store
}  // namespace patente::parking
