// One open SQLite file, set up as we use it: WAL, synchronous=FULL, foreign keys, a time to wait for others.
#pragma once

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <functional>
#include <string>

#include "platform/storage/database.h"

namespace patente::storage {

class SqliteConnection {
public:
    enum class Use { write, read, checkpoint };
    SqliteConnection(const std::string& path, Use use);  // throws Unavailable
    ~SqliteConnection();

    // BEGIN, SAVEPOINT, … : kept prepared. Throws soci::sqlite3_soci_error.
    void begin() { step(begin_); }
    void commit() { step(commit_); }
    void rollback() noexcept;  // harmless outside of a transaction
    void mark() { step(mark_); }
    void release() { step(release_); }
    void undo();  // back to the mark
    // Writes back what can be written back without waiting for anybody; a full or broken disk leaves it for later.
    void checkpoint() noexcept;
    // After each commit of this connection, tells how many pages of 4 KiB the log has. Turns SQLite's own checkpoints off.
    void on_commit(std::function<void(int log_pages)> act);
    bool in_transaction() const { return !sqlite_api::sqlite3_get_autocommit(handle_); }

    soci::session sql;
    Statements statements;

private:
    using Handle = sqlite_api::sqlite3;
    using Raw = sqlite_api::sqlite3_stmt;
    Raw* prepared(const char* text);
    void step(Raw* statement);

    Handle* handle_ = nullptr;
    std::function<void(int)> on_commit_;
    Raw* begin_ = nullptr;
    Raw* commit_ = nullptr;
    Raw* rollback_ = nullptr;
    Raw* mark_ = nullptr;
    Raw* release_ = nullptr;
    Raw* undo_ = nullptr;
};

// For the caller of a transaction: what the disk or another program did becomes Unavailable, the rest stays.
std::exception_ptr as_seen_outside(std::exception_ptr failure);

}  // namespace patente::storage
