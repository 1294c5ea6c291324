#include <fmt/format.h>

#include "domain/identity/row.h"
#include "domain/identity/store.h"

namespace patente::identity::store {
namespace {

constexpr std::string_view columns =
    "id, version, login, name, roles, language, zones, devices, active, password, must_choose_password, totp_secret, totp_on, "
    "totp_used, created_at, changed_at, signed_in_at";

std::vector<User> users_of(storage::Session& session, std::string_view rest, const auto&... uses) {
    std::vector<User> found;
    User user;
    auto& settings = user.settings;
    std::string roles, zones, devices;
    session.for_each(
        [&] {
            settings.roles = list_from(roles);
            settings.zones = list_from(zones);
            settings.devices = list_from(devices);
            found.push_back(user);
        },
        fmt::format("SELECT {} FROM identity_users {}", columns, rest), uses..., soci::into(user.id), soci::into(user.version),
        soci::into(settings.login), soci::into(settings.name), soci::into(roles), soci::into(settings.language),
        soci::into(zones), soci::into(devices), soci::into(settings.active), soci::into(user.password),
        soci::into(user.must_choose_password), soci::into(user.totp_secret), soci::into(user.totp_on), soci::into(user.totp_used),
        soci::into(user.created_at), soci::into(user.changed_at), soci::into(user.signed_in_at));
    return found;
}

std::optional<User> first(std::vector<User> found) {
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

}  // namespace

void add(storage::Session& session, const User& user) {
    const auto& settings = user.settings;
    const auto roles = json::text_of(settings.roles), zones = json::text_of(settings.zones),
               devices = json::text_of(settings.devices);
    session.run(
        fmt::format("INSERT INTO identity_users ({}) VALUES (:id, :version, :login, :name, :roles, :language, :zones, "
                    ":devices, :active, :password, :must, :secret, :totp, :used, :created_at, :changed_at, :signed_in_at)",
                    columns),
        soci::use(user.id), soci::use(user.version), soci::use(settings.login), soci::use(settings.name), soci::use(roles),
        soci::use(settings.language), soci::use(zones), soci::use(devices), soci::use(settings.active), soci::use(user.password),
        soci::use(user.must_choose_password), soci::use(user.totp_secret), soci::use(user.totp_on), soci::use(user.totp_used),
        soci::use(user.created_at), soci::use(user.changed_at), soci::use(user.signed_in_at));
}

void save(storage::Session& session, const User& user) {
    const auto& settings = user.settings;
    const auto roles = json::text_of(settings.roles), zones = json::text_of(settings.zones),
               devices = json::text_of(settings.devices);
    session.run(
        "UPDATE identity_users SET version = :version, login = :login, name = :name, roles = :roles, language = :language, "
        "zones = :zones, devices = :devices, active = :active, password = :password, must_choose_password = :must, "
        "totp_secret = :secret, totp_on = :totp, totp_used = :used, changed_at = :changed_at WHERE id = :id",
        soci::use(user.version), soci::use(settings.login), soci::use(settings.name), soci::use(roles),
        soci::use(settings.language), soci::use(zones), soci::use(devices), soci::use(settings.active), soci::use(user.password),
        soci::use(user.must_choose_password), soci::use(user.totp_secret), soci::use(user.totp_on), soci::use(user.totp_used),
        soci::use(user.changed_at), soci::use(user.id));
}

void save_signed_in(storage::Session& session, const UserId& id, std::int64_t totp_used, Instant now) {
    session.run("UPDATE identity_users SET totp_used = :used, signed_in_at = :now WHERE id = :id", soci::use(totp_used),
                soci::use(now), soci::use(id));
}

void remove(storage::Session& session, const UserId& id) {
    end_all(session, id);
    session.run("DELETE FROM identity_users WHERE id = :id", soci::use(id));
}

std::optional<User> user(storage::Session& session, const UserId& id) {
    return first(users_of(session, "WHERE id = :id", soci::use(id)));
}

std::optional<User> named(storage::Session& session, const std::string& login) {
    return first(users_of(session, "WHERE login = :login", soci::use(login)));
}

std::vector<User> users(storage::Session& session, const std::string& after_login, int limit) {
    return users_of(session, "WHERE login > :after ORDER BY login LIMIT :limit", soci::use(after_login), soci::use(limit));
}

bool has_users(storage::Session& session) { return !users(session, "", 1).empty(); }

// Few people are administrators of anything; what a list in JSON holds is asked in C++.
std::int64_t administrators_beside(storage::Session& session, const UserId& id) {
    const auto others = users_of(session, "WHERE active = 1 AND id <> :id", soci::use(id));
    return std::ranges::count_if(others, is_administrator);
}

}  // namespace patente::identity::store
