#include "platform/storage/session.h"

#include <soci/mysql/soci-mysql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <mysqld_error.h>

#include <map>

#include "platform/storage/database.h"

namespace patente::storage {
namespace {

constexpr std::size_t kept_statements_max = 400;

thread_local std::string current_cause;
thread_local const std::function<void(Session&)>* current_note = nullptr;

// A SELECT that was not read to its end would keep its snapshot; SOCI resets only before the next run.
void reset(soci::statement& statement) {
    auto* raw = static_cast<soci::sqlite3_statement_backend*>(statement.get_backend())->stmt_;
    if (raw) sqlite_api::sqlite3_reset(raw);
}

}  // namespace

Statements::Running::Running(Statements& statements, std::string_view query) : owner_(statements), query_(query) {
    if (const auto found = owner_.idle_.find(query_); found != owner_.idle_.end()) {
        statement_ = std::move(found->second);
        owner_.idle_.erase(found);  // so that the same query may run inside its own loop
        return;
    }
    statement_ = std::make_unique<soci::statement>(owner_.sql_);
    statement_->alloc();
    statement_->prepare(in_dialect(owner_.dialect_, query_));
}

Statements::Running::~Running() {
    try {
        if (owner_.dialect_ == Dialect::sqlite) reset(*statement_);
        statement_->bind_clean_up();
    } catch (const soci::soci_error&) {
        return;  // a statement that cannot be cleaned is not kept
    }
    if (owner_.idle_.size() >= kept_statements_max) owner_.idle_.clear();
    owner_.idle_.insert_or_assign(std::move(query_), std::move(statement_));
}

void Statements::Running::refuse_what_was_ignored() {
    if (owner_.dialect_ != Dialect::mysql || query_.find("ON CONFLICT") == std::string::npos) return;
    auto* connection = static_cast<soci::mysql_session_backend*>(owner_.sql_.get_backend())->conn_;
    if (mysql_warning_count(connection) == 0) return;
    std::string level, text;
    int code = 0;
    soci::statement warnings = (owner_.sql_.prepare << "SHOW WARNINGS", soci::into(level), soci::into(code), soci::into(text));
    for (bool more = warnings.execute(true); more; more = warnings.fetch())
        if (code != ER_DUP_ENTRY) throw soci::mysql_soci_error(text, code);
}

void Session::take_turn(const std::string& name) {
    int turn = 0;
    if (dialect_ == Dialect::postgresql)
        run("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))) AS turn", soci::use(name),
            soci::into(turn));
    if (dialect_ != Dialect::mysql) return;
    took_turn_ = true;
    run("SELECT GET_LOCK(SHA2(CONCAT(DATABASE(), ' ', :name), 256), 10)", soci::use(name), soci::into(turn));
    if (turn != 1) throw Unavailable("others kept their turn for too long; try again later");
}

const std::string& insert_text(std::string_view into, std::size_t columns, std::size_t rows, std::string_view ending) {
    thread_local std::map<std::pair<std::string, std::size_t>, std::string, std::less<>> made;
    auto key = std::pair{std::string(into) + std::string(ending), rows};
    const auto found = made.find(key);
    if (found != made.end()) return found->second;
    std::string text = "INSERT INTO " + std::string(into) + " VALUES ";
    for (std::size_t value = 0; value < columns * rows; ++value)
        text += (value % columns > 0 ? ", :v" : value > 0 ? "), (:v" : "(:v") + std::to_string(value);
    text += ") ";
    text += ending;
    return made.emplace(std::move(key), std::move(text)).first->second;
}

Cause::Cause(std::string cause) : before_(std::exchange(current_cause, std::move(cause))) {}
Cause::~Cause() { current_cause = std::move(before_); }
const std::string& Cause::current() { return current_cause; }

Witness::Witness(std::function<void(Session&)> note) : note_(std::move(note)), before_(std::exchange(current_note, &note_)) {}
Witness::~Witness() { current_note = before_; }
const std::function<void(Session&)>* Witness::current() { return current_note; }

}  // namespace patente::storage
