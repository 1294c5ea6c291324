#include "app/commands/doctor.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include "app/commands/eyes.h"
#include "app/doctor/checks.h"
#include "app/output.h"

namespace patente {
namespace {

using namespace doctor;

struct DoctorArguments {
    Patient patient;
    Format format = Format::table;
};

struct FindingRow {
    std::string check;
    State state = State::ok;
    std::string what, todo;

    static constexpr auto fields() {
        return std::tuple{json::field("check", &FindingRow::check), json::field("state", &FindingRow::state),
                          json::field("what", &FindingRow::what), json::field("todo", &FindingRow::todo)};
    }
};

struct Report {
    State state = State::ok;
    std::string version;
    Instant at;
    std::vector<FindingRow> findings;

    static constexpr auto fields() {
        return std::tuple{json::field("state", &Report::state), json::field("version", &Report::version),
                          json::field("at", &Report::at), json::field("findings", &Report::findings)};
    }
};

Findings looked_at(const Patient& patient) {
    Findings found;
    if (!std::filesystem::is_directory(patient.settings.data)) {
        const auto folder = patient.settings.data.string();
        return {{"permissions",
                 State::failed,
                 {"There is no data folder " + folder + ".", "No hay una carpeta de datos " + folder + "."},
                 {"Name it with --data, or start the server once.", "Nómbrela con --data, o inicie el servidor una vez."}}};
    }
    add(found, "permissions", [&] { return check_files(patient); });
    add(found, "disk", [&] { return check_disks(patient); });
    std::unique_ptr<Installation> installation;
    add(found, "database", [&] {
        refuse_missing_database(patient.settings);
        installation = std::make_unique<Installation>(patient.settings, Eyes::shut);
        return check_database(*installation);
    });
    add(found, "clock", [&] { return check_clock(patient, installation.get()); });
    if (installation) add(found, "queue", [&] { return check_queue(*installation); });
    add(found, "certificates", [&] { return check_certificates(patient); });
    add(found, "models", [&] { return check_models(patient); });
    add(found, "backups", [&] { return check_backups(patient); });
    ProgressLine line;
    if (patient.try_restore && installation) add(found, "restore", [&] { return try_restore(patient, *installation, line); });
    return found;
}

std::string mark_of(State state, bool coloured) {
    const auto name = std::string(json::name_of(state));
    if (!coloured) return fmt::format("{:<8}", name);
    const int colour = state == State::ok ? 32 : state == State::warning ? 33 : 31;
    return fmt::format("\x1b[{}m{:<8}\x1b[0m", colour, name);
}

void print_table(const Report& report) {
    const bool coloured = ::isatty(STDOUT_FILENO) == 1;
    for (const auto& row : report.findings) {
        fmt::print("{} {:<13} {}\n", mark_of(row.state, coloured), row.check, row.what);
        if (!row.todo.empty()) fmt::print("{:<22} → {}\n", "", row.todo);
    }
}

void run(DoctorArguments asked) {
    asked.patient.backups.backups = asked.patient.settings.backups;
    const auto findings = looked_at(asked.patient);
    const auto language = language_of_terminal();
    Report report{worst(findings), version, SystemClock{}.now(), {}};
    for (const auto& finding : findings)
        report.findings.push_back({finding.check, finding.state, finding.what.in(language), finding.todo.in(language)});
    if (asked.format == Format::json)
        fmt::print("{}\n", json::text_of(report));
    else
        print_table(report);
    if (report.state == State::failed) throw CLI::RuntimeError(1);
}

}  // namespace

void add_doctor_command(CLI::App& app) {
    auto* command =
        app.add_subcommand("doctor", "Looks at all that an installation needs and says what to do; the server may run");
    command->footer(
        "Disk, clock, permissions, database, queue, certificates, models, backups, and a restore of the newest backup into a scratch\n"
        "place, which is looked through and removed. Takes the flags of patente serve, so that it sees what the server sees.\n"
        "Exit code 0: nothing failed (warnings may be there); 1: something did.");
    const auto asked = std::make_shared<DoctorArguments>();
    add_serve_flags(*command, asked->patient.settings);
    command
        ->add_option("--time-server", asked->patient.time_server,
                     "HOST[:PORT] whose clock is compared (NTP); none is asked otherwise")
        ->envname("PATENTE_TIME_SERVER");
    command->add_option("--scratch", asked->patient.scratch, "Folder for the trial restore (the folder of the backups)")
        ->check(CLI::ExistingDirectory);
    command->add_flag("!--no-restore", asked->patient.try_restore, "Leaves the trial restore out");
    add_format_option(*command, asked->format, {Format::table, Format::json});
    command->callback([asked] { run(*asked); });
}

}  // namespace patente
