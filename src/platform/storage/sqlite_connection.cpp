#include "platform/storage/sqlite_connection.h"

#include "platform/storage/disk_full.h"

namespace patente::storage {

using namespace sqlite_api;

namespace {

constexpr int busy_timeout_s = 10;  // another program, such as the command line, writes

// In SOCI's syntax a value in quotes may hold spaces and equal signs.
std::string soci_parameters(const std::string& path) {
    if (path.find('"') != std::string::npos) throw std::runtime_error("the path of the database must not hold a quote: " + path);
    return fmt::format("dbname=\"{}\" timeout={}", path, busy_timeout_s);
}

// A connection is used by one thread at a time, so it needs no mutex of its own: a tenth of reading many rows. SQLite refuses
// this, and keeps its mutexes, where somebody opened a file before us.
void leave_out_mutexes() { [[maybe_unused]] static const int outcome = sqlite3_config(SQLITE_CONFIG_MULTITHREAD); }

std::string plain_sentence(const soci::sqlite3_soci_error& error) {
    switch (error.result() & 0xff) {
        case SQLITE_FULL: return "the disk of the database is full; nothing was changed";
        case SQLITE_IOERR: return "the disk of the database gives errors; nothing was changed";
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return "another program holds the database; nothing was changed";
        case SQLITE_READONLY: return "the database is read-only; nothing was changed";
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return "the database file is damaged";
        case SQLITE_CANTOPEN: return "the database file cannot be opened";
        case SQLITE_NOMEM: return "there is no memory left for the database; nothing was changed";
        default: return {};
    }
}

}  // namespace

SqliteConnection::SqliteConnection(const std::string& path, Use use) : statements(sql, Dialect::sqlite) {
    leave_out_mutexes();
    sql.open(soci::sqlite3, soci_parameters(path));
    handle_ = static_cast<soci::sqlite3_session_backend*>(sql.get_backend())->conn_;
    sqlite3_extended_result_codes(handle_, 1);
    std::string mode;
    sql << "PRAGMA journal_mode = WAL", soci::into(mode);
    if (mode != "wal") throw Unavailable("the database " + path + " cannot use a write-ahead log; is it on a network disk?");
    sql << "PRAGMA synchronous = FULL";
    sql << "PRAGMA foreign_keys = ON";
    sql << "PRAGMA temp_store = MEMORY";
    sql << (use == Use::write ? "PRAGMA cache_size = -32000" : "PRAGMA cache_size = -8000");  // KiB
    if (use == Use::read) sql << "PRAGMA query_only = ON";
    begin_ = prepared(use == Use::write ? "BEGIN IMMEDIATE" : "BEGIN");
    commit_ = prepared("COMMIT");
    rollback_ = prepared("ROLLBACK");
    mark_ = prepared("SAVEPOINT act");
    release_ = prepared("RELEASE act");
    undo_ = prepared("ROLLBACK TO act");
}

SqliteConnection::~SqliteConnection() {
    rollback();
    statements.clear();
    for (auto* statement : {begin_, commit_, rollback_, mark_, release_, undo_}) sqlite3_finalize(statement);
}

void SqliteConnection::rollback() noexcept {
    if (!in_transaction()) return;
    sqlite3_step(rollback_);
    sqlite3_reset(rollback_);
}

void SqliteConnection::checkpoint() noexcept {
    sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

void SqliteConnection::on_commit(std::function<void(int)> act) {
    on_commit_ = std::move(act);
    const auto tell = [](void* self, Handle*, const char*, int pages) {
        static_cast<SqliteConnection*>(self)->on_commit_(pages);
        return SQLITE_OK;
    };
    sqlite3_wal_hook(handle_, tell, this);
}

void SqliteConnection::undo() {
    step(undo_);
    step(release_);
}

SqliteConnection::Raw* SqliteConnection::prepared(const char* text) {
    Raw* statement = nullptr;
    if (const int outcome = sqlite3_prepare_v2(handle_, text, -1, &statement, nullptr); outcome != SQLITE_OK)
        throw soci::sqlite3_soci_error(sqlite3_errmsg(handle_), outcome);
    return statement;
}

void SqliteConnection::step(Raw* statement) {
    const int outcome = sqlite3_step(statement);
    const std::string message = outcome == SQLITE_DONE ? "" : sqlite3_errmsg(handle_);
    sqlite3_reset(statement);
    if (outcome != SQLITE_DONE) throw soci::sqlite3_soci_error(message, outcome);
}

std::exception_ptr as_seen_outside(std::exception_ptr failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const soci::sqlite3_soci_error& error) {
        const auto sentence = plain_sentence(error);
        if ((error.result() & 0xff) == SQLITE_FULL) return std::make_exception_ptr(DiskFull(sentence));
        return sentence.empty() ? failure : std::make_exception_ptr(Unavailable(sentence));
    } catch (...) {
        return failure;
    }
}

}  // namespace patente::storage
