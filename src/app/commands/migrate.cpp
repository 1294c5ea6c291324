#include "app/commands/migrate.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "app/commands/eyes.h"
#include "app/installation.h"
#include "app/output.h"
#include "platform/storage/migrations.h"

namespace patente {
namespace {

constexpr int exit_waiting = 2;

struct MigrateArguments {
    Settings settings;
    bool check = false;
    Format format = Format::table;
};

struct Step {
    std::string migration, state;  // "applied" now, "waiting", "changed", "unknown"

    static constexpr auto fields() {
        return std::tuple{json::field("migration", &Step::migration), json::field("state", &Step::state)};
    }
};

void add(std::vector<Step>& steps, const std::vector<std::string>& names, const std::string& state) {
    for (const auto& name : names) steps.push_back({name, state});
}

void say(const MigrateArguments& asked, const std::vector<Step>& steps, int present) {
    if (asked.format != Format::table || !steps.empty())
        fmt::print("{}", written(rows_of({"state", "migration"}, steps), asked.format));
    if (asked.format != Format::table) return;
    const bool spanish = language_of_terminal() == Language::es;
    if (steps.empty()) fmt::print(fmt::runtime(spanish ? "al día: {} migraciones\n" : "up to date: {} migrations\n"), present);
}

void run(const MigrateArguments& asked) {
    if (asked.check) refuse_missing_database(asked.settings);
    Installation installation(asked.settings, Eyes::shut);
    auto& database = installation.database();
    const auto migrations = installation.migrations();
    const auto look = [&](storage::Session& session) { return storage::migration_state(session, migrations); };
    std::vector<Step> steps;
    if (!asked.check) {
        const auto before = database.read(look);
        database.migrate(migrations);
        add(steps, before.waiting, "applied");
    }
    const auto state = database.read(look);
    add(steps, state.waiting, "waiting");
    add(steps, state.changed, "changed");
    add(steps, state.unknown, "unknown");
    say(asked, steps, state.present);
    if (!state.changed.empty()) throw CLI::RuntimeError(1);
    if (!state.waiting.empty()) throw CLI::RuntimeError(exit_waiting);
}

}  // namespace

void add_migrate_command(CLI::App& app) {
    auto* command = app.add_subcommand("migrate", "Brings a database's tables up to this program, without serving");
    command->footer(
        "Exit code 0: up to date; 2: --check found migrations that wait; 1: it failed, or one that was applied has changed since.\n"
        "\"unknown\" are those of a newer program. Only forward: make a backup first.");
    const auto asked = std::make_shared<MigrateArguments>();
    add_data_flags(*command, asked->settings);
    command->add_flag("--check,--dry-run", asked->check, "Only tells what waits");
    add_format_option(*command, asked->format, {Format::table, Format::json, Format::jsonl, Format::csv});
    command->callback([asked] { run(*asked); });
}

}  // namespace patente
