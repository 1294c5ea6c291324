// One transaction, and the statements it runs. Statements stay prepared on their connection, which makes a
// short one several times cheaper than preparing it each time.
#pragma once

#include <soci/soci.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "platform/storage/announcements.h"
#include "platform/storage/dialect.h"

namespace patente::storage {

// The prepared statements of one connection, by their text. Used by one thread at a time.
class Statements {
public:
    Statements(soci::session& sql, Dialect dialect) : sql_(sql), dialect_(dialect) {}

    // A statement while it runs; afterwards it is reset and let go of what was bound, also when it threw.
    class Running {
    public:
        Running(Statements& statements, std::string_view query);
        ~Running();
        Running(const Running&) = delete;
        Running& operator=(const Running&) = delete;
        soci::statement& operator*() { return *statement_; }
        soci::statement* operator->() { return statement_.get(); }
        void refuse_what_was_ignored();  // MariaDB's INSERT IGNORE lets more pass than duplicates

    private:
        Statements& owner_;
        std::string query_;
        std::unique_ptr<soci::statement> statement_;
    };

    void clear() { idle_.clear(); }

private:
    struct TextHash : std::hash<std::string_view> {
        using is_transparent = void;
    };

    soci::session& sql_;
    Dialect dialect_;
    std::unordered_map<std::string, std::unique_ptr<soci::statement>, TextHash, std::equal_to<>> idle_;
};

struct Ran {
    bool got_data = false;       // a row was read into the `into`s
    long long rows_changed = 0;  // by INSERT, UPDATE or DELETE
};

// Used only by the thread that runs the function it was handed to.
class Session {
public:
    Session(soci::session& sql, Statements& statements, Announcer& announcer, Dialect dialect, std::string cause = {})
        : sql_(sql), statements_(statements), announcer_(announcer), dialect_(dialect), cause_(std::move(cause)) {}

    // Runs a statement: session.run("SELECT name FROM zones WHERE id = :id", soci::use(id), soci::into(name)).
    // The placeholders of dialect.h may stand in it. Throws soci::soci_error (a broken constraint, bad SQL)
    // or, at the edge of the transaction, storage::Unavailable.
    template <typename... Exchanges>
    Ran run(std::string_view query, const Exchanges&... exchanges) {
        return run_with(query, [&](soci::statement& statement) { (statement.exchange(exchanges), ...); });
    }

    // The same for many rows: `row()` is called after each was read into the `into`s.
    template <typename Row, typename... Exchanges>
    void for_each(Row&& row, std::string_view query, const Exchanges&... exchanges) {
        for_each_with(row, query, [&](soci::statement& statement) { (statement.exchange(exchanges), ...); });
    }

    // Both, where run time alone knows how many values there are: `bind(statement)` exchanges them in their order.
    template <typename Bind>
    Ran run_with(std::string_view query, Bind&& bind) {
        Statements::Running statement(statements_, query);
        bind(*statement);
        statement->define_and_bind();
        const bool got_data = statement->execute(true);
        const Ran ran{got_data, statement->get_affected_rows()};
        statement.refuse_what_was_ignored();
        return ran;
    }
    template <typename Row, typename Bind>
    void for_each_with(Row&& row, std::string_view query, Bind&& bind) {
        Statements::Running statement(statements_, query);
        bind(*statement);
        statement->define_and_bind();
        for (bool more = statement->execute(true); more; more = statement->fetch()) row();
    }

    // The bare connection, for SQL that is put together at run time.
    soci::session& sql() { return sql_; }
    Dialect dialect() const { return dialect_; }

    // What this transaction is done for: the Cause of the thread that called write() or read(); "" for none.
    const std::string& cause() const { return cause_; }

    // Waits until no other transaction of any process has this turn, and has it until the end of this one: for those who would
    // otherwise read the same rows, change them and lose the race. Take it before anything else.
    void take_turn(const std::string& name);
    bool took_turn() const { return took_turn_; }

    // What a Witness may want to know of this transaction: the feed keeps here which events it was given.
    struct Told {
        std::string event, data;
    };
    void tell_witness(Told told) { told_.push_back(std::move(told)); }
    const std::vector<Told>& told() const { return told_; }

    // Runs after the commit that made this session's changes durable, on the thread that called write(), before
    // write() returns; never when the changes were undone.
    void after_commit(std::function<void()> act) { after_commit_.push_back(std::move(act)); }
    // Announces it then: see Database::listen.
    void announce(Announcement announcement) {
        after_commit([&announcer = announcer_, announcement = std::move(announcement)] { announcer.announce(announcement); });
    }
    std::vector<std::function<void()>> take_after_commit() { return std::move(after_commit_); }

private:
    soci::session& sql_;
    Statements& statements_;
    Announcer& announcer_;
    Dialect dialect_;
    std::string cause_;
    bool took_turn_ = false;
    std::vector<Told> told_;
    std::vector<std::function<void()>> after_commit_;
};

// INSERT INTO `into` VALUES (:v0, :v1), (:v2, :v3) … `ending`, for so many rows; kept once it was made.
const std::string& insert_text(std::string_view into, std::size_t columns, std::size_t rows, std::string_view ending);

// While it lives, transactions of this thread carry `cause`. The queue uses it to know which event led to which.
class Cause {
public:
    explicit Cause(std::string cause);
    ~Cause();
    Cause(const Cause&) = delete;
    Cause& operator=(const Cause&) = delete;
    static const std::string& current();

private:
    std::string before_;
};

// While it lives, each transaction that this thread writes and that is kept also does `note`, as its last before the commit:
// what must be stored together with whatever is stored. Like all that is handed to write(), `note` may run more than once
// before it counts.
class Witness {
public:
    explicit Witness(std::function<void(Session&)> note);
    ~Witness();
    Witness(const Witness&) = delete;
    Witness& operator=(const Witness&) = delete;
    static const std::function<void(Session&)>* current();  // nullptr: nobody looks

private:
    const std::function<void(Session&)> note_;
    const std::function<void(Session&)>* before_;
};

}  // namespace patente::storage
