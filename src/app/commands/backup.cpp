#include "app/commands/backup.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "app/commands/eyes.h"
#include "app/installation.h"
#include "app/output.h"
#include "app/progress.h"
#include "platform/backup/backups.h"
#include "platform/queue/living.h"
#include "platform/storage/migrations.h"

namespace patente {
namespace {

constexpr int exit_damaged = 2;

struct BackupArguments {
    Settings settings;
    BackupSettings backups;
    std::string name;
    bool list = false, overwrite = false;
    Format format = Format::table;
};

struct Row {
    std::string name;
    Instant made_at;
    std::string program, database;
    std::int64_t database_bytes = 0, evidence_files = 0, evidence_bytes = 0;

    static constexpr auto fields() {
        return std::tuple{json::field("name", &Row::name),
                          json::field("made_at", &Row::made_at),
                          json::field("program", &Row::program),
                          json::field("database", &Row::database),
                          json::field("database_bytes", &Row::database_bytes),
                          json::field("evidence_files", &Row::evidence_files),
                          json::field("evidence_bytes", &Row::evidence_bytes)};
    }
};

// Of what was made, restored or let go now.
struct Done {
    Row backup;
    std::int64_t new_evidence_files = 0;
    std::vector<std::string> let_go, damaged_evidence;

    static constexpr auto fields() {
        return std::tuple{json::field("backup", &Done::backup), json::field("new_evidence_files", &Done::new_evidence_files),
                          json::field("let_go", &Done::let_go), json::field("damaged_evidence", &Done::damaged_evidence)};
    }
};

const std::vector<std::string> columns{"name",           "made_at",        "program",       "database",
                                       "database_bytes", "evidence_files", "evidence_bytes"};

Row row_of(const backup::Backup& each) {
    const auto& manifest = each.manifest;
    return {each.name,
            manifest.made_at,
            manifest.program,
            manifest.database_kind,
            manifest.database.bytes,
            manifest.evidence_files,
            manifest.evidence_bytes};
}

void list(const BackupArguments& asked) {
    std::vector<Row> rows;
    for (const auto& each : backup::Backups(asked.backups.folder(asked.settings)).list()) rows.push_back(row_of(each));
    fmt::print("{}", written(rows_of(columns, rows), asked.format));
}

void say(const Done& done, Format format) {
    if (format == Format::json) return fmt::print("{}\n", json::text_of(done));
    const bool spanish = language_of_terminal() == Language::es;
    fmt::print("{}", written(rows_of(columns, std::vector{done.backup}), Format::table));
    fmt::print(fmt::runtime(spanish ? "{} archivos de evidencia nuevos\n" : "{} new files of evidence\n"),
               done.new_evidence_files);
    for (const auto& name : done.let_go) fmt::print(fmt::runtime(spanish ? "se borró {}\n" : "let go of {}\n"), name);
    for (const auto& sha256 : done.damaged_evidence)
        fmt::print(stderr,
                   fmt::runtime(spanish ? "patente: la evidencia {} está dañada en la carpeta de datos; no está en esta copia\n"
                                        : "patente: the evidence {} is damaged in the data folder; it is not in this backup\n"),
                   sha256);
}

void make(const BackupArguments& asked) {
    refuse_missing_database(asked.settings);
    ProgressLine line;
    backup::Backups backups(asked.backups.folder(asked.settings),
                            [&](const std::string& step, std::uint64_t done, std::uint64_t all) { line.show(step, done, all); });
    const auto made = backups.make({asked.settings.data, asked.settings.connection()}, version, SystemClock{}.now());
    const auto let_go = backups.prune(asked.backups.keep);
    line.clear();
    const Done done{row_of(made.backup), made.new_blobs, let_go, made.backup.manifest.damaged_blobs};
    say(done, asked.format);
    if (!done.damaged_evidence.empty()) throw CLI::RuntimeError(exit_damaged);
}

// A server that runs over the place would go on with what it remembers of the old database.
void refuse_running_server(const Settings& settings) {
    const auto connection = settings.connection();
    if (!backup::dump_of(connection)->holds_tables()) return;
    const auto database = storage::Database::open({.connection = connection, .readers = 1});
    const auto known = database->read([](storage::Session& session) { return storage::has_table(session, "queue_processes"); });
    if (!known) return;
    for (const auto& each : queue::living_processes(*database))
        throw std::runtime_error(fmt::format("a server runs over this database (process {}); stop it first", each.identity.pid));
}

void restore(const BackupArguments& asked) {
    ProgressLine line;
    backup::Backups backups(asked.backups.folder(asked.settings),
                            [&](const std::string& step, std::uint64_t done, std::uint64_t all) { line.show(step, done, all); });
    auto name = asked.name;
    if (name.empty()) {
        const auto all = backups.list();
        if (all.empty()) throw std::runtime_error("there is no backup in " + backups.folder().string());
        name = all.front().name;
    }
    if (asked.overwrite) refuse_running_server(asked.settings);
    const auto manifest =
        backups.restore(name, {asked.settings.data, asked.settings.connection()}, {.overwrite = asked.overwrite});
    line.clear();
    say({row_of({name, manifest}), manifest.evidence_files, {}, manifest.damaged_blobs}, asked.format);
}

}  // namespace

void add_backup_command(CLI::App& app) {
    auto* command = app.add_subcommand("backup", "Copies database, evidence and keys to a folder, also while the server runs");
    command->footer(
        "Evidence that is in the folder already is not copied again. Exit code 0: all is in it; 2: some evidence is damaged in the\n"
        "data folder (named on stderr); 1: no backup was made. PostgreSQL needs pg_dump (Debian: postgresql-client), MariaDB\n"
        "mariadb-dump (mariadb-client).");
    const auto asked = std::make_shared<BackupArguments>();
    add_data_flags(*command, asked->settings);
    add_backup_flags(*command, asked->backups);
    command->add_option("--keep", asked->backups.keep, "How many backups are kept; older ones go (7)")
        ->envname("PATENTE_BACKUPS_KEEP")
        ->check(CLI::Range(1, 10'000));
    command->add_flag("--list", asked->list, "Only shows the backups there are");
    add_format_option(*command, asked->format, {Format::table, Format::json});
    command->callback([asked] { asked->list ? list(*asked) : make(*asked); });
}

void add_restore_command(CLI::App& app) {
    auto* command = app.add_subcommand("restore", "Puts a backup in place, after checking it; the server must not run");
    command->footer(
        "It refuses to replace a database or keys unless told to. patente doctor tries a restore without touching them.");
    const auto asked = std::make_shared<BackupArguments>();
    add_data_flags(*command, asked->settings);
    add_backup_flags(*command, asked->backups);
    command->add_option("backup", asked->name, "As patente backup --list shows it (the newest)");
    command->add_flag("--overwrite", asked->overwrite, "Replaces the database and the files that are there");
    add_format_option(*command, asked->format, {Format::table, Format::json});
    command->callback([asked] { restore(*asked); });
}

}  // namespace patente
