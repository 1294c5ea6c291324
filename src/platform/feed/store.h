// The SQL of the feed. Every function works inside the caller's transaction.
#pragma once

#include <optional>

#include "platform/feed/feed.h"

namespace patente::feed {

void add(storage::Session& session, std::span<const NewEvent> events);

// Numbers up to `at_most` committed events that have none, in the order they were written. Who else numbers waits until
// this transaction ends. Write it with Isolation::read_committed.
void number_appended(storage::Session& session, int at_most);
bool has_unnumbered(storage::Session& session, Instant happened_before = Instant::max());
Numbers numbers(storage::Session& session);
std::optional<Instant> newest(storage::Session& session);                                      // when the last one was written
std::vector<Event> events_after(storage::Session& session, std::int64_t number, int at_most);  // oldest first
// Removes up to `at_most` numbered events that happened before; gives how many.
int remove_before(storage::Session& session, Instant happened_before, int at_most);

// Where this listener stands; one that is new stands at `begins_at`.
std::int64_t position_of(storage::Session& session, const std::string& listener, std::int64_t begins_at);
// Moves it from `from` to `to`; false when another process has moved it meanwhile.
bool move_position(storage::Session& session, const std::string& listener, std::int64_t from, std::int64_t to);

}  // namespace patente::feed
