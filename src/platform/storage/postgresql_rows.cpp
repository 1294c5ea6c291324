#include "platform/storage/postgresql_rows.h"

#include <soci/postgresql/soci-postgresql.h>

#include <memory>

namespace patente::storage {
namespace {

using Answer = std::unique_ptr<PGresult, void (*)(PGresult*)>;

[[noreturn]] void refuse(PGconn* connection, const PGresult* answer) {
    const char* state = answer ? PQresultErrorField(answer, PG_DIAG_SQLSTATE) : nullptr;
    throw soci::postgresql_soci_error(std::string("Cannot copy rows. ") + PQerrorMessage(connection), state ? state : "     ");
}

}  // namespace

std::string array_text(std::span<const std::string> texts) {
    std::string array = "{";
    for (const auto& text : texts) {
        array += array.size() > 1 ? ",\"" : "\"";
        for (const char each : text) {
            if (each == '"' || each == '\\') array += '\\';
            array += each;
        }
        array += '"';
    }
    return array += "}";
}

void copy_in(Session& session, std::string_view into, std::string_view data) {
    auto* connection = static_cast<soci::postgresql_session_backend*>(session.sql().get_backend())->conn_;
    const auto query = fmt::format("COPY {} FROM STDIN", into);
    const Answer begun(PQexec(connection, query.c_str()), PQclear);
    if (PQresultStatus(begun.get()) != PGRES_COPY_IN) refuse(connection, begun.get());
    const bool is_sent =
        PQputCopyData(connection, data.data(), static_cast<int>(data.size())) == 1 && PQputCopyEnd(connection, nullptr) == 1;
    const Answer ended(PQgetResult(connection), PQclear);
    while (const Answer rest{PQgetResult(connection), PQclear}) {}
    if (!is_sent || PQresultStatus(ended.get()) != PGRES_COMMAND_OK) refuse(connection, ended.get());
}

}  // namespace patente::storage
