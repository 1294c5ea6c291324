#include "domain/identity/feature.h"

#include "domain/identity/api.h"

namespace patente::identity {
namespace {

std::optional<Person> allowed(storage::Session& session, const std::optional<User>& user) {
    if (!user || !user->settings.active) return std::nullopt;
    return person_of(*user, store::roles(session));
}

}  // namespace

Feature feature(const Dependencies& dependencies) {
    std::vector<http::Route> routes;
    for (auto make : {session_routes, user_routes, role_routes, key_routes})
        for (auto& route : make(dependencies)) routes.push_back(std::move(route));
    return {.name = "identity", .routes = std::move(routes), .workers = {}, .migrations = migrations()};
}

std::optional<Person> PeopleOfIdentity::person(storage::Session& session, const UserId& id) {
    return allowed(session, store::user(session, id));
}

std::optional<Person> PeopleOfIdentity::named(storage::Session& session, const std::string& login) {
    return allowed(session, store::named(session, login));
}

std::string PeopleOfIdentity::begin_session(storage::Session& session, const UserId& id, const From& from, Instant now) {
    return begin(session, id, from, now);
}

}  // namespace patente::identity
