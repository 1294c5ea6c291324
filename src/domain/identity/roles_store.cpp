#include <algorithm>

#include "domain/identity/row.h"
#include "domain/identity/store.h"

namespace patente::identity::store {

std::vector<Role> roles(storage::Session& session) {
    auto all = built_in_roles();
    Role row;
    std::string permissions;
    session.for_each(
        [&] {
            row.settings.permissions = list_from(permissions);
            const auto built_in = std::ranges::find(all, row.id, &Role::id);
            row.built_in = built_in != all.end();
            if (row.built_in)
                *built_in = row;
            else
                all.push_back(row);
        },
        "SELECT id, version, name, permissions, changed_at FROM identity_roles ORDER BY id", soci::into(row.id),
        soci::into(row.version), soci::into(row.settings.name), soci::into(permissions), soci::into(row.changed_at));
    return all;
}

std::optional<Role> role(storage::Session& session, const std::string& id) {
    for (auto& each : roles(session))
        if (each.id == id) return std::move(each);
    return std::nullopt;
}

void save(storage::Session& session, const Role& role) {
    const auto permissions = json::text_of(role.settings.permissions);
    session.run(
        "INSERT INTO identity_roles (id, version, name, permissions, changed_at) VALUES (:id, :version, :name, :permissions, :at) "
        "ON CONFLICT (id) DO UPDATE SET version = excluded.version, name = excluded.name, permissions = excluded.permissions, "
        "changed_at = excluded.changed_at",
        soci::use(role.id), soci::use(role.version), soci::use(role.settings.name), soci::use(permissions),
        soci::use(role.changed_at));
}

void remove(storage::Session& session, const std::string& role) {
    session.run("DELETE FROM identity_roles WHERE id = :id", soci::use(role));
}

bool is_given(storage::Session& session, const std::string& role) {
    bool given = false;
    std::string roles;
    session.for_each([&] { given = given || std::ranges::count(list_from(roles), role) > 0; }, "SELECT roles FROM identity_users",
                     soci::into(roles));
    return given;
}

}  // namespace patente::identity::store
