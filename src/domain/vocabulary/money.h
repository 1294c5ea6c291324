// Money: whole minor units of one currency. Never floating point.
#pragma once

#include <cstdint>
#include <string>

#include "base/json.h"

namespace patente {

struct Money {
    std::int64_t amount = 0;  // minor units: centavos, cents; whole pesos in CLP
    std::string currency;     // ISO 4217: "ARS"

    bool operator==(const Money&) const = default;

    static constexpr std::string_view schema_name = "Money";
    static constexpr auto fields() {
        return std::tuple{json::field("amount", &Money::amount).help("Minor units: centavos, cents."),
                          json::field("currency", &Money::currency).pattern("[A-Z]{3}", "ARS")};
    }
};

}  // namespace patente
