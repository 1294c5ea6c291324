// A tariff tried on stays that have ended: each is charged again with its permits and stamps, and nothing is stored.
#pragma once

#include "domain/parking/tariff_book.h"
#include "domain/parking/what_if_rules.h"

namespace patente::parking {

constexpr std::int64_t what_if_stays_max = 200'000;

// A page of stays a transaction, so that no other has to wait. Stays of zones in another time zone, or charged in another
// currency, are left out. Errors: invalid "what-if-too-wide", invalid "money-overflow".
Result<WhatIf> tried(storage::Database& database, TariffBook& tariffs, const Tariff& tariff, const store::EndedSearch& search);

}  // namespace patente::parking
