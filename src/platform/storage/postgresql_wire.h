// Announcements between the processes of one PostgreSQL server, by LISTEN and NOTIFY over a connection of its own.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "platform/storage/announcements.h"

struct pg_conn;

namespace patente::storage {

// Sends beside the transactions, not in them: transactions that NOTIFY commit one after the other, fsync and all.
// What is announced many times before it was sent is sent once.
class PostgresqlWire {
public:
    // `heard`: of every announcement by another process, on a thread of the wire.
    PostgresqlWire(std::string address, std::function<void(const Announcement&)> heard);
    ~PostgresqlWire();

    void send(const Announcement& announcement);      // returns at once
    bool is_connected() const { return connected_; }  // while it is not, nothing is heard and nothing sent

private:
    using Connection = std::unique_ptr<pg_conn, void (*)(pg_conn*)>;

    void run();
    Connection connect();
    bool exchange(pg_conn& connection);  // until something is lost (false) or it is time to end
    bool send_waiting(pg_conn& connection);
    void hear(pg_conn& connection);
    void wake();
    void sleep(int most_ms) const;

    const std::string address_;
    const std::function<void(const Announcement&)> heard_;
    const int waker_;  // eventfd
    std::atomic<bool> connected_ = false;
    std::atomic<bool> ending_ = false;
    std::mutex mutex_;
    std::set<Announcement> waiting_;
    std::thread thread_;  // last: it uses the others
};

}  // namespace patente::storage
