#include "domain/identity/sessions.h"

#include "platform/auth/secret.h"

namespace patente::identity {
namespace {

using namespace std::chrono_literals;

constexpr auto memory_time = 900ms;
constexpr auto touch_time = 60s;  // how exactly it is known when a session was last used
constexpr std::size_t secret_length = 43;
constexpr std::size_t seen_max = 10'000;
constexpr std::size_t agent_length_max = 200;

auth::Caller caller_of(const Person& person) {
    return {.id = person.id.text(),
            .kind = auth::CallerKind::user,
            .name = person.name,
            .permissions = person.rights.permissions,
            .zones = person.rights.zones,
            .devices = person.rights.devices,
            .must_choose_password = person.must_choose_password};
}

}  // namespace

Rights rights_of(const User& user, const std::vector<Role>& roles) {
    return {permissions_of(user.settings.roles, roles), user.settings.zones, user.settings.devices};
}

Person person_of(const User& user, const std::vector<Role>& roles) {
    return {user.id,
            user.settings.login,
            user.settings.name,
            user.settings.language,
            rights_of(user, roles),
            user.must_choose_password};
}

std::string begin(storage::Session& session, const UserId& user, const From& from, Instant now) {
    auto secret = auth::random_token();
    const Session made{SessionId::made_at(now), user, now, now, from.address, from.agent.substr(0, agent_length_max)};
    store::add(session, made, auth::hash_of_secret(secret));
    return secret;
}

auth::Caller Sessions::caller_of(std::string_view secret) {
    if (secret.size() != secret_length) return {};  // none, or somebody else's
    const Instant now = clock_.now();
    const auto hash = auth::hash_of_secret(secret);
    {
        const std::lock_guard lock(mutex_);
        const auto found = seen_.find(hash);
        if (found != seen_.end() && now - found->second.checked_at < memory_time && now >= found->second.checked_at &&
            now < found->second.ends_at)
            return found->second.caller;
    }
    auto seen = looked_up(hash, now);
    const std::lock_guard lock(mutex_);
    if (seen_.size() >= seen_max) seen_.clear();
    return seen_.insert_or_assign(hash, std::move(seen)).first->second.caller;
}

Sessions::Seen Sessions::looked_up(const std::string& hash, Instant now) {
    std::optional<SessionId> to_touch;
    auto seen = database_.read([&](storage::Session& session) -> Seen {
        const Seen nobody{{}, now, Instant::max()};
        const auto found = store::session_of(session, hash);
        if (!found || end_of(*found) <= now) return nobody;
        const auto user = store::user(session, found->user);
        if (!user || !user->settings.active) return nobody;
        if (now - found->seen_at >= touch_time) to_touch = found->id;
        return {identity::caller_of(person_of(*user, store::roles(session))), now, end_of(*found)};
    });
    if (to_touch) database_.write([&](storage::Session& session) { store::touch(session, *to_touch, now); });
    return seen;
}

void Sessions::forget() {
    const std::lock_guard lock(mutex_);
    seen_.clear();
}

}  // namespace patente::identity
