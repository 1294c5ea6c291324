#include "domain/parking/jobs.h"

#include <stdexcept>

namespace patente::parking {
namespace {

template <typename Event>
Event event_in(const std::string& payload) {
    auto event = json::read<Event>(payload);
    if (!event) throw std::runtime_error(std::string(Event::event) + " is not readable: " + payload);
    return *std::move(event);
}

// `hear` and the end of the job are one transaction: what is heard counts once.
template <typename Event, typename Hear>
queue::Worker listener(const Dependencies& on, std::string job, Hear hear) {
    return {.job = std::move(job),
            .role = "worker",
            .run =
                [on, hear](const std::string& payload, const queue::Lease& lease) {
                    const auto event = event_in<Event>(payload);
                    on.database.write(
                        [&](storage::Session& session) {
                            hear(session, event, lease);
                            lease.finish(session);
                        },
                        storage::Isolation::read_committed);
                },
            .event = std::string(Event::event)};
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
