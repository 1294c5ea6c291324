// Rooms that follow the feed from inside: every event counts once, whatever dies, because the position moves in the
// transaction of what is done about it. Cheaper than a job for each event where most ask for nothing.
#pragma once

#include "platform/feed/feed.h"

namespace patente::feed {

// What is done about some events, in the transaction that moves the position. May run more than once before it counts, so it
// has no effect but through its session. Empty: nothing to do.
using Effect = std::function<void(storage::Session& session)>;

struct Listening {
    std::string name;                // of its position; its own: "watch"
    std::string role;                // whose processes hear
    std::vector<std::string> types;  // that it wants; none: every type
    // Looks at events, oldest first, and says what to do. Reads only.
    std::function<Effect(storage::Session& session, const std::vector<Event>& events)> consider;
};

// One listening of this process, on a thread of its own. Several processes may listen under one name: each event counts in one.
class Listener {
public:
    Listener(Feed& feed, storage::Database& database, Listening listening);
    ~Listener() { stop(); }

    void start();  // begins after the last event that was heard; the first time of all with what happens from now on
    void stop();

private:
    class Inbox;
    void run();
    void hear_some();
    void hear(std::vector<Event> events);
    void moved_on(std::int64_t number);  // nothing was to do up to here
    void save();
    void note_trouble(const std::exception& error, bool is_ours);

    Feed& feed_;
    storage::Database& database_;
    const Listening listening_;
    std::shared_ptr<Inbox> inbox_;
    std::thread thread_;

    // Used by the thread alone.
    std::vector<Event> taken_;  // heard next
    std::int64_t saved_ = 0;    // as the row says, as far as we know
    std::int64_t heard_ = 0;    // later than saved_ where nothing was to do
    int troubles_ = 0;          // in a row, with the first of taken_
    std::chrono::steady_clock::time_point next_save_;
};

}  // namespace patente::feed
