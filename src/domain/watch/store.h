// The tables of this room, as verbs. Every function runs in the caller's transaction.
#pragma once

#include "domain/watch/model.h"
#include "platform/storage/database.h"

namespace patente::watch {

std::vector<storage::Migration> migrations();

namespace store {

void add(storage::Session& session, const List& list);
void save(storage::Session& session, const List& list);
void remove(storage::Session& session, const ListId& id);  // with its entries; alerts keep what they say
std::optional<List> list(storage::Session& session, const ListId& id);
std::optional<List> list_named(storage::Session& session, const std::string& name);
// By name, those after it; at most `limit`.
std::vector<List> lists(storage::Session& session, const std::string& after_name, int limit);

void add(storage::Session& session, const Entry& entry);  // with the keys by which readings meet it
void save(storage::Session& session, const Entry& entry);
void remove(storage::Session& session, const EntryId& id);
std::optional<Entry> entry(storage::Session& session, const ListId& list, const EntryId& id);
std::optional<Entry> entry_of_plate(storage::Session& session, const ListId& list, const std::string& plate);
// By plate, those after it; at most `limit`.
std::vector<Entry> entries(storage::Session& session, const ListId& list, const std::string& after_plate, int limit);
std::int64_t count_entries(storage::Session& session, const ListId& list);
bool has_entries(storage::Session& session);
// Those that a reading with these keys (at most look_ups_max) may be of.
std::vector<Entry> entries_meeting(storage::Session& session, const std::vector<std::string>& keys);

void add(storage::Session& session, const Alert& alert);
void save(storage::Session& session, const Alert& alert);
std::optional<Alert> alert(storage::Session& session, const AlertId& id);
// The latest of this subject and device that saw something at or after.
std::optional<Alert> latest_alert(storage::Session& session, const std::string& subject, const std::string& device, Instant since,
                                  Instant until);

struct AlertSearch {
    std::optional<AlertState> state;
    std::string list, plate;  // "" = any
    std::string before;       // an alert's id; "" = from the newest
    int limit = 50;
};
std::vector<Alert> alerts(storage::Session& session, const AlertSearch& search);  // newest first

// Which alert a sighting is in, by what it is about.
void note_sighting(storage::Session& session, const sightings::SightingId& sighting, const std::string& subject,
                   const AlertId& alert);
std::vector<AlertId> alerts_of(storage::Session& session, const sightings::SightingId& sighting);
bool has_alerted(storage::Session& session, const sightings::SightingId& sighting, const std::string& subject);

void note(storage::Session& session, const AlertId& alert, const Change& change);
std::vector<Change> history(storage::Session& session, const AlertId& alert);  // oldest first

}  // namespace store
}  // namespace patente::watch
