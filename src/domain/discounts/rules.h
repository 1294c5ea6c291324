// What a permit covers of a stay, and when a stamp may be given. Pure.
#pragma once

#include <functional>

#include "domain/discounts/model.h"

namespace patente::discounts {

// What the settings meet outside: zones that are not there.
using ZoneExists = std::function<bool(const std::string& zone)>;

// Normalised plates, each once. Errors: invalid "permit-invalid" naming every wrong field.
Result<PermitSettings> checked(PermitSettings settings, const ZoneExists& exists);
// Errors: invalid "stamp-invalid" naming every wrong field.
Result<StampSettings> checked(StampSettings settings, const ZoneExists& exists);

// The time of the stay that the permit covers: its plate exactly (in any spelling of the region), its zones, hours and
// dates, each version from when it was made to the next, and none after it was revoked. By version: each with its benefit.
std::vector<Discount> covered(const Permit& permit, const ParkedTime& parked);

// How often the stamp was given before: ever, and on this day of the zone.
struct Uses {
    std::int64_t ever = 0, today = 0;
};
// Errors: conflict "stamp-not-given" with the reason: inactive, not on this day, not in this zone, used up.
Result<> may_give(const StampSettings& stamp, const StayFound& stay, const Uses& uses, Instant now);
// Errors: forbidden "stamp-of-another" when only certain keys may give it without a code.
Result<> may_give_without_code(const StampSettings& stamp, const Person& by);

// The stamp on this stay: it holds for all of its time.
Discount discount_of(const Validation& validation, const Span& stay);

Text kind_text(PermitKind kind);  // "Resident permit", "Permiso de residente"

// As a person types a code: "k7qm 2xwp9d" → "K7QM-2XWP-9D". nullopt when it is none.
std::optional<std::string> code_typed(std::string_view text);
// Ten characters of 5 bits each, from as many random bytes.
std::string code_from(const std::array<unsigned char, 10>& random);

}  // namespace patente::discounts
