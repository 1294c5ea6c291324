// The one thread that writes to an SQLite file. All writes that wait run in one transaction and share its fsync: group commit.
// One that is undone or fails takes nothing else with it: the others then run a second time.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/observe/metrics.h"
#include "platform/storage/database.h"
#include "platform/storage/sqlite_checkpointer.h"
#include "platform/storage/sqlite_connection.h"

namespace patente::storage {

class SqliteWriter {
public:
    SqliteWriter(const std::string& path, std::size_t waiting_max, Announcer& announcer);
    ~SqliteWriter();  // after the last write has returned

    // Waits until what `act` did is on disk (or undone: it gave false or threw). Safe from any thread.
    void write(const std::function<bool(Session&)>& act);

private:
    struct Pending {
        const std::function<bool(Session&)>* act;
        std::string cause;
        bool undone = false;
        std::exception_ptr failure;
        std::vector<std::function<void()>> after_commit;
        bool finished = false;
        std::condition_variable finish;

        bool is_kept() const { return !undone && !failure; }
    };
    using Batch = std::vector<Pending*>;

    void work();
    bool take(Batch& batch, bool wait);  // false: nothing waits (or, when waiting, it is time to end)
    void run_together(Batch& batch);
    bool commit_bare(Batch& batch);  // false: one of several was not kept, and all was rolled back
    void commit_guarded(Batch& batch);
    void run_one(Pending& pending);
    void report(const Batch& batch);
    void keep_log_short();

    SqliteConnection connection_;
    SqliteCheckpointer checkpointer_;
    int guarded_batches_left_ = 0;
    int log_pages_ = 0;        // after the last commit
    int written_back_at_ = 0;  // how long it was when writing back was last asked for
    observe::Histogram batch_sizes_ = observe::histogram("patente_storage_batch_writes", "Writes that shared one transaction", {},
                                                         {1, 2, 4, 8, 16, 32, 64, 128, 256});
    observe::Histogram batch_seconds_ =
        observe::histogram("patente_storage_batch_seconds", "Time that a transaction took, its fsync included");
    const std::size_t waiting_max_;
    Announcer& announcer_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Pending*> waiting_;
    bool ending_ = false;
    std::thread thread_;  // last: it uses the others
};

}  // namespace patente::storage
