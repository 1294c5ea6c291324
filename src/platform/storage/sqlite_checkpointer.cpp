#include "platform/storage/sqlite_checkpointer.h"

namespace patente::storage {

SqliteCheckpointer::SqliteCheckpointer(const std::string& path) : connection_(path, SqliteConnection::Use::checkpoint) {
    thread_ = std::thread([this] { work(); });
}

SqliteCheckpointer::~SqliteCheckpointer() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void SqliteCheckpointer::wanted() {
    const std::lock_guard lock(mutex_);
    if (std::exchange(wanted_, true)) return;
    wake_.notify_one();
}

void SqliteCheckpointer::wait_until_it_rests() {
    std::unique_lock lock(mutex_);
    rests_.wait(lock, [&] { return !wanted_; });
}

void SqliteCheckpointer::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [&] { return wanted_ || ending_; });
        if (ending_) return;
        lock.unlock();
        connection_.checkpoint();
        lock.lock();
        wanted_ = false;
        rests_.notify_all();
    }
}

}  // namespace patente::storage
