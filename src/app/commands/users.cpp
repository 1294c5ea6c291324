#include "app/commands/users.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <stdexcept>

#include "app/settings.h"
#include "domain/identity/sign_in.h"
#include "platform/auth/attempts.h"

namespace patente {
namespace {

namespace store = identity::store;
using storage::Session;

struct UserArguments {
    Settings settings;
    identity::UserSettings user;
    std::string login;
    bool without_totp = false;
};

template <typename Act>
auto in_write(const UserArguments& asked, Act&& act) {
    const auto database = storage::Database::open({.connection = asked.settings.connection(), .readers = 1});
    database->migrate(auth::migrations());
    database->migrate(identity::migrations());
    return database->write(act);
}

[[noreturn]] void refuse(const Error& error) {
    std::string text = error.detail.en;
    for (const auto& fault : error.faults) text += fmt::format("\n  {}: {}", fault.pointer.substr(1), fault.detail.en);
    throw std::runtime_error(text);
}

std::string hash_of(const std::string& password) {
    const auto hash = auth::PasswordHasher{}.hash(password);
    if (!hash) refuse(hash.error());
    return *hash;
}

identity::User named(Session& session, const std::string& login) {
    auto user = store::named(session, login);
    if (!user) throw std::runtime_error("no user is called " + login + "; see patente user list");
    return *std::move(user);
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : ",") + word;
    return text;
}

void list(const UserArguments& asked) {
    in_write(asked, [](Session& session) {
        for (const auto& user : store::users(session, "", 100'000))
            fmt::print("{:<24} {:<24} {}{}{}\n", user.settings.login, user.settings.name, joined(user.settings.roles),
                       user.totp_on ? "  with codes" : "", user.settings.active ? "" : "  locked");
    });
}

void add(const UserArguments& asked) {
    const auto settings = json::read_value<identity::UserSettings>(json::value_of(asked.user));
    if (!settings) refuse(settings.error());
    const auto password = auth::one_time_password();
    const auto hash = hash_of(password);
    const Instant now = SystemClock{}.now();
    const auto added = in_write(asked, [&](Session& session) -> Result<> {
        identity::Known known{.zones = settings->zones, .devices = settings->devices};
        for (const auto& role : store::roles(session)) known.roles.push_back(role.id);
        TRY(identity::checked(*settings, known, store::named(session, settings->login).has_value()));
        store::add(session, {.id = identity::UserId::made_at(now),
                             .settings = *settings,
                             .password = hash,
                             .created_at = now,
                             .changed_at = now});
        return {};
    });
    if (!added) refuse(added.error());
    fmt::print("{}\n", password);
}

void renew_password(const UserArguments& asked) {
    const auto password = auth::one_time_password();
    const auto hash = hash_of(password);
    in_write(asked, [&](Session& session) {
        auto user = named(session, asked.login);
        if (asked.without_totp) user.totp_on = false, user.totp_secret.clear();
        identity::renew_password(session, user, hash, SystemClock{}.now());
    });
    fmt::print("{}\n", password);
}

void set_active(const UserArguments& asked, bool active) {
    const auto done = in_write(asked, [&](Session& session) -> Result<> {
        const auto before = named(session, asked.login);
        auto user = before;
        user.settings.active = active;
        TRY(identity::check_administrator_stays(before, &user, store::administrators_beside(session, user.id)));
        ++user.version;
        user.changed_at = SystemClock{}.now();
        store::save(session, user);
        auth::forget_attempts(session, identity::subject_of_login(asked.login));
        if (!active) store::end_all(session, user.id);
        return {};
    });
    if (!done) refuse(done.error());
}

}  // namespace

void add_users_command(CLI::App& app) {
    auto* command = app.add_subcommand("user", "The users of a data folder")->require_subcommand(1)->fallthrough();
    const auto asked = std::make_shared<UserArguments>();
    add_data_flags(*command, asked->settings);
    command->add_subcommand("list", "Shows every user")->callback([asked] { list(*asked); });

    auto* add_command = command->add_subcommand("add", "Adds a user and shows a one-time password, once");
    add_command->add_option("login", asked->user.login, "ana.gomez")->required();
    add_command->add_option("--name", asked->user.name, "Ana Gómez")->required();
    add_command->add_option("--roles", asked->user.roles, "admin, operator, officer, attendant, auditor, citizen, …")
        ->required()
        ->delimiter(',');
    add_command->callback([asked] { add(*asked); });

    const auto of_login = [&](const char* name, const char* what, std::function<void()> act) {
        auto* of = command->add_subcommand(name, what);
        of->add_option("login", asked->login, "As list shows it")->required();
        of->callback(std::move(act));
        return of;
    };
    of_login("password", "Gives a new one-time password and shows it; signs the user out everywhere", [asked] {
        renew_password(*asked);
    })->add_flag("--without-totp", asked->without_totp, "Also turns the codes of the authenticator app off");
    of_login("lock", "Signs a user out and lets them in no more", [asked] { set_active(*asked, false); });
    of_login("unlock", "Lets a user in again, also after too many wrong passwords", [asked] { set_active(*asked, true); });
}

}  // namespace patente
