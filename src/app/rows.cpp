#include "app/rows.h"

#include <filesystem>

#include "app/installation.h"
#include "platform/http/openapi.h"

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
    std::vector<std::string> permissions;
    with_rows([&](const std::vector<http::Route>& rows) { permissions = http::permissions_of(rows); });
    return permissions;
}

}  // namespace patente
