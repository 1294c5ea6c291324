// The tables of this room, as verbs. Every function runs in the caller's transaction.
#pragma once

#include <span>

#include "domain/webhooks/model.h"
#include "platform/storage/database.h"

namespace patente::webhooks {

std::vector<storage::Migration> migrations();

namespace store {

void add(storage::Session& session, const Endpoint& endpoint);
void save(storage::Session& session, const Endpoint& endpoint);  // all but its health
void save_health(storage::Session& session, const EndpointId& id, const Health& health);
void remove(storage::Session& session, const EndpointId& id);  // with its secrets and deliveries
std::optional<Endpoint> endpoint(storage::Session& session, const EndpointId& id);
std::vector<Endpoint> active_endpoints(storage::Session& session);
// Oldest first, those after `after`; at most `limit`.
std::vector<Endpoint> endpoints(storage::Session& session, const std::string& after, int limit);

void add_secret(storage::Session& session, const EndpointId& endpoint, const Secret& secret);
bool remove_secret(storage::Session& session, const EndpointId& endpoint, const SecretId& id);
std::vector<Secret> secrets(storage::Session& session, const EndpointId& endpoint);  // oldest first

void add(storage::Session& session, std::span<const Delivery> deliveries);
// Those that may be posted now, oldest event first: due, with no one, and with no earlier one of its plate still waiting.
std::vector<Delivery> due(storage::Session& session, const EndpointId& endpoint, Instant now, int limit);
// False when another process was quicker.
bool lease(storage::Session& session, Delivery& delivery, Instant until);
// What became of a leased delivery, which ends the lease. False, and nothing is changed, when the lease passed to another.
bool save(storage::Session& session, const Delivery& delivery);
// Those that wait for a later try may be tried now.
void hurry(storage::Session& session, const EndpointId& endpoint, Instant now);

std::optional<Delivery> delivery(storage::Session& session, const EndpointId& endpoint, const DeliveryId& id);
// Newest first, those before `before` ("": from the newest); at most `limit`. Without a state: all.
std::vector<Delivery> deliveries(storage::Session& session, const EndpointId& endpoint, std::optional<State> state,
                                 const std::string& before, int limit);
// Dead letters wait again, as if they were made now; all of the endpoint, or one. Gives how many.
int revive(storage::Session& session, const EndpointId& endpoint, std::optional<DeliveryId> one, Instant now);

struct Counts {
    std::int64_t waiting = 0, dead = 0;
};
Counts counts(storage::Session& session, const EndpointId& endpoint);

// Gives up what has waited since before `waiting_since`, and forgets what was delivered or given up before those times.
struct SweepTimes {
    Instant waiting_since, delivered_before, dead_before, now;
};
void sweep(storage::Session& session, const SweepTimes& times);

}  // namespace store
}  // namespace patente::webhooks
