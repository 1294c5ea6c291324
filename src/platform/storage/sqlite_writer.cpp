#include "platform/storage/sqlite_writer.h"

#include <chrono>

namespace patente::storage {
namespace {

constexpr std::size_t batch_max = 256;   // writes that share one fsync; what waits longer goes with the next
constexpr int log_pages_wanted = 2'000;  // 8 MB more of the log are written back together, beside the writer: each page once
constexpr int log_pages_max = 16'000;    // 64 MB: under steady writing only a pause lets the log begin anew

// A savepoint costs a copy of every page that its write changes, so writes do without until one of them is undone or fails: then
// the transaction begins anew and each has its own; so have those that follow, since what fails once may well fail again.
constexpr int guarded_batches = 100;

// The disk undid the whole transaction under one of its writes.
struct TransactionLost {
    std::exception_ptr why;
};

}  // namespace

SqliteWriter::SqliteWriter(const std::string& path, std::size_t waiting_max, Announcer& announcer)
    : connection_(path, SqliteConnection::Use::write), checkpointer_(path), waiting_max_(waiting_max), announcer_(announcer) {
    connection_.on_commit([this](int pages) { log_pages_ = pages; });
    thread_ = std::thread([this] { work(); });
}

SqliteWriter::~SqliteWriter() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void SqliteWriter::write(const std::function<bool(Session&)>& act) {
    if (std::this_thread::get_id() == thread_.get_id()) throw std::logic_error("a write inside a write would wait for itself");
    Pending pending{.act = &act, .cause = Cause::current()};
    std::unique_lock lock(mutex_);
    if (waiting_.size() >= waiting_max_) throw Unavailable("too many changes wait for the disk; try again later");
    waiting_.push_back(&pending);
    if (waiting_.size() == 1) wake_.notify_one();
    pending.finish.wait(lock, [&] { return pending.finished; });
    lock.unlock();
    if (pending.failure) std::rethrow_exception(pending.failure);
    for (const auto& act_after : pending.after_commit) act_after();
}

void SqliteWriter::work() {
    Batch batch;
    while (take(batch, true)) {
        const auto began = std::chrono::steady_clock::now();
        run_together(batch);
        report(batch);
        batch_sizes_.observe(static_cast<double>(batch.size()));
        batch_seconds_.observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
        batch.clear();
        keep_log_short();
    }
}

bool SqliteWriter::take(Batch& batch, bool wait) {
    std::unique_lock lock(mutex_);
    if (wait) wake_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty() || batch.size() >= batch_max) return false;
    while (!waiting_.empty() && batch.size() < batch_max) {
        batch.push_back(waiting_.front());
        waiting_.pop_front();
    }
    return true;
}

void SqliteWriter::run_together(Batch& batch) {
    std::exception_ptr lost;
    try {
        if (guarded_batches_left_ > 0)
            --guarded_batches_left_;
        else if (commit_bare(batch))
            return;
        commit_guarded(batch);
    } catch (const TransactionLost& loss) {
        lost = loss.why;
    } catch (...) {
        lost = as_seen_outside(std::current_exception());
    }
    if (!lost) return;
    connection_.rollback();
    for (auto* pending : batch)
        if (!pending->undone && !pending->failure) pending->failure = lost;
}

bool SqliteWriter::commit_bare(Batch& batch) {
    std::size_t ran = 0;
    connection_.begin();
    do {
        while (ran < batch.size()) {
            auto& pending = *batch[ran++];
            run_one(pending);
            const bool is_whole = connection_.in_transaction();  // not where the disk undid it
            if (pending.is_kept() && is_whole) continue;
            connection_.rollback();
            if (batch.size() == 1 && is_whole) return true;  // nobody else is concerned
            guarded_batches_left_ = guarded_batches;
            for (auto* each : batch) each->undone = false, each->failure = nullptr;
            return false;
        }
    } while (take(batch, false));  // those who came meanwhile share the fsync
    connection_.commit();
    return true;
}

void SqliteWriter::commit_guarded(Batch& batch) {
    std::size_t ran = 0;
    connection_.begin();
    do {
        while (ran < batch.size()) {
            auto& pending = *batch[ran++];
            connection_.mark();
            run_one(pending);
            if (!connection_.in_transaction()) throw TransactionLost{pending.failure};
            pending.is_kept() ? connection_.release() : connection_.undo();
        }
    } while (take(batch, false));
    connection_.commit();
}

void SqliteWriter::run_one(Pending& pending) {
    Session session(connection_.sql, connection_.statements, announcer_, Dialect::sqlite, pending.cause);
    try {
        pending.undone = !(*pending.act)(session);
    } catch (...) {
        pending.failure = as_seen_outside(std::current_exception());
    }
    pending.after_commit = pending.is_kept() ? session.take_after_commit() : std::vector<std::function<void()>>{};
}

void SqliteWriter::keep_log_short() {
    if (log_pages_ < written_back_at_) written_back_at_ = 0;  // it began anew
    if (log_pages_ >= log_pages_max) {
        checkpointer_.wait_until_it_rests();  // on a slow disk the log would grow on beside it
        connection_.checkpoint();             // little is left to do: the other thread did most of it
    } else if (log_pages_ >= written_back_at_ + log_pages_wanted) {
        checkpointer_.wanted();
        written_back_at_ = log_pages_;
    }
}

void SqliteWriter::report(const Batch& batch) {
    const std::lock_guard lock(mutex_);
    for (auto* pending : batch) {
        pending->finished = true;
        pending->finish.notify_one();
    }
}

}  // namespace patente::storage
