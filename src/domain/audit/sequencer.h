// Gives committed entries their numbers and hashes, signs a head now and then, and erases what is personal when its time is over.
// Any process may run one: they take turns.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "domain/audit/signing.h"
#include "domain/audit/store.h"

namespace patente::audit {

constexpr const char* added_channel = "audit";  // announced with each entry

// Adds an entry in the caller's transaction. It counts once that is committed.
void append(storage::Session& session, const NewEntry& entry);

struct SequencerSettings {
    std::int64_t head_every_entries = 10'000;
    std::chrono::minutes head_every{10};
    std::chrono::days personal_kept{0};  // 0: for ever
};

class Sequencer {
public:
    Sequencer(storage::Database& database, const Clock& clock, const Signer& signer, SequencerSettings settings = {});
    ~Sequencer() { stop(); }

    void start();
    void stop();  // after all that was added until then has its number

    void number_all();                // what is committed now; done by itself
    std::optional<Head> make_head();  // of the log as it is; nullopt: there is one of that size, or nothing
    void make_head_when_due();
    void erase_what_is_old();  // done by itself every hour

private:
    void run();

    storage::Database& database_;
    const Clock& clock_;
    const Signer& signer_;
    const SequencerSettings settings_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool look_ = false;
    std::optional<Instant> erased_at_;  // used by the thread alone
    bool ending_ = false;
    std::shared_ptr<void> added_;  // listens
    std::thread thread_;
};

}  // namespace patente::audit
