#include "app/people.h"

#include "domain/identity/sign_in.h"
#include "platform/auth/secret.h"

namespace patente {
namespace {

Result<> check_roles(storage::Session& session, const std::vector<std::string>& roles) {
    for (const auto& role : roles)
        if (!identity::store::role(session, role))
            return fail(ErrorKind::conflict, "provider-role-unknown",
                        {"The provider's row gives the role " + role + ", which does not exist; ask an administrator.",
                         "La fila del proveedor da el rol " + role + ", que no existe; pida a un administrador."});
    return {};
}

}  // namespace

std::optional<oauth::User> UsersOfIdentity::user(storage::Session& session, const std::string& id) {
    const auto parsed = identity::UserId::parse(id);
    const auto person = parsed ? identity::PeopleOfIdentity{}.person(session, *parsed) : std::nullopt;
    if (!person || person->must_choose_password) return std::nullopt;
    const auto& rights = person->rights;
    return oauth::User{id, person->login, person->name, rights.permissions, rights.zones, rights.devices};
}

// Without a password: who comes by way of a provider always does.
Result<std::string> UsersOfIdentity::add(storage::Session& session, const oauth::NewUser& user, Instant now) {
    TRY(check_roles(session, user.roles));
    if (identity::store::named(session, user.login))
        return fail(ErrorKind::conflict, "login-taken", {"Another user has this login.", "Otro usuario tiene este nombre."});
    const identity::User made{.id = identity::UserId::made_at(now),
                              .settings = {.login = user.login, .name = user.name, .roles = user.roles},
                              .must_choose_password = false,
                              .created_at = now,
                              .changed_at = now};
    identity::store::add(session, made);
    return made.id.text();
}

Result<> UsersOfIdentity::set_roles(storage::Session& session, const std::string& id, const std::vector<std::string>& roles,
                                    Instant now) {
    TRY(check_roles(session, roles));
    const auto parsed = identity::UserId::parse(id);
    auto user = parsed ? identity::store::user(session, *parsed) : std::nullopt;
    if (!user || user->settings.roles == roles) return {};
    const auto is_admin = [](const std::vector<std::string>& list) {
        return std::ranges::find(list, std::string(identity::administrator)) != list.end();
    };
    if (is_admin(user->settings.roles) && !is_admin(roles) && identity::store::administrators_beside(session, user->id) == 0)
        return fail(ErrorKind::conflict, "provider-last-administrator",
                    {"The provider would leave this installation without an administrator.",
                     "El proveedor dejaría esta instalación sin administrador."});
    user->settings.roles = roles;
    ++user->version;
    user->changed_at = now;
    identity::store::save(session, *user);
    return {};
}

bool UsersOfIdentity::vouched_for(storage::Session& session, const std::string& id, Instant now) {
    const auto parsed = identity::UserId::parse(id);
    const auto person = parsed ? identity::PeopleOfIdentity{}.person(session, *parsed) : std::nullopt;
    if (!person || !person->must_choose_password) return person.has_value();
    auto user = *identity::store::user(session, *parsed);
    user.password.clear();
    user.must_choose_password = false;
    ++user.version;
    user.changed_at = now;
    identity::store::save(session, user);
    return true;
}

std::optional<oauth::SignedIn> SessionsOfIdentity::signed_in(std::string_view secret, Instant) {
    const auto caller = on_.sessions.caller_of(secret);
    if (caller.kind != auth::CallerKind::user) return std::nullopt;
    const auto found = on_.database.read(
        [&](storage::Session& session) { return identity::store::session_of(session, auth::hash_of_secret(secret)); });
    if (!found) return std::nullopt;
    return oauth::SignedIn{caller.id, found->made_at};
}

Result<std::string> SessionsOfIdentity::open(const std::string& user, const oauth::Browser& browser, Instant now) {
    const auto id = identity::UserId::parse(user);
    return on_.database.write([&](storage::Session& session) -> Result<std::string> {
        if (!id || !identity::PeopleOfIdentity{}.person(session, *id))
            return fail(ErrorKind::forbidden, "user-not-active", {"This user may not sign in.", "Este usuario no puede entrar."});
        return identity::begin(session, *id, {browser.address, browser.agent}, now);
    });
}

Result<std::string> SessionsOfIdentity::sign_in(const oauth::Password& password, const oauth::Browser& browser, Instant now) {
    const auto code = password.code.empty() ? std::nullopt : std::optional{password.code};
    auto signed_in =
        TRY(identity::sign_in(on_, {password.login, password.password, code}, {browser.address, browser.agent}, "", now));
    return std::move(signed_in.secret);
}

}  // namespace patente
