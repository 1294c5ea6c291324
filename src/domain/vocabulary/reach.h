// Where and with what somebody works, and so what they may see and change.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace patente {

struct Reach {
    std::vector<std::string> zones;          // ids; empty = every place
    std::vector<std::string> devices;        // names; empty = every device
    std::vector<std::string> devices_there;  // registered in those zones: what they see without saying where is there

    bool is_everywhere() const { return zones.empty() && devices.empty(); }
    bool holds(std::string_view zone, std::string_view device) const {
        const auto has = [](const std::vector<std::string>& names, std::string_view name) {
            return std::ranges::find(names, name) != names.end();
        };
        const bool is_there = zones.empty() || has(zones, zone) || (zone.empty() && has(devices_there, device));
        return is_there && (devices.empty() || has(devices, device));
    }
};

}  // namespace patente
