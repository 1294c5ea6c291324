#include "domain/identity/sign_in.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "platform/auth/attempts.h"
#include "platform/auth/secret.h"
#include "platform/auth/totp.h"
#include "platform/observe/log.h"

namespace patente::identity {
namespace {

Failure login_refused() {
    return fail(ErrorKind::unauthenticated, "login-refused",
                {"The name or the password is wrong.", "El usuario o la contraseña no son correctos."});
}

Failure password_wrong() {
    return fail(ErrorKind::forbidden, "password-wrong", {"The present password is another.", "La contraseña actual es otra."});
}

// Counts the guess first: many at once get no more than their number.
Result<std::optional<User>> begin_log_in(const Dependencies& on, const std::string& login, const std::string& address,
                                         Instant now) {
    return on.database.write([&](storage::Session& session) -> Result<std::optional<User>> {
        auth::sweep_attempts(session, now);
        TRY(auth::begin_attempt(session, subject_of_login(login), auth::login_limit, now));
        TRY(auth::begin_attempt(session, subject_of_address(address), auth::address_limit, now));
        return store::named(session, login);
    });
}

void forgive(const Dependencies& on, const std::string& login, const std::string& address) {
    on.database.write([&](storage::Session& session) {
        auth::forgive_attempt(session, subject_of_login(login));
        auth::forgive_attempt(session, subject_of_address(address));
    });
}

// The code in its turn: a wrong one stays counted as a guess, a missing one does not.
Result<std::int64_t> check_code(const User& user, const std::optional<std::string>& code, Instant now) {
    if (!user.totp_on) return user.totp_used;
    const auto step = auth::totp_step_of(code.value_or(""), user.totp_secret, now, user.totp_used);
    if (step) return *step;
    return fail(ErrorKind::unauthenticated, "totp-refused",
                {"The code is wrong, or was used.", "El código no es correcto, o ya se usó."});
}

void end_session_of(storage::Session& session, std::string_view secret) {
    if (secret.empty()) return;
    if (const auto found = store::session_of(session, auth::hash_of_secret(secret))) store::end(session, found->id);
}

SignedIn begun(storage::Session& session, const User& user, const From& from, Instant now) {
    const auto secret = begin(session, user.id, from, now);
    return {user, *store::session_of(session, auth::hash_of_secret(secret)), secret};
}

}  // namespace

std::string subject_of_login(const std::string& login) { return "login " + login; }

std::string subject_of_address(const std::string& address) {
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return "address " + address;
    std::string network;
    for (std::size_t i = 0; i < 8; ++i) network += fmt::format("{:02x}", bytes[i]);
    return "address " + network + "/64";
}

Result<SignedIn> sign_in(const Dependencies& on, const SignIn& wanted, const From& from, std::string_view before, Instant now) {
    std::string login = wanted.login;
    std::ranges::transform(login, login.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto user = TRY(begin_log_in(on, login, from.address, now));
    const bool may = user && user->settings.active && !user->password.empty();
    if (!TRY(on.hasher.matches(wanted.password, may ? std::optional{user->password} : std::nullopt))) return login_refused();
    if (user->totp_on && !wanted.code) {
        forgive(on, login, from.address);
        return fail(ErrorKind::unauthenticated, "totp-needed",
                    {"Send the code of your authenticator app, too.", "Envíe también el código de su aplicación."});
    }
    auto signed_in = TRY(on.database.write([&](storage::Session& session) -> Result<SignedIn> {
        auto now_user = store::user(session, user->id);
        if (!now_user || !now_user->settings.active || now_user->password != user->password) return login_refused();
        now_user->totp_used = TRY(check_code(*now_user, wanted.code, now));
        now_user->signed_in_at = now;
        store::save_signed_in(session, now_user->id, now_user->totp_used, now);
        auth::forget_attempts(session, subject_of_login(login));
        auth::forgive_attempt(session, subject_of_address(from.address));
        end_session_of(session, before);
        store::sweep_sessions(session, now);
        return begun(session, *now_user, from, now);
    }));
    on.sessions.forget();
    return signed_in;
}

Result<User> confirmed(const Dependencies& on, const UserId& id, const std::string& password, Instant now) {
    const auto user = TRY(on.database.write([&](storage::Session& session) -> Result<User> {
        auto found = store::user(session, id);
        if (!found) return password_wrong();
        TRY(auth::begin_attempt(session, subject_of_login(found->settings.login), auth::login_limit, now));
        return *std::move(found);
    }));
    if (!TRY(on.hasher.matches(password, user.password))) return password_wrong();
    on.database.write([&](storage::Session& session) { auth::forget_attempts(session, subject_of_login(user.settings.login)); });
    return user;
}

Result<SignedIn> choose_password(const Dependencies& on, const UserId& id, const std::string& current, const std::string& chosen,
                                 const From& from, Instant now) {
    const auto user = TRY(confirmed(on, id, current, now));
    auto fault = auth::password_fault(chosen, user.settings.login, "/new");
    if (!fault && chosen == current) fault = Fault{"/new", "same", {"It is the one you have.", "Es la que ya tiene."}};
    if (fault)
        return fail(ErrorKind::invalid, "password-invalid", {"Choose another password.", "Elija otra contraseña."}, {*fault});
    const auto hash = TRY(on.hasher.hash(chosen));
    auto signed_in = TRY(on.database.write([&](storage::Session& session) -> Result<SignedIn> {
        auto now_user = store::user(session, id);
        if (!now_user || now_user->password != user.password) return password_wrong();
        now_user->password = hash;
        now_user->must_choose_password = false;
        now_user->changed_at = now;
        store::save(session, *now_user);
        store::end_all(session, id);
        return begun(session, *now_user, from, now);
    }));
    on.sessions.forget();
    std::error_code gone;  // the file is there for the first administrator alone
    if (user.settings.login == administrator && std::filesystem::remove(on.first_password, gone))
        observe::log_info("identity", "the first password was changed; its file is gone");
    return signed_in;
}

void renew_password(storage::Session& session, User& user, const std::string& hash, Instant now) {
    user.password = hash;
    user.must_choose_password = true;
    ++user.version;
    user.changed_at = now;
    store::save(session, user);
    store::end_all(session, user.id);
    auth::forget_attempts(session, subject_of_login(user.settings.login));
}

std::optional<std::string> keep_first_administrator(const Dependencies& on, const std::filesystem::path& file, Instant now) {
    if (on.database.read([](storage::Session& session) { return store::has_users(session); })) return std::nullopt;
    const auto kept = auth::kept_in(file, auth::one_time_password, auth::is_one_time_password);
    const auto hash = on.hasher.hash(kept.secret);
    if (!hash) throw std::runtime_error(hash.error().detail.en);
    const User admin{.id = UserId::made_at(now),
                     .settings = {.login = std::string(administrator), .name = "Admin", .roles = {std::string(administrator)}},
                     .password = *hash,
                     .created_at = now,
                     .changed_at = now};
    const bool made = on.database.write([&](storage::Session& session) {
        session.take_turn("identity first administrator");
        if (store::has_users(session)) return false;
        store::add(session, admin);
        return true;
    });
    return made ? std::optional{kept.secret} : std::nullopt;
}

}  // namespace patente::identity
