#include "platform/backup/postgresql_dump.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <map>
#include <stdexcept>
#include <vector>

#include "platform/backup/run_program.h"
#include "platform/backup/scratch_database.h"

namespace patente::backup {
namespace {

constexpr const char* package = "postgresql-client";

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using Outcome = std::unique_ptr<PGresult, decltype(&PQclear)>;

// The parts of an address as the variables that libpq reads, so that a password stands in no argument.
std::map<std::string, std::string> variables_of(const std::string& address) {
    char* why = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(address.c_str(), &why),
                                                                               PQconninfoFree);
    const std::unique_ptr<char, decltype(&PQfreemem)> message(why, PQfreemem);
    if (!options) throw std::runtime_error(fmt::format("the database's address is not understood: {}", why ? why : ""));
    std::map<std::string, std::string> variables;
    for (const auto* option = options.get(); option->keyword; ++option)
        if (option->val && option->envvar) variables[option->envvar] = option->val;
    return variables;
}

std::vector<std::string> ask(const std::string& address, const std::string& statement) {
    const Connection connection(PQconnectdb(address.c_str()), PQfinish);
    if (PQstatus(connection.get()) != CONNECTION_OK)
        throw std::runtime_error(fmt::format("the database server cannot be reached: {}", PQerrorMessage(connection.get())));
    const Outcome quiet(PQexec(connection.get(), "SET client_min_messages = warning"), PQclear);
    const Outcome outcome(PQexec(connection.get(), statement.c_str()), PQclear);
    const auto status = PQresultStatus(outcome.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        throw std::runtime_error(fmt::format("the database server did not do it: {}", PQerrorMessage(connection.get())));
    std::vector<std::string> rows;
    for (int row = 0; row < PQntuples(outcome.get()); ++row) rows.emplace_back(PQgetvalue(outcome.get(), row, 0));
    return rows;
}

class PostgresqlDump final : public Dump {
public:
    explicit PostgresqlDump(std::string address) : address_(std::move(address)), variables_(variables_of(address_)) {}

    std::string kind() const override { return "postgresql"; }
    std::string file_name() const override { return "database.pgdump"; }

    void write(const std::filesystem::path& file, const Progress&) const override {
        run_program(package,
                    {"pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--no-comments", "--file=" + file.string()},
                    variables_);
    }

    void check(const std::filesystem::path& file) const override {
        run_program(package, {"pg_restore", "--list", file.string()}, {});
    }

    bool holds_tables() const override { return !tables().empty(); }

    void restore(const std::filesystem::path& file) const override {
        for (const auto& drop : tables()) ask(address_, drop);
        const auto name = ask(address_, "SELECT current_database()").at(0);
        run_program(package,
                    {"pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", "--dbname=" + name,
                     file.string()},
                    variables_);
    }

    std::unique_ptr<Scratch> scratch(const std::filesystem::path&) const override {
        return std::make_unique<ScratchDatabase>(
            address_, [address = address_](const std::string& statement) { ask(address, statement); }, " WITH (FORCE)");
    }

    bool owns(const std::filesystem::path&) const override { return false; }

private:
    // The statements that drop every table of the current schema, with what hangs on them.
    std::vector<std::string> tables() const {
        return ask(address_,
                   "SELECT format('DROP TABLE IF EXISTS %I.%I CASCADE', schemaname, tablename) FROM pg_tables "
                   "WHERE schemaname = current_schema()");
    }

    std::string address_;
    std::map<std::string, std::string> variables_;
};

}  // namespace

std::unique_ptr<Dump> postgresql_dump(std::string address) { return std::make_unique<PostgresqlDump>(std::move(address)); }

}  // namespace patente::backup
