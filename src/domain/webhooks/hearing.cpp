#include "domain/webhooks/hearing.h"

#include "domain/webhooks/store.h"

namespace patente::webhooks {
namespace {

bool is_for(const Endpoint& endpoint, const feed::Event& event) {
    return event.number > endpoint.begins_after &&
           events::wants(endpoint.settings.filter(), event.what.type, event.what.plate, event.what.zone);
}

// An inactive endpoint that is made active begins with what happens then; so its events are no one's meanwhile.
void put_deliveries(storage::Session& session, const std::vector<feed::Event>& heard, Instant now) {
    const auto endpoints = store::active_endpoints(session);
    std::vector<Delivery> deliveries;
    for (const auto& event : heard) {
        const auto& what = event.what;
        std::string body;
        for (const auto& endpoint : endpoints) {
            if (!is_for(endpoint, event)) continue;
            if (body.empty()) body = events::told({event.number, what.type, what.plate, what.zone, what.at, what.data});
            deliveries.push_back({.id = DeliveryId::made_at(now),
                                  .endpoint = endpoint.id,
                                  .event_number = event.number,
                                  .event_type = what.type,
                                  .plate = what.plate,
                                  .body = body,
                                  .ready_at = now,
                                  .made_at = now});
        }
    }
    store::add(session, deliveries);
    session.announce({std::string(put), ""});
}

}  // namespace

feed::Listening listening(const Dependencies& on) {
    return {.name = "webhooks",
            .role = "worker",
            .consider = [on](storage::Session& session, const std::vector<feed::Event>& heard) -> feed::Effect {
                const auto endpoints = store::active_endpoints(session);
                const auto concerns = [&](const feed::Event& event) {
                    return std::ranges::any_of(endpoints, [&](const Endpoint& each) { return is_for(each, event); });
                };
                if (std::ranges::none_of(heard, concerns)) return {};
                return [on, heard](storage::Session& writing) { put_deliveries(writing, heard, on.clock.now()); };
            }};
}

}  // namespace patente::webhooks
