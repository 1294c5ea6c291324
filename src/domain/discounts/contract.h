// What other rooms may see of discounts, and what this room asks of whoever keeps the stays.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/json.h"
#include "domain/vocabulary/hours.h"
#include "domain/vocabulary/money.h"

namespace patente::storage {
class Session;
}

namespace patente::discounts {

// What it takes off: all of the time that it covers, a share of its price, an amount of money, all but a flat price,
// or its first minutes.
enum class BenefitKind { free, share, amount, flat, minutes };
constexpr auto names_of(BenefitKind) {
    return std::array<std::pair<BenefitKind, std::string_view>, 5>{{{BenefitKind::free, "free"},
                                                                    {BenefitKind::share, "share"},
                                                                    {BenefitKind::amount, "amount"},
                                                                    {BenefitKind::flat, "flat"},
                                                                    {BenefitKind::minutes, "minutes"}}};
}

struct Benefit {
    BenefitKind kind = BenefitKind::free;
    std::optional<int> percent;   // of share: what is taken off
    std::optional<Money> amount;  // of amount: what is taken off; of flat: what is left
    std::optional<int> minutes;   // of minutes

    bool operator==(const Benefit&) const = default;
    static constexpr std::string_view schema_name = "Benefit";
    static constexpr auto fields() {
        return std::tuple{
            json::field("kind", &Benefit::kind)
                .help("free: what it covers costs nothing; share: `percent` off; amount: so much off; flat: no more than "
                      "`amount`; minutes: the first `minutes` cost nothing."),
            json::field("percent", &Benefit::percent).range(1, 100), json::field("amount", &Benefit::amount),
            json::field("minutes", &Benefit::minutes).range(1, 44'640)};
    }
};

// One thing that makes a stay cheaper, as parking charges it.
struct Discount {
    std::string rule;  // "permit/RES-12", "stamp/Kiosco Sol": the line's rule
    Text who;          // "Resident permit RES-12", "Stamp of Kiosco Sol"
    Benefit benefit;
    std::vector<Span> spans;  // the time of the stay that it covers, merged, not empty
    std::string permit = {};  // its id: what one permit takes off counts together, references come again; "" of a stamp

    bool operator==(const Discount&) const = default;
};

// A stay as its discounts see it.
struct ParkedTime {
    std::string stay;    // its id
    std::string plate;   // normalised; permits count for this plate alone, in each of its spellings
    std::string region;  // of the zone: "br" has two spellings for one plate
    std::string zone;    // its id
    Zone time_zone;
    const HolidayCalendar* holidays = nullptr;
    Span span;
};

// What makes one stay cheaper.
struct DiscountsOfStay {
    std::vector<Discount> permits;  // the oldest first
    std::vector<Discount> stamps;   // as they were given
};

// Ask: who pays less for these stays, and why; one answer for each, in their order.
class Discounts {
public:
    virtual ~Discounts() = default;
    virtual std::vector<DiscountsOfStay> of(storage::Session& session, std::span<const ParkedTime> parked) = 0;
};

// Who did something.
struct Person {
    std::string key_id, name;
};

struct StayFound {
    std::string id, zone;
    Zone time_zone;
    bool owes = true;  // something is left to pay, or it is still open
};

// What this room asks of whoever keeps zones and stays.
class Stays {
public:
    virtual ~Stays() = default;
    virtual bool zone_exists(storage::Session& session, const std::string& zone) = 0;
    // By the stay's id or its ticket's number. Errors: not_found "stay-not-found", not_found "ticket-not-found", conflict
    // "stay-gone".
    virtual Result<StayFound> found(storage::Session& session, const std::string& stay_or_ticket) = 0;
    // Its discounts are others now: notes `act` in its history and charges it again where it has ended.
    virtual void discounted(storage::Session& session, const std::string& stay, const std::string& act, const std::string& reason,
                            const json::Object& detail, Instant now, const Person& by) = 0;
};

}  // namespace patente::discounts
