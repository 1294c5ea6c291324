// Money for tickets: payments, by hand and by a provider, refunds, forgiveness, disputes. Each call works in the caller's
// transaction and notes who did it and why.
#pragma once

#include "domain/parking/store.h"

namespace patente::parking {

struct NewPayment {
    std::int64_t amount = 0;  // minor units of the ticket's currency, > 0
    PaymentMethod method = PaymentMethod::cash;
    std::string reference;
    std::string idempotency_key;  // "" = none: then each call is a payment of its own
};

// Errors: not_found "ticket-not-found".
Failure ticket_not_found();
Result<Ticket> found_ticket(storage::Session& session, const std::string& number);

// One caller's key is one payment for ever: again with the same payment it gives the payment made before.
// Errors: not_found "ticket-not-found", conflict "payment-too-much", conflict "ticket-annulled", conflict
// "ticket-forgiven", invalid "idempotency-key-reused".
Result<Payment> pay(storage::Session& session, const std::string& number, const NewPayment& wanted, Instant now,
                    const Person& by);

// Of the rest of the payment when no amount is said. Errors: not_found "payment-not-found", conflict "refund-too-much",
// conflict "payment-is-refund", conflict "payment-by-provider", invalid "idempotency-key-reused".
Result<Payment> refund(storage::Session& session, const std::string& number, const PaymentId& of,
                       std::optional<std::int64_t> amount, const std::string& reason, const std::string& idempotency_key,
                       Instant now, const Person& by);

// What a provider says; see Payments::book in contract.h.
Result<Payment> book(storage::Session& session, const ProviderPayment& said, Instant now);

// due, forgiven or disputed. Errors: not_found "ticket-not-found", conflict "ticket-annulled".
Result<Ticket> set_standing(storage::Session& session, const std::string& number, Standing standing, const std::string& reason,
                            Instant now, const Person& by);

}  // namespace patente::parking
