// JSON of /v1/session, /v1/users, /v1/roles, /v1/permissions and /v1/keys.
#pragma once

#include "domain/identity/rules.h"

namespace patente::identity::wire {

// ---- sessions ------------------------------------------------------------------------------------------------------

struct SignInIn {
    std::string login, password;
    std::optional<std::string> code;

    static constexpr std::string_view schema_name = "SignIn";
    static constexpr auto fields() {
        return std::tuple{json::field("login", &SignInIn::login).length(1, 80),
                          json::field("password", &SignInIn::password).length(1, 512),
                          json::field("code", &SignInIn::code).length(6, 6).help("Of the authenticator app, where it is on.")};
    }
};

struct SessionUserOut {
    UserId id;
    std::string login, name;
    std::vector<std::string> roles, permissions;
    std::optional<std::string> language;
    std::vector<std::string> zones, devices;
    bool has_totp = false, must_choose_password = false;

    static constexpr std::string_view schema_name = "SessionUser";
    static constexpr auto fields() {
        return std::tuple{json::field("id", &SessionUserOut::id),
                          json::field("login", &SessionUserOut::login),
                          json::field("name", &SessionUserOut::name),
                          json::field("roles", &SessionUserOut::roles),
                          json::field("permissions", &SessionUserOut::permissions).help("Of all the roles; * stands for all."),
                          json::field("language", &SessionUserOut::language),
                          json::field("zones", &SessionUserOut::zones).help("Empty = every place."),
                          json::field("devices", &SessionUserOut::devices).help("Empty = every device."),
                          json::field("has_totp", &SessionUserOut::has_totp),
                          json::field("must_choose_password", &SessionUserOut::must_choose_password)
                              .help("Until then only the session's own addresses answer.")};
    }
};

struct CallerOut {
    std::string kind, id, name;
    std::vector<std::string> permissions, zones, devices;

    static constexpr std::string_view schema_name = "Caller";
    static constexpr auto fields() {
        return std::tuple{json::field("kind", &CallerOut::kind).help("key, user, client or device."),
                          json::field("id", &CallerOut::id),
                          json::field("name", &CallerOut::name),
                          json::field("permissions", &CallerOut::permissions),
                          json::field("zones", &CallerOut::zones),
                          json::field("devices", &CallerOut::devices)};
    }
};

struct SessionOut {
    std::optional<SessionUserOut> user;
    CallerOut caller;
    std::optional<std::string> csrf;
    std::optional<Instant> expires_at;

    static constexpr std::string_view schema_name = "Session";
    static constexpr auto fields() {
        return std::tuple{
            json::field("user", &SessionOut::user).help("null for who is no user."), json::field("caller", &SessionOut::caller),
            json::field("csrf", &SessionOut::csrf)
                .help("With the cookie, send it as X-CSRF-Token with all that changes something."),
            json::field("expires_at", &SessionOut::expires_at).help("Unless it is used before; in the end after 7 days.")};
    }
};

struct PasswordIn {
    std::string current, chosen;

    static constexpr std::string_view schema_name = "PasswordChange";
    static constexpr auto fields() {
        return std::tuple{json::field("current", &PasswordIn::current).length(1, 512),
                          json::field("new", &PasswordIn::chosen)
                              .length(1, 512)
                              .help("10 to 128 characters, none of the commonest; no other rules.")};
    }
};

struct ConfirmIn {
    std::string password;

    static constexpr std::string_view schema_name = "PasswordConfirmation";
    static constexpr auto fields() { return std::tuple{json::field("password", &ConfirmIn::password).length(1, 512)}; }
};

struct CodeIn {
    std::string code;

    static constexpr std::string_view schema_name = "TotpCode";
    static constexpr auto fields() { return std::tuple{json::field("code", &CodeIn::code).length(6, 6)}; }
};

struct TotpOut {
    std::string secret, uri;

    static constexpr std::string_view schema_name = "TotpSecret";
    static constexpr auto fields() {
        return std::tuple{json::field("secret", &TotpOut::secret).help("Base32, to type it."),
                          json::field("uri", &TotpOut::uri).help("otpauth://…, for a QR code.")};
    }
};

struct OwnSessionOut {
    SessionId id;
    Instant made_at, seen_at, expires_at;
    std::string address, agent;
    bool here = false;

    static constexpr std::string_view schema_name = "OwnSession";
    static constexpr auto fields() {
        return std::tuple{json::field("id", &OwnSessionOut::id),
                          json::field("made_at", &OwnSessionOut::made_at),
                          json::field("seen_at", &OwnSessionOut::seen_at).help("To the minute."),
                          json::field("expires_at", &OwnSessionOut::expires_at),
                          json::field("address", &OwnSessionOut::address),
                          json::field("agent", &OwnSessionOut::agent).help("What the browser says it is."),
                          json::field("here", &OwnSessionOut::here).help("The one that asks.")};
    }
};

template <typename Item>
struct List {
    std::vector<Item> items;

    static constexpr auto fields() { return std::tuple{json::field("items", &List::items)}; }
};

// ---- users ---------------------------------------------------------------------------------------------------------

struct UserOut : UserSettings {
    UserId id;
    int version = 1;
    bool has_totp = false, must_choose_password = false, locked = false;
    Instant created_at, changed_at;
    std::optional<Instant> signed_in_at;
    std::optional<std::string> one_time_password;

    static constexpr std::string_view schema_name = "User";
    static constexpr auto fields() {
        return std::tuple_cat(
            std::tuple{json::field("id", &UserOut::id),
                       json::field("version", &UserOut::version).help("Rises with each edit; also the ETag.")},
            UserSettings::fields(),
            std::tuple{json::field("has_totp", &UserOut::has_totp),
                       json::field("must_choose_password", &UserOut::must_choose_password),
                       json::field("locked", &UserOut::locked).help("For a while, after too many wrong passwords."),
                       json::field("created_at", &UserOut::created_at), json::field("changed_at", &UserOut::changed_at),
                       json::field("signed_in_at", &UserOut::signed_in_at),
                       json::field("one_time_password", &UserOut::one_time_password)
                           .help("Told once, when it is made; they choose their own with it.")});
    }
};

inline UserOut view_of(const User& user, bool locked) {
    return {user.settings, user.id,         user.version,    user.totp_on,      user.must_choose_password,
            locked,        user.created_at, user.changed_at, user.signed_in_at, std::nullopt};
}

// ---- roles and permissions -----------------------------------------------------------------------------------------

struct NewRoleIn : RoleSettings {
    std::string id;

    static constexpr std::string_view schema_name = "NewRole";
    static constexpr auto fields() {
        return std::tuple_cat(
            std::tuple{json::field("id", &NewRoleIn::id).length(2, 40).pattern("[a-z][a-z0-9_-]*", "night_shift")},
            RoleSettings::fields());
    }
};

struct RoleOut : RoleSettings {
    std::string id;
    int version = 1;
    bool built_in = false, editable = true;

    static constexpr std::string_view schema_name = "Role";
    static constexpr auto fields() {
        return std::tuple_cat(
            std::tuple{json::field("id", &RoleOut::id),
                       json::field("version", &RoleOut::version).help("Rises with each edit; also the ETag.")},
            RoleSettings::fields(),
            std::tuple{json::field("built_in", &RoleOut::built_in).help("There from the start; cannot be removed."),
                       json::field("editable", &RoleOut::editable)});
    }
};

inline RoleOut view_of(const Role& role, Language language) {
    RoleOut out{role.settings, role.id, role.version, role.built_in, role.id != administrator};
    if (role.built_in && role.version == 1) out.name = name_of_built_in(role.id).in(language);
    return out;
}

struct PermissionOut {
    std::string id, text;

    static constexpr std::string_view schema_name = "Permission";
    static constexpr auto fields() {
        return std::tuple{json::field("id", &PermissionOut::id),
                          json::field("text", &PermissionOut::text).help("In the language of Accept-Language.")};
    }
};

// ---- keys ----------------------------------------------------------------------------------------------------------

struct KeyIn {
    std::string name;
    std::vector<std::string> permissions;
    std::optional<Instant> expires_at;
    std::vector<std::string> zones, devices;

    static constexpr std::string_view schema_name = "NewKey";
    static constexpr auto fields() {
        return std::tuple{
            json::field("name", &KeyIn::name).length(1, 80).help("Who or what will use it."),
            json::field("permissions", &KeyIn::permissions).length(1, 200).help("As GET /v1/permissions; * for all."),
            json::field("expires_at", &KeyIn::expires_at),
            json::field("zones", &KeyIn::zones).length(0, 200).or_default().help("Ids; empty = every place."),
            json::field("devices", &KeyIn::devices).length(0, 200).or_default().help("Names; empty = every device.")};
    }
};

struct KeyOut : KeyIn {
    Uuid id;
    Instant made_at;
    std::optional<Instant> revoked_at;
    std::optional<std::string> secret;

    static constexpr std::string_view schema_name = "Key";
    static constexpr auto fields() {
        return std::tuple_cat(std::tuple{json::field("id", &KeyOut::id)}, KeyIn::fields(),
                              std::tuple{json::field("made_at", &KeyOut::made_at), json::field("revoked_at", &KeyOut::revoked_at),
                                         json::field("secret", &KeyOut::secret).help("pat_…; told once, when it is made.")});
    }
};

}  // namespace patente::identity::wire
