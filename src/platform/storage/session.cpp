#include "platform/storage/session.h"

#include <soci/sqlite3/soci-sqlite3.h>

namespace patente::storage {
namespace {

constexpr std::size_t kept_statements_max = 400;

thread_local std::string current_cause;

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

Cause::Cause(std::string cause) : before_(std::exchange(current_cause, std::move(cause))) {}
Cause::~Cause() { current_cause = std::move(before_); }
const std::string& Cause::current() { return current_cause; }

}  // namespace patente::storage
