#include "app/roles.h"

#include <algorithm>

namespace patente {

Result<std::vector<std::string>> chosen_roles(std::string_view list) {
    std::vector<std::string> chosen;
    if (list.empty() || list == "all") {
        for (const Role& role : roles) chosen.emplace_back(role.name);
        return chosen;
    }
    while (true) {
        const auto comma = list.find(',');
        const std::string name{list.substr(0, comma)};
        if (std::ranges::find(roles, name, &Role::name) == roles.end()) {
            std::string known;
            for (const Role& role : roles) known += (known.empty() ? "" : ", ") + std::string{role.name};
            return fail(ErrorKind::invalid, "role-unknown",
                        {"No role is called «" + name + "»; the roles are " + known + ".",
                         "Ningún rol se llama «" + name + "»; los roles son " + known + "."});
        }
        chosen.push_back(name);
        if (comma == std::string_view::npos) return chosen;
        list.remove_prefix(comma + 1);
    }
}

}  // namespace patente
