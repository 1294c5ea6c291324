// The nouns of this room: a user, a role, a session.
#pragma once

#include "base/json.h"
#include "domain/identity/contract.h"

namespace patente::identity {

struct SessionTag;
using SessionId = Id<SessionTag>;

constexpr std::string_view login_pattern = "[a-z0-9][a-z0-9._@-]*";

// What an administrator says of a user.
struct UserSettings {
    std::string login, name;
    std::vector<std::string> roles;
    std::optional<std::string> language;
    std::vector<std::string> zones, devices;
    bool active = true;

    static constexpr std::string_view schema_name = "UserSettings";
    static constexpr auto fields() {
        return std::tuple{
            json::field("login", &UserSettings::login)
                .length(2, 80)
                .pattern(login_pattern, "ana.gomez")
                .help("Typed to sign in; lower case."),
            json::field("name", &UserSettings::name).length(1, 80),
            json::field("roles", &UserSettings::roles).length(0, 20).help("Ids of roles; their permissions add up."),
            json::field("language", &UserSettings::language).pattern("es|en", "es").help("null: as the browser says."),
            json::field("zones", &UserSettings::zones).length(0, 200).or_default().help("Ids of zones; empty = every place."),
            json::field("devices", &UserSettings::devices)
                .length(0, 200)
                .or_default()
                .help("Names of devices; empty = every device."),
            json::field("active", &UserSettings::active).or_default().help("false: cannot sign in, and is signed out.")};
    }
};

struct User {
    UserId id;
    int version = 1;  // rises with each edit
    UserSettings settings;
    std::string password;  // its hash
    bool must_choose_password = true;
    std::string totp_secret;  // "" = none
    bool totp_on = false;
    std::int64_t totp_used = -1;
    Instant created_at, changed_at;
    std::optional<Instant> signed_in_at;
};

struct RoleSettings {
    std::string name;
    std::vector<std::string> permissions;

    static constexpr std::string_view schema_name = "RoleSettings";
    static constexpr auto fields() {
        return std::tuple{json::field("name", &RoleSettings::name).length(1, 80),
                          json::field("permissions", &RoleSettings::permissions)
                              .length(0, 200)
                              .help("As GET /v1/permissions lists them; * for all.")};
    }
};

struct Role {
    std::string id;  // "operator"
    int version = 1;
    RoleSettings settings;
    bool built_in = false;
    Instant changed_at;
};

constexpr std::string_view administrator = "admin";  // the role that may do all, and that somebody always has

struct Session {
    SessionId id;
    UserId user;
    Instant made_at, seen_at;
    std::string address, agent;
};

}  // namespace patente::identity
