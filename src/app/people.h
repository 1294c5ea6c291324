// How oauth asks identity for people: their rights, their sessions, and new ones that a provider vouches for.
#pragma once

#include "domain/identity/feature.h"
#include "domain/oauth/contract.h"

namespace patente {

class UsersOfIdentity final : public oauth::Users {
public:
    std::optional<oauth::User> user(storage::Session& session, const std::string& id) override;
    Result<std::string> add(storage::Session& session, const oauth::NewUser& user, Instant now) override;
    Result<> set_roles(storage::Session& session, const std::string& id, const std::vector<std::string>& roles,
                       Instant now) override;
    bool vouched_for(storage::Session& session, const std::string& id, Instant now) override;
};

class SessionsOfIdentity final : public oauth::BrowserSessions {
public:
    explicit SessionsOfIdentity(const identity::Dependencies& on) : on_(on) {}

    std::optional<oauth::SignedIn> signed_in(std::string_view secret, Instant now) override;
    Result<std::string> open(const std::string& user, const oauth::Browser& browser, Instant now) override;
    Result<std::string> sign_in(const oauth::Password& password, const oauth::Browser& browser, Instant now) override;

private:
    const identity::Dependencies& on_;
};

}  // namespace patente
