// What holds of every charge. For tests.
#pragma once

#include <gtest/gtest.h>

#include <string_view>

#include "domain/parking/tariff_model.h"

namespace patente::parking {

inline void expect_sound(const Charge& charge, std::string_view what) {
    std::int64_t sum = 0;
    for (const auto& line : charge.lines) {
        sum += line.amount;
        EXPECT_LE(line.from, line.to) << what;
        EXPECT_FALSE(line.why.en.empty() || line.why.es.empty()) << what;
    }
    EXPECT_EQ(sum, charge.total.amount) << what;
    EXPECT_GE(charge.total.amount, 0) << what;
}

}  // namespace patente::parking
