// JSON of /v1/webhooks.
#pragma once

#include "domain/webhooks/rules.h"

namespace patente::webhooks::wire {

struct SecretOut {
    SecretId id;
    Instant added_at;
    std::optional<std::string> secret;

    static constexpr std::string_view schema_name = "WebhookSecret";
    static constexpr auto fields() {
        return std::tuple{
            json::field("id", &SecretOut::id), json::field("added_at", &SecretOut::added_at),
            json::field("secret", &SecretOut::secret).help("whsec_…; told once, when it is made, and null afterwards.")};
    }
};

struct HealthOut {
    bool down = false;
    int failures = 0;
    std::optional<Instant> failing_since;
    std::string last_fault;
    std::int64_t waiting = 0, dead = 0;

    static constexpr std::string_view schema_name = "WebhookHealth";
    static constexpr auto fields() {
        return std::tuple{json::field("down", &HealthOut::down)
                              .help("It failed three times in a row: asked ever more seldom, one event at a time."),
                          json::field("failures", &HealthOut::failures).help("In a row."),
                          json::field("failing_since", &HealthOut::failing_since),
                          json::field("last_fault", &HealthOut::last_fault).help("Empty when the last answer was a success."),
                          json::field("waiting", &HealthOut::waiting).help("Deliveries that wait or are under way."),
                          json::field("dead", &HealthOut::dead).help("Deliveries that were given up.")};
    }
};

struct EndpointOut : Settings {
    EndpointId id;
    int version = 1;
    std::vector<SecretOut> secrets;
    HealthOut health;
    Instant created_at, changed_at;

    static constexpr std::string_view schema_name = "Webhook";
    static constexpr auto fields() {
        return std::tuple_cat(
            std::tuple{json::field("id", &EndpointOut::id),
                       json::field("version", &EndpointOut::version).help("Rises with each edit; also the ETag.")},
            Settings::fields(),
            std::tuple{json::field("secrets", &EndpointOut::secrets).help("Each makes a signature; oldest first."),
                       json::field("health", &EndpointOut::health), json::field("created_at", &EndpointOut::created_at),
                       json::field("changed_at", &EndpointOut::changed_at)});
    }
};

struct DeliveryOut {
    DeliveryId id;
    std::string webhook_id;
    std::optional<std::string> event;
    std::string type;
    std::optional<std::string> plate;
    State state = State::waiting;
    int attempts = 0;
    Instant made_at;
    std::optional<Instant> next_at, ended_at;
    std::optional<int> last_status;
    std::string last_fault;
    json::Value body;

    static constexpr std::string_view schema_name = "WebhookDelivery";
    static constexpr auto fields() {
        return std::tuple{
            json::field("id", &DeliveryOut::id),
            json::field("webhook_id", &DeliveryOut::webhook_id).help("The header webhook-id, the same at every attempt."),
            json::field("event", &DeliveryOut::event).help("The event's id; null for a test."),
            json::field("type", &DeliveryOut::type),
            json::field("plate", &DeliveryOut::plate),
            json::field("state", &DeliveryOut::state),
            json::field("attempts", &DeliveryOut::attempts),
            json::field("made_at", &DeliveryOut::made_at),
            json::field("next_at", &DeliveryOut::next_at).help("When it is tried next; null once it ended."),
            json::field("ended_at", &DeliveryOut::ended_at),
            json::field("last_status", &DeliveryOut::last_status).help("Of HTTP; null where there was no answer."),
            json::field("last_fault", &DeliveryOut::last_fault),
            json::field("body", &DeliveryOut::body).help("What is posted.")};
    }
};

struct RetriedOut {
    int retried = 0;

    static constexpr std::string_view schema_name = "WebhookRetried";
    static constexpr auto fields() {
        return std::tuple{json::field("retried", &RetriedOut::retried).help("How many dead letters wait again.")};
    }
};

}  // namespace patente::webhooks::wire
