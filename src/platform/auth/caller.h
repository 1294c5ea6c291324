// Who is calling, and what they may do.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace patente::auth {

// A permission is "<room>.<act>", such as "captures.create". A route row names the one it needs; the
// empty name means that everybody may call it.
struct Caller {
    std::string key_id;  // empty: nobody who showed a key
    std::string name;
    std::vector<std::string> permissions;  // "*" stands for all

    bool may(std::string_view permission) const {
        return permission.empty() ||
               std::ranges::any_of(permissions, [&](const auto& each) { return each == "*" || each == permission; });
    }
    bool is_known() const { return !key_id.empty(); }
};

}  // namespace patente::auth
