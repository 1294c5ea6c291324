// What other rooms may see of parking.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/json.h"
#include "domain/sightings/contract.h"
#include "domain/vocabulary/money.h"
#include "domain/vocabulary/zone.h"

namespace patente::storage {
class Session;
}

namespace patente::parking {

struct StayTag;
using StayId = Id<StayTag>;

// A stay in short, as an answer to a photo shows it.
struct StayView {
    StayId id;
    std::string state;     // "open", "closed", "paid", "unpaid", "forgiven", "disputed", "ask"
    std::string happened;  // what this sighting did: "opened", "closed", "seen_again", "asked"
    std::string zone;      // the zone's name
    Money owed;            // what is owed now, 0 when nothing is
    std::string ticket;    // "T-2026-000123", "" before there is one

    static constexpr std::string_view schema_name = "StayView";
    static constexpr auto fields() {
        return std::tuple{json::field("id", &StayView::id),
                          json::field("state", &StayView::state),
                          json::field("happened", &StayView::happened),
                          json::field("zone", &StayView::zone),
                          json::field("owed", &StayView::owed),
                          json::field("ticket", &StayView::ticket)};
    }
};

// Ask: what a sighting did to the parking of its plate.
class Stays {
public:
    virtual ~Stays() = default;
    virtual std::optional<StayView> of_sighting(storage::Session& session, const sightings::SightingId& sighting,
                                                Instant now) = 0;
};

struct PaymentTag;
using PaymentId = Id<PaymentTag>;

enum class PaymentMethod { cash, card, transfer, provider };  // provider: an outside one, by its signed message
constexpr auto names_of(PaymentMethod) {
    return std::array<std::pair<PaymentMethod, std::string_view>, 4>{{{PaymentMethod::cash, "cash"},
                                                                      {PaymentMethod::card, "card"},
                                                                      {PaymentMethod::transfer, "transfer"},
                                                                      {PaymentMethod::provider, "provider"}}};
}

// What a provider says that it took, or gave back.
struct ProviderPayment {
    std::string id;      // the provider's own, one for each
    std::string ticket;  // number
    Money amount;        // above 0
    std::string of;      // what is given back: the provider's id of that payment; "" of a payment
    std::string reason;  // of what is given back
};

struct Booked {
    PaymentId id;
    std::string ticket;
    Money amount;  // negative when it was given back
    Instant at;
};

// One payment or refund as a till counts it.
struct Taking {
    std::string ticket;
    Money amount;  // negative: given back
    PaymentMethod method = PaymentMethod::cash;
    Instant at;
    std::string key_name;
    Money charged;  // the ticket's total
};

// Ask: the money of tickets, for the till.
class Payments {
public:
    virtual ~Payments() = default;
    // The provider has the money already: it is booked whatever is owed, and what is too much stands to be given back. The
    // same id again is the payment that was booked. Errors: not_found "ticket-not-found", not_found "payment-not-found",
    // invalid "payment-currency", conflict "refund-too-much", invalid "idempotency-key-reused".
    virtual Result<Booked> book(storage::Session& session, const ProviderPayment& payment, Instant now) = 0;
    // Of this key, in no closing yet, the oldest first.
    virtual std::vector<Taking> takings(storage::Session& session, const std::string& key_id) = 0;
    virtual void close(storage::Session& session, const std::string& key_id, const std::string& closing) = 0;  // those
    // "C-2026-000001": without gaps within the year of the town's own time.
    virtual std::string next_closing_number(storage::Session& session, Instant now) = 0;
    virtual Zone time_zone(storage::Session& session) = 0;  // of the default zone; UTC without one
};

// Whose payments a provider's are.
inline const std::string provider_key = "provider";

}  // namespace patente::parking
