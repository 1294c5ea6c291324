// What the databases with a server of their own share: a bounded set of connections, and transactions that are run again.
//
// A Connection is made from an address, holds `sql` and `statements`, and says of a soci_error what it means (`trouble_of`),
// whether it was lost (`is_lost`) and how to get rid of what was begun (`undo`).
#pragma once

#include <soci/soci.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/observe/metrics.h"
#include "platform/storage/database.h"

namespace patente::storage {

enum class Trouble {
    lost_race,  // others were quicker: the same again may go well
    outside,    // the server, its disk or the way to it
    own,        // a broken constraint, bad SQL
};

void pause_before_attempt(int attempt);  // a random while, longer with each attempt

// Connections made as they are first needed; who finds none waits, first come, first served. A lost one is thrown away and made
// anew.
template <typename Connection>
class ServerPool {
public:
    ServerPool(std::string address, std::size_t at_most) : address_(std::move(address)), left_to_make_(at_most) {
        borrow();  // so that a wrong address is told at once
    }

    using Loan = std::unique_ptr<Connection, std::function<void(Connection*)>>;
    Loan borrow() {
        auto connection = take();
        if (connection->tables_version != tables_version_) connection->statements.clear();
        connection->tables_version = tables_version_;
        return {connection.release(), [this](Connection* back) { give_back(back); }};
    }
    void tables_changed() { ++tables_version_; }
    std::size_t waiting() {
        const std::lock_guard lock(mutex_);
        return waiting_.size();
    }

    // Runs `transaction(connection, may_repeat)` until it did not lose. It clears `may_repeat` before it sends COMMIT: after a
    // connection lost then, nobody knows what became of it.
    template <typename Transaction>
    void repeated(const Transaction& transaction) {
        for (int attempt = 1;; ++attempt) {
            if (attempt > 1) pause_before_attempt(attempt);
            std::unique_lock turn(turn_, std::defer_lock);
            if (attempt > attempts_together) turn.lock();  // losers go one by one, so that each round has a winner
            const auto connection = borrow();
            bool may_repeat = true;
            try {
                return transaction(*connection, may_repeat);
            } catch (const soci::soci_error& error) {
                const auto trouble = connection->trouble_of(error);
                const bool is_lost = connection->is_lost();
                connection->undo();
                const bool again = trouble == Trouble::lost_race || (is_lost && may_repeat);
                if (again && attempt < attempts_max) {
                    repeats_.add();
                    continue;
                }
                if (again || trouble != Trouble::own)
                    throw Unavailable("the database server did not do it: " + error.get_error_message());
                throw;
            } catch (...) {
                connection->undo();
                throw;
            }
        }
    }

private:
    static constexpr int attempts_max = 40;
    static constexpr int attempts_together = 3;
    static constexpr std::chrono::seconds pool_wait{10};

    std::unique_ptr<Connection> take() {
        std::unique_lock lock(mutex_);
        if (!waiting_.empty() || !has_one()) wait_for_turn(lock);
        if (idle_.empty()) {
            --left_to_make_;
            wake_next();
            lock.unlock();
            return made();
        }
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        wake_next();
        return connection;
    }

    bool has_one() const { return !idle_.empty() || left_to_make_ > 0; }

    void wake_next() {
        if (has_one() && !waiting_.empty()) waiting_.front().notify_one();
    }

    // Each waits on a condition of its own, so that whoever comes back for more cannot overtake.
    void wait_for_turn(std::unique_lock<std::mutex>& lock) {
        const auto mine = waiting_.emplace(waiting_.end());
        const bool came = mine->wait_for(lock, pool_wait, [&] { return mine == waiting_.begin() && has_one(); });
        waiting_.erase(mine);
        if (came) return;
        wake_next();
        throw Unavailable("too many requests wait for the database; try again later");
    }

    std::unique_ptr<Connection> made() {
        try {
            return std::make_unique<Connection>(address_);
        } catch (const soci::soci_error& error) {
            forget_one();
            throw Unavailable("the database server cannot be reached: " + error.get_error_message());
        }
    }

    void give_back(Connection* connection) {
        std::unique_ptr<Connection> owned(connection);
        if (owned->is_lost()) {
            owned.reset();
            return forget_one();
        }
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(owned));
        wake_next();
    }

    void forget_one() {
        const std::lock_guard lock(mutex_);
        ++left_to_make_;
        wake_next();
    }

    const std::string address_;
    std::atomic<int> tables_version_ = 0;
    std::mutex mutex_;
    std::list<std::condition_variable> waiting_;  // the first to come first
    std::size_t left_to_make_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::mutex turn_;
    observe::Counter repeats_ =
        observe::counter("patente_storage_repeats_total", "Transactions run again after a lost race or a lost connection");
};

}  // namespace patente::storage
