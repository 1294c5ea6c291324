#include "domain/parking/jobs.h"

#include <set>
#include <stdexcept>

#include "domain/parking/store.h"

namespace patente::parking {
namespace {

// One event, or an array of those that were told together.
template <typename Event>
std::vector<Event> events_in(const std::string& payload) {
    if (payload.starts_with('[')) {
        if (auto events = json::read<std::vector<Event>>(payload)) return *std::move(events);
    } else if (auto event = json::read<Event>(payload)) {
        return {*std::move(event)};
    }
    throw std::runtime_error(std::string(Event::event) + " is not readable: " + payload);
}

std::set<std::string> plates_of(const std::vector<sightings::PlateSeen>& events) {
    std::set<std::string> plates;
    for (const auto& each : events) plates.insert(each.plate);
    return plates;
}
std::set<std::string> plates_of(const std::vector<sightings::PlateCorrected>& events) {
    std::set<std::string> plates;
    for (const auto& each : events) plates.insert({each.plate_before, each.now.plate});
    return plates;
}

// `hear` and the end of the job are one transaction: what is heard counts once.
template <typename Event, typename Hear>
queue::Worker listener(const Dependencies& on, std::string job, Hear hear) {
    return {.job = std::move(job),
            .role = "worker",
            .run =
                [on, hear](const std::string& payload, const queue::Lease& lease) {
                    const auto events = events_in<Event>(payload);
                    on.database.write(
                        [&](storage::Session& session) {
                            // All of them first, in order: two jobs of many plates never wait for each other in a circle.
                            for (const auto& plate : plates_of(events)) store::take_turn(session, plate);
                            for (const auto& event : events) hear(session, event, lease);
                            lease.finish(session);
                        },
                        storage::Isolation::read_committed);
                },
            .event = std::string(Event::event),
            .takes_many = true};
}

}  // namespace

std::vector<queue::Worker> workers(const Dependencies& on) {
    auto& metering = on.metering;
    return {listener<sightings::PlateSeen>(on, "parking.plate_seen",
                                           [&metering](storage::Session& session, const auto& seen, const queue::Lease& lease) {
                                               metering.seen(session, seen, lease.event_id, lease.now);
                                           }),
            listener<sightings::PlateCorrected>(
                on, "parking.plate_corrected",
                [&metering](storage::Session& session, const auto& corrected, const queue::Lease& lease) {
                    metering.corrected(session, corrected, lease.event_id, lease.now);
                })};
}

}  // namespace patente::parking
