// Who is calling, and what they may do, where and with what.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace patente::auth {

enum class CallerKind { nobody, key, user, client, device };
constexpr auto names_of(CallerKind) {
    return std::array<std::pair<CallerKind, std::string_view>, 5>{{{CallerKind::nobody, "nobody"},
                                                                   {CallerKind::key, "key"},
                                                                   {CallerKind::user, "user"},
                                                                   {CallerKind::client, "client"},
                                                                   {CallerKind::device, "device"}}};
}

// What every user who is signed in may do, whatever the roles: see and end the own sessions, change the own password.
constexpr std::string_view own_session = "session.own";

// A permission is "<room>.<act>", such as "captures.create". A route row names the one it needs; the
// empty name means that everybody may call it.
struct Caller {
    std::string id;  // of the key, the user, the client or the device
    CallerKind kind = CallerKind::nobody;
    std::string name;
    std::vector<std::string> permissions;   // "*" stands for all
    std::vector<std::string> zones = {};    // ids; empty = every place
    std::vector<std::string> devices = {};  // names; empty = every device
    bool must_choose_password = false;      // until then nothing else is allowed

    bool may(std::string_view permission) const {
        if (permission.empty()) return true;
        if (permission == own_session) return kind == CallerKind::user;
        return !must_choose_password &&
               std::ranges::any_of(permissions, [&](const auto& each) { return each == "*" || each == permission; });
    }
    bool may_at(std::string_view zone) const { return zones.empty() || std::ranges::find(zones, zone) != zones.end(); }
    bool may_with(std::string_view device) const {
        return devices.empty() || std::ranges::find(devices, device) != devices.end();
    }
    bool is_known() const { return kind != CallerKind::nobody; }
};

}  // namespace patente::auth
