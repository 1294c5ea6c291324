// Stays as sightings make them. Each call works in the caller's transaction: load, decide by rules.h, save, and note it
// in the stay's history. Safe from any thread.
#pragma once

#include "domain/devices/contract.h"
#include "domain/parking/matching_rules.h"
#include "domain/parking/rules.h"
#include "domain/parking/store.h"
#include "domain/parking/tariff_book.h"

namespace patente::parking {

// The product itself, in a history.
inline const Person by_itself{"", "patente"};

// What was found among the open stays of plates that look like the one that leaves.
struct LookalikeFound {
    Lookalike kind = Lookalike::none;
    std::optional<Stay> stay;                      // of one; an ended one when its exit was another car's
    MatchedBy matched_by = MatchedBy::misreading;  // plate: another spelling of the same one
    double cost = 0;                               // nats
    std::optional<Text> reason;
    std::vector<StayId> candidates;  // of unclear, the likeliest first
};

// What a history says of a stay: plate, entry and class.
json::Object facts_of(const Stay& stay);

class Metering {
public:
    // All must outlive it.
    Metering(TariffBook& tariffs, const Formats& formats, const Confusions& confusions, devices::Devices& devices)
        : tariffs_(tariffs), formats_(formats), confusions_(confusions), devices_(devices) {}

    // On PostgreSQL these two take the turn of their plate: one at a time sees and changes its stays. Write them with
    // Isolation::read_committed, so that they wait for each other instead of being run again.
    // A sighting counts once: hearing of it again changes nothing.
    void seen(storage::Session& session, const sightings::PlateSeen& seen, const std::string& event_id, Instant now);
    // What the sighting did is undone and done again as it stands now, with what other sightings did to the same stay.
    void corrected(storage::Session& session, const sightings::PlateCorrected& corrected, const std::string& event_id,
                   Instant now);

    // Weighs the exits of the zone that wait for a person anew, together, once this stay has ended or has become one of them.
    // Those that have become clear end their stays as through a misreading, and can be undone.
    void settle_doubts(storage::Session& session, const ZoneId& zone, const StayId& changed, Instant now);

    // Takes back the end of a stay, and annuls its ticket. Error: conflict "plate-inside" when the plate has come in again.
    Result<> reopen(storage::Session& session, Stay& stay, Instant now, const Person& by, const std::string& reason);
    // A person says that this exit was another car's: the stay is open again, and the sighting counts anew.
    // Errors: conflict "stay-not-matched", conflict "plate-inside".
    Result<> undo_match(storage::Session& session, Stay& stay, Instant now, const Person& by);

    struct End {
        Instant at;
        const sightings::PlateSeen* seen = nullptr;  // none: by hand or at the cap
        MatchedBy matched_by = MatchedBy::plate;
        double cost = 0;
        std::optional<Text> reason = {};
    };
    // Charges the stay and issues its ticket.
    void end(storage::Session& session, const ParkingZone& zone, Stay& stay, const End& end, Instant now, const Person& by);
    // Charges an ended stay again and issues its ticket anew when it says something else now.
    void recharge(storage::Session& session, const ParkingZone& zone, Stay& stay, Instant now, const Person& by,
                  const std::string& reason);

    Charge quote(storage::Session& session, const Stay& stay, Instant now);  // as stored once it has ended
    // The same for many, in their order; `zones` holds those of all of them.
    std::vector<Charge> quotes(storage::Session& session, const std::map<ZoneId, ParkingZone>& zones,
                               const std::vector<Stay>& stays, Instant now);
    // The stamps on it are others now: notes `line` and charges it again where it has ended.
    void discounted(storage::Session& session, Stay& stay, const HistoryLine& line);
    TariffBook& tariffs() { return tariffs_; }

private:
    void charge(storage::Session& session, const ParkingZone& zone, Stay& stay);  // one that has ended

    // What a sighting is counted with.
    struct Count {
        storage::Session& session;
        SightingEffect& effect;
        const ParkingZone& zone;
        Instant now;
        Stay* reuse;  // the stay that begins with it, when there was one before a correction

        const sightings::PlateSeen& seen() const { return effect.seen; }
        void happened(const char* what, const StayId& stay) const;
    };

    // Counts the sighting and keeps its effect. True when `reuse` begins with it again.
    bool count(storage::Session& session, SightingEffect effect, Instant now, Stay* reuse = nullptr);
    // As the caller or the device says; else where the plate is parked already, else the map.
    std::optional<ParkingZone> zone_of(storage::Session& session, const sightings::PlateSeen& seen);
    std::optional<ParkingZone> zone_on_map(storage::Session& session, const sightings::PlateSeen& seen);
    // The id of the zone that the caller names, or that the device sees; "" for neither.
    std::string zone_said(storage::Session& session, const sightings::PlateSeen& seen);
    // With the registered devices of a gate among its entries and exits.
    ParkingZone with_gates(storage::Session& session, ParkingZone zone);
    std::pair<Situation, LookalikeFound> situation(storage::Session& session, const ParkingZone& zone,
                                                   const SightingEffect& effect) const;
    // exits_in_doubt.cpp
    LookalikeFound lookalike(storage::Session& session, const ParkingZone& zone, const SightingEffect& effect) const;
    struct Weighed {
        std::vector<Stay> stays;
        std::vector<Match> matches;  // one for each exit, of these stays
    };
    Weighed weighed(storage::Session& session, const ParkingZone& zone, const std::vector<SightingEffect>& exits,
                    std::vector<Stay> stays) const;
    void settle_doubts_after(storage::Session& session, const sightings::SightingId& sighting, Instant now);
    void settle(storage::Session& session, const ParkingZone& zone, Stay asked, Stay ended, const Match& match, Instant now);
    SightingEffect take_exit_away(const Count& count, Stay& stay);
    void carry_out(const Count& count, Decision decision, const LookalikeFound& found);

    void begin(const Count& count);
    void end_inside(const Count& count);
    void end_lookalike(const Count& count, const LookalikeFound& found);
    void end_backwards(const Count& count);
    void end_at_cap_and_begin(const Count& count);
    void charge_missed_entry(const Count& count);
    void see_again(const Count& count);
    void flag_second_entry(const Count& count);
    void ask(const Count& count, const LookalikeFound& found);
    void fill_entry(const Count& count, Stay& stay) const;
    void correct_entry(storage::Session& session, Stay& stay, SightingEffect& effect, Instant now);
    void correct_exit(storage::Session& session, Stay& stay, SightingEffect& effect, Instant now);
    void count_again_from(storage::Session& session, Stay& stay, const SightingEffect& corrected, Instant now);

    TariffBook& tariffs_;
    const Formats& formats_;
    const Confusions& confusions_;
    devices::Devices& devices_;
};

}  // namespace patente::parking
