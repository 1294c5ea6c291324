// What this room asks of whoever keeps the people: users and the sessions of their browsers. It knows neither.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace patente::storage {
class Session;
}

namespace patente::oauth {

// A user as far as tokens go.
struct User {
    std::string id, login, name;
    std::vector<std::string> permissions, zones, devices;  // as of auth::Caller

    bool operator==(const User&) const = default;
};

// Somebody that an outside provider vouches for.
struct NewUser {
    std::string login, name;
    std::vector<std::string> roles;
};

class Users {
public:
    virtual ~Users() = default;
    virtual std::optional<User> user(storage::Session& session, const std::string& id) = 0;  // nullopt: may not sign in
    // Gives the id. Errors: invalid, conflict.
    virtual Result<std::string> add(storage::Session& session, const NewUser& user, Instant now) = 0;
    virtual Result<> set_roles(storage::Session& session, const std::string& id, const std::vector<std::string>& roles,
                               Instant now) = 0;
    // A provider speaks for this user from now on: a one-time password that waits for its change counts no more, and none has to
    // be chosen. false: no user who may sign in.
    virtual bool vouched_for(storage::Session& session, const std::string& id, Instant now) = 0;
};

// A browser's session.
struct SignedIn {
    std::string user;  // id
    Instant at;        // when it signed in
};

// What a browser says of itself when a session is opened.
struct Browser {
    std::string address, agent;
};

struct Password {
    std::string login, password, code;
};

// Both that open a session give its secret, which the cookie holds.
class BrowserSessions {
public:
    virtual ~BrowserSessions() = default;
    virtual std::optional<SignedIn> signed_in(std::string_view secret, Instant now) = 0;
    // For a user that somebody else vouches for. Errors: forbidden where the user may not sign in.
    virtual Result<std::string> open(const std::string& user, const Browser& browser, Instant now) = 0;
    // Errors: as the log-in tells them.
    virtual Result<std::string> sign_in(const Password& password, const Browser& browser, Instant now) = 0;
};

}  // namespace patente::oauth
