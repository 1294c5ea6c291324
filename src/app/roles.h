// One binary, several roles: `patente serve` runs them all, `--roles reader` runs one.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace patente {

struct Role {
    std::string_view name;
    std::string_view what_it_does;
};

inline constexpr std::array<Role, 6> roles{{
    {"api", "answers people, the web app and partner systems"},
    {"reader", "reads the plates of photos that wait"},
    {"video", "follows vehicles in camera streams"},
    {"tcp", "takes images over the TCP protocol"},
    {"worker", "does what can wait: stays, notices, reports, sweeps"},
    {"config", "serves settings to sites and devices"},
}};

// "api,reader" → those names; "" or "all" → every one. 422 "role-unknown" names a word that is no role.
Result<std::vector<std::string>> chosen_roles(std::string_view list);

}  // namespace patente
