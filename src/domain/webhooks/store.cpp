#include "domain/webhooks/store.h"

#include <fmt/format.h>

#include "platform/storage/rows.h"
#include "platform/storage/soci_types.h"

namespace patente::webhooks::store {
namespace {

using soci::into;
using soci::use;
using storage::Session;

constexpr std::string_view endpoint_columns =
    "id, version, url, description, types, plate, zone, active, begins_after, failures, failing_since, retry_at, last_fault, "
    "created_at, changed_at";
constexpr std::string_view delivery_columns =
    "d.id, d.endpoint, d.event_number, d.event_type, d.plate, d.body, d.state, d.attempts, d.token, d.ready_at, d.made_at, "
    "d.ended_at, d.last_status, d.last_fault";

std::vector<Endpoint> endpoints_of(Session& session, std::string_view rest, const auto&... uses) {
    std::vector<Endpoint> found;
    Endpoint each;
    std::string types;
    session.for_each(
        [&] {
            each.settings.types = *json::read<std::vector<std::string>>(types);
            found.push_back(each);
        },
        fmt::format("SELECT {} FROM webhooks_endpoints {}", endpoint_columns, rest), uses..., into(each.id), into(each.version),
        into(each.settings.url), into(each.settings.description), into(types), into(each.settings.plate),
        into(each.settings.zone), into(each.settings.active), into(each.begins_after), into(each.health.failures),
        into(each.health.failing_since), into(each.health.retry_at), into(each.health.last_fault), into(each.created_at),
        into(each.changed_at));
    return found;
}

std::vector<Delivery> deliveries_of(Session& session, std::string_view rest, const auto&... uses) {
    std::vector<Delivery> found;
    Delivery each;
    session.for_each([&] { found.push_back(each); },
                     fmt::format("SELECT {} FROM webhooks_deliveries d {}", delivery_columns, rest), uses..., into(each.id),
                     into(each.endpoint), into(each.event_number), into(each.event_type), into(each.plate), into(each.body),
                     into(each.state), into(each.attempts), into(each.token), into(each.ready_at), into(each.made_at),
                     into(each.ended_at), into(each.last_status), into(each.last_fault));
    return found;
}

template <typename T>
std::optional<T> first(std::vector<T> found) {
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

}  // namespace

void add(Session& session, const Endpoint& endpoint) {
    const auto& settings = endpoint.settings;
    const auto& health = endpoint.health;
    const auto types = json::text_of(settings.types);
    session.run(
        fmt::format("INSERT INTO webhooks_endpoints ({}) VALUES (:id, :version, :url, :description, :types, :plate, :zone, "
                    ":active, :begins_after, :failures, :failing_since, :retry_at, :last_fault, :created_at, :changed_at)",
                    endpoint_columns),
        use(endpoint.id), use(endpoint.version), use(settings.url), use(settings.description), use(types), use(settings.plate),
        use(settings.zone), use(settings.active), use(endpoint.begins_after), use(health.failures), use(health.failing_since),
        use(health.retry_at), use(health.last_fault), use(endpoint.created_at), use(endpoint.changed_at));
}

void save(Session& session, const Endpoint& endpoint) {
    const auto& settings = endpoint.settings;
    const auto types = json::text_of(settings.types);
    session.run(
        "UPDATE webhooks_endpoints SET version = :version, url = :url, description = :description, types = :types, plate = :plate, "
        "zone = :zone, active = :active, begins_after = :begins_after, changed_at = :changed_at WHERE id = :id",
        use(endpoint.version), use(settings.url), use(settings.description), use(types), use(settings.plate), use(settings.zone),
        use(settings.active), use(endpoint.begins_after), use(endpoint.changed_at), use(endpoint.id));
}

void save_health(Session& session, const EndpointId& id, const Health& health) {
    session.run(
        "UPDATE webhooks_endpoints SET failures = :failures, failing_since = :since, retry_at = :retry_at, last_fault = :fault "
        "WHERE id = :id",
        use(health.failures), use(health.failing_since), use(health.retry_at), use(health.last_fault), use(id));
}

void remove(Session& session, const EndpointId& id) {
    session.run("DELETE FROM webhooks_deliveries WHERE endpoint = :id", use(id));
    session.run("DELETE FROM webhooks_secrets WHERE endpoint = :id", use(id));
    session.run("DELETE FROM webhooks_endpoints WHERE id = :id", use(id));
}

std::optional<Endpoint> endpoint(Session& session, const EndpointId& id) {
    return first(endpoints_of(session, "WHERE id = :id", use(id)));
}

std::vector<Endpoint> active_endpoints(Session& session) { return endpoints_of(session, "WHERE active = 1 ORDER BY id"); }

std::vector<Endpoint> endpoints(Session& session, const std::string& after, int limit) {
    return endpoints_of(session, "WHERE id > :after ORDER BY id LIMIT :limit", use(after), use(limit));
}

void add_secret(Session& session, const EndpointId& endpoint, const Secret& secret) {
    session.run("INSERT INTO webhooks_secrets (id, endpoint, secret, added_at) VALUES (:id, :endpoint, :secret, :added_at)",
                use(secret.id), use(endpoint), use(secret.text), use(secret.added_at));
}

bool remove_secret(Session& session, const EndpointId& endpoint, const SecretId& id) {
    return session.run("DELETE FROM webhooks_secrets WHERE endpoint = :endpoint AND id = :id", use(endpoint), use(id))
               .rows_changed > 0;
}

std::vector<Secret> secrets(Session& session, const EndpointId& endpoint) {
    std::vector<Secret> found;
    Secret each;
    session.for_each([&] { found.push_back(each); },
                     "SELECT id, secret, added_at FROM webhooks_secrets WHERE endpoint = :endpoint ORDER BY id", use(endpoint),
                     into(each.id), into(each.text), into(each.added_at));
    return found;
}

void add(Session& session, std::span<const Delivery> deliveries) {
    storage::insert_rows(
        session,
        "webhooks_deliveries (id, endpoint, event_number, event_type, plate, body, state, attempts, token, ready_at, "
        "made_at, last_status, last_fault)",
        deliveries, [](const Delivery& each) {
            return std::tie(each.id, each.endpoint, each.event_number, each.event_type, each.plate, each.body, each.state,
                            each.attempts, each.token, each.ready_at, each.made_at, each.last_status, each.last_fault);
        });
}

std::vector<Delivery> due(Session& session, const EndpointId& endpoint, Instant now, int limit) {
    return deliveries_of(
        session,
        "WHERE d.endpoint = :endpoint AND d.state = 'waiting' AND d.ready_at <= :now AND (d.leased_until IS NULL OR "
        "d.leased_until <= :now) AND (d.plate = '' OR NOT EXISTS (SELECT 1 FROM webhooks_deliveries b WHERE b.endpoint = d.endpoint "
        "AND b.plate = d.plate AND b.state = 'waiting' AND b.event_number < d.event_number)) ORDER BY d.ready_at, d.event_number LIMIT :limit",
        use(endpoint, "endpoint"), use(now, "now"), use(limit, "limit"));
}

bool lease(Session& session, Delivery& delivery, Instant until) {
    const auto leased =
        session.run("UPDATE webhooks_deliveries SET token = token + 1, leased_until = :until WHERE id = :id AND token = :token",
                    use(until), use(delivery.id), use(delivery.token));
    ++delivery.token;
    return leased.rows_changed > 0;
}

bool save(Session& session, const Delivery& delivery) {
    return session
               .run(
                   "UPDATE webhooks_deliveries SET state = :state, attempts = :attempts, ready_at = :ready_at, leased_until = NULL, "
                   "ended_at = :ended_at, last_status = :status, last_fault = :fault WHERE id = :id AND token = :token",
                   use(delivery.state), use(delivery.attempts), use(delivery.ready_at), use(delivery.ended_at),
                   use(delivery.last_status), use(delivery.last_fault), use(delivery.id), use(delivery.token))
               .rows_changed > 0;
}

void hurry(Session& session, const EndpointId& endpoint, Instant now) {
    session.run(
        "UPDATE webhooks_deliveries SET ready_at = :now WHERE endpoint = :endpoint AND state = 'waiting' AND ready_at > :now",
        use(now, "now"), use(endpoint, "endpoint"));
}

std::optional<Delivery> delivery(Session& session, const EndpointId& endpoint, const DeliveryId& id) {
    return first(deliveries_of(session, "WHERE d.endpoint = :endpoint AND d.id = :id", use(endpoint), use(id)));
}

std::vector<Delivery> deliveries(Session& session, const EndpointId& endpoint, std::optional<State> state,
                                 const std::string& before, int limit) {
    const std::string wanted = state ? std::string(json::name_of(*state)) : "";
    return deliveries_of(
        session,
        "WHERE d.endpoint = :endpoint AND (:state = '' OR d.state = :state) AND (:before = '' OR d.id < :before) "
        "ORDER BY d.id DESC LIMIT :limit",
        use(endpoint, "endpoint"), use(wanted, "state"), use(before, "before"), use(limit, "limit"));
}

int revive(Session& session, const EndpointId& endpoint, std::optional<DeliveryId> one, Instant now) {
    const std::string id = one ? one->text() : "";
    return static_cast<int>(
        session
            .run(
                "UPDATE webhooks_deliveries SET state = 'waiting', attempts = 0, ready_at = :now, made_at = :now, ended_at = NULL "
                "WHERE endpoint = :endpoint AND state = 'dead' AND (:id = '' OR id = :id)",
                use(now, "now"), use(endpoint, "endpoint"), use(id, "id"))
            .rows_changed);
}

Counts counts(Session& session, const EndpointId& endpoint) {
    Counts counts;
    const auto count = [&](const std::string& state, std::int64_t& result) {
        session.run("SELECT COUNT(*) FROM webhooks_deliveries WHERE endpoint = :endpoint AND state = :state", use(endpoint),
                    use(state), into(result));
    };
    count("waiting", counts.waiting);
    count("dead", counts.dead);
    return counts;
}

void sweep(Session& session, const SweepTimes& times) {
    session.run(
        "UPDATE webhooks_deliveries SET state = 'dead', ended_at = :now WHERE state = 'waiting' AND made_at < :since AND "
        "(leased_until IS NULL OR leased_until <= :now)",
        use(times.now, "now"), use(times.waiting_since, "since"));
    const auto forget = [&](const std::string& state, Instant before) {
        session.run("DELETE FROM webhooks_deliveries WHERE state = :state AND ended_at < :before", use(state), use(before));
    };
    forget("delivered", times.delivered_before);
    forget("dead", times.dead_before);
}

}  // namespace patente::webhooks::store
