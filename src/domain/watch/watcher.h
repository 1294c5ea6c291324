// Looks at every sighting, raises alerts, joins repeats, and keeps what persons say of them.
#pragma once

#include "domain/watch/store.h"
#include "domain/watch/travel_rules.h"
#include "platform/feed/listener.h"
#include "platform/queue/queue.h"

namespace patente::watch {

struct WatchSettings {
    double chance_min = 0.05;  // below: nothing is told
    double travel_kmh_max = 200;
};

// Safe from any thread; each call works in the caller's transaction.
class Watcher {
public:
    Watcher(queue::Queue& queue, sightings::Trail& trail, const Confusions& confusions, const WatchSettings& settings)
        : queue_(queue), trail_(trail), confusions_(confusions), settings_(settings) {}

    // What is to be done about these sightings; empty for nothing, which is the rule.
    feed::Effect consider(storage::Session& session, const std::vector<feed::Event>& events, const Clock& clock) const;

    // A person's verdict. Error: conflict "alert-withdrawn".
    Result<Alert> judge(storage::Session& session, Alert alert, AlertState verdict, const Person& by, const std::string& note,
                        Instant now) const;

private:
    struct Find {
        AlertKind kind = AlertKind::listed;
        std::string subject, plate;
        std::optional<ListId> list;
        AlertDetail detail;
    };

    std::vector<Find> finds(storage::Session& session, const sightings::PlateSeen& seen, bool has_entries) const;
    void add_hits(storage::Session& session, const sightings::PlateSeen& seen, std::vector<Find>& finds) const;
    void add_travel(storage::Session& session, const sightings::PlateSeen& seen, std::vector<Find>& finds) const;
    void heard(storage::Session& session, const sightings::PlateSeen& seen, bool is_correction, Instant now) const;
    void raise(storage::Session& session, const Find& find, Instant now) const;
    void join(storage::Session& session, const Alert& alert, const Find& find, Instant now) const;
    void set_right(storage::Session& session, const sightings::PlateSeen& seen, const std::vector<Find>& finds,
                   Instant now) const;
    Alert change(storage::Session& session, Alert alert, const std::string& what, const Person& by, const std::string& note,
                 Instant now) const;
    void tell(storage::Session& session, const Alert& alert, std::string_view what) const;

    queue::Queue& queue_;
    sightings::Trail& trail_;
    const Confusions& confusions_;
    const WatchSettings settings_;
};

}  // namespace patente::watch
