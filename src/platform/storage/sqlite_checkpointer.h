// Writes the log of an SQLite file back into it, beside the writer, so that no write waits for it.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "platform/storage/sqlite_connection.h"

namespace patente::storage {

class SqliteCheckpointer {
public:
    explicit SqliteCheckpointer(const std::string& path);
    ~SqliteCheckpointer();

    void wanted();               // the log has grown; safe from any thread, returns at once
    void wait_until_it_rests();  // what is under way is done; safe from any thread

private:
    void work();

    SqliteConnection connection_;
    std::mutex mutex_;
    std::condition_variable wake_, rests_;
    bool wanted_ = false;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace patente::storage
