#include "app/rows.h"

#include <filesystem>
#include <set>

#include "app/installation.h"

namespace patente {

void with_rows(const std::function<void(const std::vector<http::Route>&)>& act) {
    const auto folder = std::filesystem::temp_directory_path() / ("patente-" + Uuid::made_at(SystemClock{}.now()).text());
    {
        Settings settings;
        settings.data = folder;
        const Installation installation(settings, Eyes::shut);
        act(installation.routes());
    }
    std::filesystem::remove_all(folder);
}

std::vector<std::string> all_permissions() {
    std::set<std::string> permissions;
    with_rows([&](const std::vector<http::Route>& rows) {
        for (const auto& row : rows)
            if (!row.permission.empty()) permissions.insert(row.permission);
    });
    return {permissions.begin(), permissions.end()};
}

}  // namespace patente
