#include "platform/backup/sqlite_dump.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <stdexcept>

namespace patente::backup {
namespace {

constexpr int pages_a_step = 2'000;  // 8 MB
constexpr int busy_timeout_ms = 10'000;

class Connection {
public:
    Connection(const std::filesystem::path& file, int flags) : file_(file) {
        const int outcome = sqlite3_open_v2(file.c_str(), &handle_, flags, nullptr);
        if (outcome != SQLITE_OK) {
            const std::string why = sqlite3_errstr(outcome);
            sqlite3_close(handle_);
            throw std::runtime_error(fmt::format("{}: {}", file.string(), why));
        }
        sqlite3_busy_timeout(handle_, busy_timeout_ms);
    }
    ~Connection() { sqlite3_close(handle_); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // The first column of every row, as text.
    std::vector<std::string> rows(const char* sql) {
        std::vector<std::string> found;
        const auto keep = [](void* to, int, char** values, char**) {
            static_cast<std::vector<std::string>*>(to)->emplace_back(values[0] ? values[0] : "");
            return 0;
        };
        if (sqlite3_exec(handle_, sql, keep, &found, nullptr) != SQLITE_OK) fail();
        return found;
    }
    [[noreturn]] void fail() const { throw std::runtime_error(fmt::format("{}: {}", file_.string(), sqlite3_errmsg(handle_))); }
    sqlite3* handle() const { return handle_; }

private:
    std::filesystem::path file_;
    sqlite3* handle_ = nullptr;
};

void copy(Connection& from, Connection& to, const Progress& progress) {
    auto* backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
    if (!backup) to.fail();
    int outcome = SQLITE_OK;
    while ((outcome = sqlite3_backup_step(backup, pages_a_step)) == SQLITE_OK) {
        const auto all = static_cast<std::uint64_t>(sqlite3_backup_pagecount(backup));
        progress(all - static_cast<std::uint64_t>(sqlite3_backup_remaining(backup)), all);
    }
    sqlite3_backup_finish(backup);
    if (outcome != SQLITE_DONE) throw std::runtime_error(fmt::format("the database was not copied: {}", sqlite3_errstr(outcome)));
}

class SqliteDump final : public Dump {
public:
    explicit SqliteDump(std::filesystem::path file) : file_(std::move(file)) {}

    std::string kind() const override { return "sqlite"; }
    std::string file_name() const override { return "database.sqlite"; }

    void write(const std::filesystem::path& file, const Progress& progress) const override {
        Connection from(file_, SQLITE_OPEN_READWRITE);
        Connection to(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
        // A snapshot for as long as it takes; without it each write of others would begin the copy anew.
        from.rows("BEGIN; SELECT COUNT(*) FROM sqlite_master");
        copy(from, to, progress);
        to.rows("PRAGMA journal_mode = DELETE");  // one file, nothing beside it
    }

    void check(const std::filesystem::path& file) const override {
        Connection connection(file, SQLITE_OPEN_READWRITE);
        if (const auto faults = connection.rows("PRAGMA quick_check(1)"); faults != std::vector<std::string>{"ok"})
            throw std::runtime_error(fmt::format("{} is damaged: {}", file.string(), fmt::join(faults, "; ")));
    }

    bool holds_tables() const override {
        if (!std::filesystem::exists(file_)) return false;
        Connection connection(file_, SQLITE_OPEN_READWRITE);
        return connection.rows("SELECT COUNT(*) FROM sqlite_master") != std::vector<std::string>{"0"};
    }

    // Through SQLite again: one transaction, so that a restore that dies leaves what was there.
    void restore(const std::filesystem::path& file) const override {
        std::filesystem::create_directories(std::filesystem::absolute(file_).parent_path());
        Connection from(file, SQLITE_OPEN_READONLY);
        Connection to(file_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
        to.rows("PRAGMA synchronous = FULL");
        copy(from, to, [](std::uint64_t, std::uint64_t) {});
        to.rows("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    std::unique_ptr<Scratch> scratch(const std::filesystem::path& folder) const override {
        struct File final : Scratch {
            std::filesystem::path file;
            ~File() override {
                std::error_code gone;
                for (const char* beside : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + beside, gone);
            }
            std::string connection() const override { return "sqlite:" + file.string(); }
        };
        auto made = std::make_unique<File>();
        made->file = folder / "patente.db";
        return made;
    }

    bool owns(const std::filesystem::path& file) const override {
        const auto own = std::filesystem::weakly_canonical(file_).string(),
                   other = std::filesystem::weakly_canonical(file).string();
        return other == own || other == own + "-wal" || other == own + "-shm" || other == own + "-journal";
    }

private:
    std::filesystem::path file_;
};

}  // namespace

std::unique_ptr<Dump> sqlite_dump(std::filesystem::path file) { return std::make_unique<SqliteDump>(std::move(file)); }

}  // namespace patente::backup
