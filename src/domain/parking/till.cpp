#include "domain/parking/till.h"

#include "domain/parking/rules.h"

namespace patente::parking {
namespace {

// The payment made before with the caller's key; an error when that was another one.
Result<std::optional<Payment>> made_before(storage::Session& session, const Payment& wanted) {
    if (wanted.idempotency_key.empty()) return std::nullopt;
    const auto before = store::payment_once(session, wanted.by.key_id, wanted.idempotency_key);
    if (!before) return std::nullopt;
    const bool same = before->ticket == wanted.ticket && before->amount == wanted.amount && before->method == wanted.method &&
                      before->refund_of == wanted.refund_of;
    if (!same)
        return fail(ErrorKind::invalid, "idempotency-key-reused",
                    {"This Idempotency-Key was used for another payment.", "Esta Idempotency-Key ya se usó para otro pago."});
    return before;
}

void enter(storage::Session& session, const Payment& payment, const std::string& act) {
    auto stay = *store::stay(session, payment.stay);
    stay.paid += payment.amount.amount;
    if (payment.amount.amount > 0) stay.paid_at = payment.at;
    flag_overpaid(stay);
    store::add(session, payment);
    store::save(session, stay);
    store::note(session, stay,
                {payment.at, act, payment.by, payment.reason,
                 json::Object{{"ticket", payment.ticket},
                              {"payment", payment.id.text()},
                              {"amount", json::value_of(payment.amount)},
                              {"method", json::value_of(payment.method)}}});
}

Result<Payment> found_payment(storage::Session& session, const std::string& number, const PaymentId& id) {
    auto payment = store::payment(session, id);
    if (!payment || payment->ticket != number)
        return fail(ErrorKind::not_found, "payment-not-found",
                    {"This ticket has no such payment.", "Este comprobante no tiene ese pago."});
    if (payment->refund_of)
        return fail(ErrorKind::conflict, "payment-is-refund",
                    {"This is a refund; only a payment can be given back.", "Esto es una devolución; solo se devuelve un pago."});
    return *std::move(payment);
}

}  // namespace

Failure ticket_not_found() {
    return fail(ErrorKind::not_found, "ticket-not-found",
                {"No ticket has this number.", "Ningún comprobante tiene este número."});
}

Result<Ticket> found_ticket(storage::Session& session, const std::string& number) {
    auto ticket = store::ticket(session, number);
    if (!ticket) return ticket_not_found();
    return *std::move(ticket);
}

Result<Payment> pay(storage::Session& session, const std::string& number, const NewPayment& wanted, Instant now,
                    const Person& by) {
    const auto ticket = TRY(found_ticket(session, number));
    const Payment payment{.id = PaymentId::made_at(now),
                          .stay = ticket.stay,
                          .ticket = number,
                          .amount = {wanted.amount, ticket.charge.total.currency},
                          .method = wanted.method,
                          .reference = wanted.reference,
                          .at = now,
                          .by = by,
                          .idempotency_key = wanted.idempotency_key};
    if (auto before = TRY(made_before(session, payment))) return *std::move(before);
    if (auto allowed = may_pay(ticket, wanted.amount); !allowed) return Failure{allowed.error()};
    enter(session, payment, "paid");
    return payment;
}

Result<Payment> refund(storage::Session& session, const std::string& number, const PaymentId& of,
                       std::optional<std::int64_t> amount, const std::string& reason, const std::string& idempotency_key,
                       Instant now, const Person& by) {
    const auto paid = TRY(found_payment(session, number, of));
    if (paid.method == PaymentMethod::provider)
        return fail(ErrorKind::conflict, "payment-by-provider",
                    {"The provider gives this money back; its message books it.",
                     "Este dinero lo devuelve el proveedor; su mensaje lo registra."});
    const std::int64_t refunded = store::refunded(session, of);
    Payment payment{.id = PaymentId::made_at(now),
                    .stay = paid.stay,
                    .ticket = number,
                    .amount = {-amount.value_or(paid.amount.amount - refunded), paid.amount.currency},
                    .method = paid.method,
                    .refund_of = of,
                    .reason = reason,
                    .at = now,
                    .by = by,
                    .idempotency_key = idempotency_key};
    if (!amount && !idempotency_key.empty()) {  // said again: the rest is what it was then
        const auto before = store::payment_once(session, by.key_id, idempotency_key);
        if (before && before->refund_of == of) payment.amount = before->amount;
    }
    if (auto before = TRY(made_before(session, payment))) return *std::move(before);
    if (payment.amount.amount == 0)
        return fail(ErrorKind::conflict, "refund-too-much",
                    {"This payment was given back already.", "Este pago ya fue devuelto."});
    if (auto allowed = may_refund(paid, refunded, -payment.amount.amount); !allowed) return Failure{allowed.error()};
    enter(session, payment, "refunded");
    return payment;
}

Result<Payment> book(storage::Session& session, const ProviderPayment& said, Instant now) {
    const auto ticket = TRY(found_ticket(session, said.ticket));
    if (said.amount.currency != ticket.charge.total.currency)
        return fail(ErrorKind::invalid, "payment-currency",
                    {"This ticket is in " + ticket.charge.total.currency + ".",
                     "Este comprobante está en " + ticket.charge.total.currency + "."},
                    {{"/amount/currency", "differs", {"Not the ticket's.", "No es la del comprobante."}}});
    Payment payment{.id = PaymentId::made_at(now),
                    .stay = ticket.stay,
                    .ticket = said.ticket,
                    .amount = said.amount,
                    .method = PaymentMethod::provider,
                    .reference = said.id,
                    .reason = said.reason,
                    .at = now,
                    .by = {provider_key, provider_key},
                    .idempotency_key = said.id};
    if (said.of.empty()) {
        if (auto before = TRY(made_before(session, payment))) return *std::move(before);
        enter(session, payment, "paid");
        return payment;
    }
    const auto paid = store::payment_once(session, provider_key, said.of);
    if (!paid || paid->ticket != said.ticket || paid->refund_of)
        return fail(ErrorKind::not_found, "payment-not-found",
                    {"This ticket has no such payment.", "Este comprobante no tiene ese pago."});
    payment.amount.amount = -payment.amount.amount;
    payment.refund_of = paid->id;
    if (auto before = TRY(made_before(session, payment))) return *std::move(before);
    if (auto allowed = may_refund(*paid, store::refunded(session, paid->id), said.amount.amount); !allowed)
        return Failure{allowed.error()};
    enter(session, payment, "refunded");
    return payment;
}

Result<Ticket> set_standing(storage::Session& session, const std::string& number, Standing standing, const std::string& reason,
                            Instant now, const Person& by) {
    const auto ticket = TRY(found_ticket(session, number));
    if (ticket.annulled_at)
        return fail(ErrorKind::conflict, "ticket-annulled", {"This ticket was annulled.", "Este comprobante fue anulado."});
    auto stay = *store::stay(session, ticket.stay);
    if (stay.standing == standing) return ticket;
    store::note(session, stay,
                {now, standing == Standing::due ? "standing_restored" : std::string(json::name_of(standing)), by, reason,
                 json::Object{{"ticket", number}, {"before", json::value_of(stay.standing)}}});
    stay.standing = standing;
    store::save(session, stay);
    return found_ticket(session, number);
}

}  // namespace patente::parking
