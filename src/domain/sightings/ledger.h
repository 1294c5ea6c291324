// Keeping sightings: merging them, correcting them, and telling who listens.
#pragma once

#include "domain/sightings/model.h"
#include "platform/queue/queue.h"
#include "platform/storage/database.h"

namespace patente::sightings {

// Safe from any thread; each call works in the caller's transaction.
class Ledger final : public Recorder, public Corrector, public Lookup, public Trail {
public:
    // `max_age`: a sighting that was older when it reached us is flagged "too_old".
    Ledger(queue::Queue& queue, std::chrono::milliseconds max_age) : queue_(queue), max_age_(max_age) {}

    Recorded record(storage::Session& session, const NewSighting& sighting, Instant now) override;
    std::vector<Recorded> record(storage::Session& session, std::span<const NewSighting> sightings, Instant now) override;
    Result<std::string> correct(storage::Session& session, const SightingId& sighting, const Correction& correction,
                                Instant now) override;

    std::optional<Standing> standing(storage::Session& session, const SightingId& sighting) override;
    std::vector<Passage> beside(storage::Session& session, const PlateSeen& seen) override;

    struct SetRight {
        Sighting sighting;
        std::string event_id;  // "" when nothing changed
    };
    SetRight set_right(storage::Session& session, const Sighting& before, const Corrected& wanted, const Person& by, Instant now);

    std::chrono::milliseconds max_age() const { return max_age_; }

private:
    std::vector<Recorded> record_together(storage::Session& session, std::span<const NewSighting> sightings, Instant now);
    std::string tell_seen(storage::Session& session, std::span<const Sighting> sightings);  // the event's id

    queue::Queue& queue_;
    std::chrono::milliseconds max_age_;
};

Failure sighting_not_found();

}  // namespace patente::sightings
