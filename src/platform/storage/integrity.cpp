#include "platform/storage/integrity.h"

#include <soci/sqlite3/soci-sqlite3.h>

#include "platform/storage/soci_types.h"

namespace patente::storage {
namespace {

std::vector<std::string> texts(Session& session, std::string_view query) {
    std::vector<std::string> found;
    std::string text;
    session.for_each([&] { found.push_back(text); }, query, soci::into(text));
    return found;
}

// A page so broken that looking ends there is a fault like those found before it.
void look(Session& session, std::string_view query, std::vector<std::string>& faults,
          const std::function<std::string(const std::string&)>& said) {
    std::string text;
    try {
        session.for_each([&] { faults.push_back(said(text)); }, query, soci::into(text));
    } catch (const soci::sqlite3_soci_error& error) {
        if ((error.result() & 0xff) != SQLITE_CORRUPT) throw;
        faults.emplace_back(error.what());
    }
}

std::vector<std::string> faults_of_sqlite(Session& session) {
    std::vector<std::string> faults;
    look(session, "SELECT quick_check FROM pragma_quick_check(20)", faults, [](const auto& fault) { return fault; });
    std::erase(faults, "ok");
    look(session, "SELECT DISTINCT \"table\" FROM pragma_foreign_key_check LIMIT 20", faults,
         [](const auto& table) { return "rows of " + table + " refer to rows that are not there"; });
    return faults;
}

// Unless each commit is on disk, a power cut loses what was acknowledged.
std::vector<std::string> faults_of_mysql(Session& session) {
    return texts(session,
                 "SELECT CONCAT(LOWER(variable_name), ' = ', variable_value) FROM information_schema.global_variables "
                 "WHERE variable_name = 'INNODB_FLUSH_LOG_AT_TRX_COMMIT' AND variable_value <> '1'");
}

std::vector<std::string> faults_of_postgresql(Session& session) {
    return texts(
        session,
        "SELECT name || ' = ' || setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off'");
}

}  // namespace

std::vector<std::string> faults_of(Session& session) {
    switch (session.dialect()) {
        case Dialect::sqlite: return faults_of_sqlite(session);
        case Dialect::postgresql: return faults_of_postgresql(session);
        case Dialect::mysql: return faults_of_mysql(session);
    }
    return {};
}

std::optional<Instant> server_time(Session& session) {
    if (session.dialect() == Dialect::sqlite) return std::nullopt;
    Instant now;
    session.run(session.dialect() == Dialect::postgresql ? "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"
                                                         : "SELECT CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)",
                soci::into(now));
    return now;
}

}  // namespace patente::storage
