// Signing in, and the own password and codes of who has. Each call is a transaction or several: a password is hashed outside.
#pragma once

#include "domain/identity/feature.h"

namespace patente::identity {

struct SignIn {
    std::string login, password;
    std::optional<std::string> code;
};

struct SignedIn {
    User user;
    Session session;
    std::string secret;  // for the cookie
};

// Always a new session; `before`, the secret of a session that the browser had, ends. Errors: unauthenticated "login-refused"
// (no such user, a wrong password, one who may not sign in: alike and as slow), "totp-needed", "totp-refused" (only who knows
// the password is told); too_many "log-in-locked"; busy "log-ins-busy".
Result<SignedIn> sign_in(const Dependencies& on, const SignIn& wanted, const From& from, std::string_view before, Instant now);

// Ends all sessions of the user and begins a new one here. Errors: forbidden "password-wrong", invalid "password-invalid".
Result<SignedIn> choose_password(const Dependencies& on, const UserId& user, const std::string& current,
                                 const std::string& chosen, const From& from, Instant now);

// The user, when this is their password; wrong ones are counted like those of a log-in. Error: forbidden "password-wrong".
Result<User> confirmed(const Dependencies& on, const UserId& user, const std::string& password, Instant now);

// A one-time password in place of theirs; they are signed out everywhere and may try at once. Changes `user`.
void renew_password(storage::Session& session, User& user, const std::string& hash, Instant now);

// The first administrator, where there is no user yet: `admin`, with a one-time password that is kept in `file` (0600) until
// they choose their own. The password, when it was made now.
std::optional<std::string> keep_first_administrator(const Dependencies& on, const std::filesystem::path& file, Instant now);

std::string subject_of_login(const std::string& login);      // whose guesses are counted together
std::string subject_of_address(const std::string& address);  // of IPv6 its /64

}  // namespace patente::identity
