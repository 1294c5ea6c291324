// The nouns of this room: who wants to be told, and what is on its way to them.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/json.h"
#include "domain/events/contract.h"

namespace patente::webhooks {

struct EndpointTag;
using EndpointId = Id<EndpointTag>;
struct SecretTag;
using SecretId = Id<SecretTag>;
struct DeliveryTag;
using DeliveryId = Id<DeliveryTag>;

// As its operator describes it.
struct Settings {
    std::string url, description;
    std::vector<std::string> types;
    std::string plate, zone;
    bool active = true;

    events::Filter filter() const { return {types, plate, zone}; }
    bool operator==(const Settings&) const = default;
    static constexpr std::string_view schema_name = "WebhookSettings";
    static constexpr auto fields() {
        return std::tuple{
            json::field("url", &Settings::url).length(1, 2000).help("Where events are posted: https://…"),
            json::field("description", &Settings::description).length(0, 200).or_default(),
            json::field("types", &Settings::types)
                .length(0, 50)
                .or_default()
                .help("Types such as parking.closed, or rooms such as alert; none: every type. See docs/events.md."),
            json::field("plate", &Settings::plate)
                .length(0, 32)
                .or_default()
                .help("The whole plate, in any spelling; empty: any."),
            json::field("zone", &Settings::zone).length(0, 80).or_default().help("A zone's id; empty: any."),
            json::field("active", &Settings::active)
                .or_default()
                .help("false: nothing new is taken up for it, and what waits stays where it is.")};
    }
};

// How it answers of late.
struct Health {
    int failures = 0;                      // in a row
    std::optional<Instant> failing_since;  // the first of them
    Instant retry_at;                      // not before, while it is down
    std::string last_fault;                // "" = the last answer was a success

    bool operator==(const Health&) const = default;
};

struct Secret {
    SecretId id;
    std::string text;  // "whsec_…"
    Instant added_at;
};

struct Endpoint {
    EndpointId id;
    int version = 1;  // rises with each edit
    Settings settings;
    std::int64_t begins_after = 0;  // the number of the last event that is none of its
    Health health;
    Instant created_at, changed_at;
};

enum class State { waiting, delivered, dead };
constexpr auto names_of(State) {
    return std::array<std::pair<State, std::string_view>, 3>{
        {{State::waiting, "waiting"}, {State::delivered, "delivered"}, {State::dead, "dead"}}};
}

struct Delivery {
    DeliveryId id;
    EndpointId endpoint;
    std::optional<std::int64_t> event_number;  // none: a test
    std::string event_type, plate, body;
    State state = State::waiting;
    int attempts = 0;
    std::int64_t token = 0;  // rises with each lease
    Instant ready_at, made_at;
    std::optional<Instant> ended_at;
    int last_status = 0;
    std::string last_fault;
};

}  // namespace patente::webhooks
