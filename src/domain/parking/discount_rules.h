// What permits and stamps take off a charge. Pure: the charge stays as the tariff made it, and each discount that takes
// something off adds a line that says why. The total is never negative and equals the sum of its lines.
#pragma once

#include "domain/discounts/contract.h"
#include "domain/parking/tariff_rules.h"

namespace patente::parking {

// One permit counts, the one that takes off most (of equal ones the first), all of its discounts together. Then
// each stamp, in order, on what is left; time that is free already is not taken off twice. An amount in another currency
// than the tariff's takes off nothing.
Charge discounted(const Tariff& tariff, Instant entered, Instant left, std::string_view vehicle_class, Charge whole,
                  const std::vector<discounts::Discount>& permits, const std::vector<discounts::Discount>& stamps);

}  // namespace patente::parking
