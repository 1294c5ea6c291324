// The events of the product, in order, for readers outside: a stream of numbered rows that can be followed from any of
// them. Server-Sent Events follow it today; anything else that can be a Reader may.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "platform/storage/database.h"

namespace patente::feed {

struct NewEvent {
    std::string type;   // "<room>.<what happened>": "sightings.plate_seen"
    std::string plate;  // normalised; "" when it is about none
    std::string zone;   // a zone's id; "" when it is about none
    Instant at;
    std::string data;  // a JSON object
};

struct Event {
    std::int64_t number = 0;  // rises by one from event to event
    NewEvent what;
};

std::vector<storage::Migration> migrations();

// Adds an event in the caller's transaction; followers hear of it once that is committed.
void append(storage::Session& session, const NewEvent& event);
void append(storage::Session& session, std::span<const NewEvent> events);  // in this order

// Somebody who follows. Called by the feed's thread, one call at a time; must not block.
class Reader {
public:
    virtual ~Reader() = default;
    virtual bool has_room() const = 0;  // false: nothing is sent until Feed::look_again
    virtual bool wants(const NewEvent& event) const = 0;
    // False when the reader is gone: it is followed no more.
    virtual bool tell(const Event& event) = 0;
    virtual bool tell_missed(std::int64_t first, std::int64_t last) = 0;  // these are kept no more
    virtual bool is_gone() const = 0;
};

struct Numbers {
    std::int64_t last = 0;   // given so far
    std::int64_t swept = 0;  // up to here events are gone
};

struct FeedSettings {
    std::chrono::hours kept{7 * 24};
};

// Safe from any thread.
class Feed {
public:
    Feed(storage::Database& database, const Clock& clock, FeedSettings settings = {});
    ~Feed() { stop(); }

    void start();  // its tables are there; once
    void stop();   // readers are told no more

    // The number of the latest event of all that are committed. Writes, so not inside a transaction.
    std::int64_t last_number();

    // Tells `reader` every event after this number, in order, until it is gone.
    void follow(std::shared_ptr<Reader> reader, std::int64_t after);
    void look_again();  // a reader has room again, or is gone; may be called by a reader's tell

    void sweep();  // removes what is kept no more; done by itself every hour
    std::size_t followers() const;

private:
    struct Follower {
        std::shared_ptr<Reader> reader;
        std::int64_t position;  // told up to here
    };
    using Steady = std::chrono::steady_clock;

    void run();
    bool number_some(Instant happened_before);  // false: all that happened before have one
    void number_before(Instant happened_before);
    Numbers numbers_near_followers();
    void take_in_newcomers();
    bool tell_round();  // true: there is more to tell at once
    bool tell(Follower& follower, const std::vector<Event>& page);
    std::chrono::milliseconds pause() const;

    storage::Database& database_;
    const Clock& clock_;
    const FeedSettings settings_;

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    bool look_ = false;
    bool ending_ = false;
    std::vector<Follower> newcomers_;
    std::size_t followers_count_ = 0;

    std::vector<Follower> followers_;  // used by the thread alone, like the next
    Steady::time_point next_sweep_;

    std::shared_ptr<void> appended_;  // listens
    std::thread thread_;
};

}  // namespace patente::feed
