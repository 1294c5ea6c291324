#include "platform/backup/mysql_dump.h"

#include <fmt/format.h>
#include <mysql.h>

#include <array>
#include <fstream>
#include <map>
#include <stdexcept>
#include <vector>

#include "platform/backup/run_program.h"
#include "platform/backup/scratch_database.h"
#include "platform/storage/mysql_address.h"

namespace patente::backup {
namespace {

using storage::MysqlAddress;

constexpr const char* package = "mariadb-client";
constexpr std::string_view last_line = "-- Dump completed\n";

const char* or_none(const std::string& text) { return text.empty() ? nullptr : text.c_str(); }

class Connection {
public:
    explicit Connection(const MysqlAddress& to) : handle_(mysql_init(nullptr), mysql_close) {
        if (!to.ssl_ca.empty() || !to.ssl_cert.empty())
            mysql_ssl_set(handle_.get(), or_none(to.ssl_key), or_none(to.ssl_cert), or_none(to.ssl_ca), nullptr, nullptr);
        if (!mysql_real_connect(handle_.get(), or_none(to.host), or_none(to.user), or_none(to.password), or_none(to.name),
                                to.port.empty() ? 0 : static_cast<unsigned>(std::stoul(to.port)), or_none(to.socket), 0))
            throw std::runtime_error(fmt::format("the database server cannot be reached: {}", mysql_error(handle_.get())));
    }

    // The first column of what it answers.
    std::vector<std::string> ask(const std::string& statement) {
        if (mysql_real_query(handle_.get(), statement.data(), statement.size()) != 0)
            throw std::runtime_error(fmt::format("the database server did not do it: {}", mysql_error(handle_.get())));
        const std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)> answer(mysql_store_result(handle_.get()),
                                                                              mysql_free_result);
        std::vector<std::string> rows;
        while (const auto row = answer ? mysql_fetch_row(answer.get()) : nullptr) rows.emplace_back(row[0]);
        return rows;
    }

private:
    std::unique_ptr<MYSQL, decltype(&mysql_close)> handle_;
};

class MysqlDump final : public Dump {
public:
    explicit MysqlDump(std::string address) : address_(std::move(address)), parts_(storage::mysql_address_of(address_)) {}

    std::string kind() const override { return "mariadb"; }
    std::string file_name() const override { return "database.sql"; }

    void write(const std::filesystem::path& file, const Progress&) const override {
        run({"mariadb-dump"}, {"--single-transaction", "--quick", "--skip-lock-tables", "--no-tablespaces", "--hex-blob",
                               "--skip-dump-date", "--result-file=" + file.string(), parts_.name});
    }

    void check(const std::filesystem::path& file) const override {
        std::ifstream stream(file, std::ios::binary);
        std::array<char, last_line.size()> end{};
        stream.seekg(-static_cast<std::streamoff>(end.size()), std::ios::end);
        if (!stream.read(end.data(), end.size()) || std::string_view(end.data(), end.size()) != last_line)
            throw std::runtime_error(fmt::format("{} is no whole dump of MariaDB", file.string()));
    }

    bool holds_tables() const override { return !Connection(parts_).ask("SHOW TABLES").empty(); }

    // Each table of MariaDB's is made at once, not in a transaction: one that broke off is begun anew.
    void restore(const std::filesystem::path& file) const override {
        Connection connection(parts_);
        connection.ask("SET SESSION foreign_key_checks = 0");
        for (const char* kind : {"VIEW", "TABLE"})
            for (const auto& drop :
                 connection.ask(fmt::format("SELECT CONCAT('DROP {} `', table_name, '`') FROM information_schema.tables "
                                            "WHERE table_schema = DATABASE() AND table_type LIKE '%{}'",
                                            kind, kind)))
                connection.ask(drop);
        run({"mariadb"}, {"--batch", parts_.name}, file);
    }

    std::unique_ptr<Scratch> scratch(const std::filesystem::path&) const override {
        return std::make_unique<ScratchDatabase>(address_,
                                                 [to = parts_](const std::string& statement) { Connection(to).ask(statement); });
    }

    bool owns(const std::filesystem::path&) const override { return false; }

private:
    void run(std::vector<std::string> command, const std::vector<std::string>& arguments,
             const std::filesystem::path& input = "/dev/null") const {
        command.insert(command.end(), {"--no-defaults", "--default-character-set=utf8mb4"});
        for (const auto& [name, value] : {std::pair{"host", parts_.host},
                                          {"port", parts_.port},
                                          {"user", parts_.user},
                                          {"socket", parts_.socket},
                                          {"ssl-ca", parts_.ssl_ca},
                                          {"ssl-cert", parts_.ssl_cert},
                                          {"ssl-key", parts_.ssl_key}})
            if (!value.empty()) command.push_back(fmt::format("--{}={}", name, value));
        command.insert(command.end(), arguments.begin(), arguments.end());
        std::map<std::string, std::string> environment;
        if (!parts_.password.empty()) environment["MYSQL_PWD"] = parts_.password;
        run_program(package, command, environment, input);
    }

    std::string address_;
    MysqlAddress parts_;
};

}  // namespace

std::unique_ptr<Dump> mysql_dump(std::string address) { return std::make_unique<MysqlDump>(std::move(address)); }

}  // namespace patente::backup
