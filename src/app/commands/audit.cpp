#include "app/commands/audit.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <fstream>
#include <iostream>

#include "app/acting.h"
#include "app/commands/eyes.h"
#include "app/installation.h"
#include "app/output.h"
#include "domain/audit/erasing.h"
#include "domain/audit/export.h"
#include "domain/audit/sequencer.h"
#include "domain/vocabulary/plate.h"

namespace patente {
namespace {

using namespace audit;

struct AuditArguments {
    Settings settings;
    std::vector<std::string> heads;  // SIZE:ROOT
    std::string from_export, key, output, plate, why;
    Format format = Format::table;
    ExportFormat export_format = ExportFormat::jsonl;
};

struct ReportRow {
    std::int64_t entries = 0, heads = 0, erased = 0;
    std::string root;
    std::optional<std::string> fault, said;
    std::optional<std::int64_t> number;

    static constexpr auto fields() {
        return std::tuple{json::field("entries", &ReportRow::entries), json::field("heads", &ReportRow::heads),
                          json::field("erased", &ReportRow::erased),   json::field("root", &ReportRow::root),
                          json::field("fault", &ReportRow::fault),     json::field("number", &ReportRow::number),
                          json::field("said", &ReportRow::said)};
    }
};

Head head_in(const std::string& text) {
    const auto colon = text.find(':');
    Head head;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), head.size);
    if (colon == std::string::npos || problem != std::errc{} || end != text.data() + colon || head.size < 1)
        throw std::runtime_error("--head takes SIZE:ROOT, as patente audit head writes it; this is none: " + text);
    head.root = text.substr(colon + 1);
    if (!hash_from(head.root)) throw std::runtime_error("the root of --head " + text + " has 64 lower-case hexadecimal digits");
    return head;
}

void say(const AuditArguments& asked, const Report& report) {
    const auto language = language_of_terminal();
    if (asked.format == Format::json) {
        ReportRow row{report.entries, report.heads, report.erased, report.root, {}, {}, {}};
        if (report.fault) {
            row.fault = json::name_of(report.fault->kind);
            row.number = report.fault->number;
            row.said = report.fault->said.in(language);
        }
        fmt::print("{}\n", json::text_of(row));
    } else if (report.fault) {
        fmt::print("{}\n", report.fault->said.in(language));
    } else {
        fmt::print(fmt::runtime(language == Language::es ? "en orden: {} entradas, {} cabezas, {} borradas\n{}:{}\n"
                                                         : "in order: {} entries, {} heads, {} erased\n{}:{}\n"),
                   report.entries, report.heads, report.erased, report.entries, report.root);
    }
    std::fflush(stdout);
    if (report.fault) throw CLI::RuntimeError(1);
}

void verify_log(const AuditArguments& asked) {
    std::vector<Head> kept;
    for (const auto& each : asked.heads) kept.push_back(head_in(each));
    if (!asked.from_export.empty()) {
        std::ifstream file(asked.from_export);
        if (!file) throw std::runtime_error("the export " + asked.from_export + " cannot be read");
        return say(asked, verify_export(file, {kept, asked.key}));
    }
    refuse_missing_database(asked.settings);
    Installation installation(asked.settings, Eyes::shut);
    require_current(installation);
    Expected expected{kept, asked.key};
    const auto key_file = asked.settings.data / "audit.key";
    if (expected.public_key.empty() && std::filesystem::exists(key_file)) expected.public_key = Signer(key_file).public_key();
    say(asked, installation.database().read([&](storage::Session& session) { return verify(session, expected); }));
}

void make_head(const AuditArguments& asked) {
    refuse_missing_database(asked.settings);
    Installation installation(asked.settings, Eyes::shut);
    require_current(installation);
    const Signer signer(asked.settings.data / "audit.key");
    Sequencer sequencer(installation.database(), installation.clock(), signer);
    sequencer.number_all();
    sequencer.make_head();
    const auto head = installation.database().read(store::newest_head);
    if (!head) throw std::runtime_error("the audit log has no entry yet");
    fmt::print("{}:{}\n{}\n\n{}", head->size, head->root, signer.public_key(), head->note);
}

void write_export(const AuditArguments& asked) {
    refuse_missing_database(asked.settings);
    Installation installation(asked.settings, Eyes::shut);
    require_current(installation);
    auto& database = installation.database();
    const Signer signer(asked.settings.data / "audit.key");
    auto entry = entry_of_command("audit export", installation.clock().now(), asked.why);
    database.write([&](storage::Session& session) { append(session, entry); });
    Sequencer(database, installation.clock(), signer).number_all();
    std::ofstream file;
    if (!asked.output.empty()) file.open(asked.output, std::ios::binary | std::ios::trunc);
    std::ostream& out = asked.output.empty() ? std::cout : file;
    const auto next = exporter(database, {.format = asked.export_format, .last = database.read(store::size_of_tree)});
    for (auto piece = next(); !piece.empty() && out; piece = next()) out << piece;
    if (!out.flush())
        throw std::runtime_error("the export cannot be written to " + (asked.output.empty() ? "stdout" : asked.output));
}

void erase(const AuditArguments& asked) {
    const auto plate = normalised(asked.plate);
    if (!plate) throw std::runtime_error(plate.error().detail.in(language_of_terminal()));
    refuse_missing_database(asked.settings);
    Installation installation(asked.settings, Eyes::shut);
    require_current(installation);
    const Signer signer(asked.settings.data / "audit.key");
    Sequencer(installation.database(), installation.clock(), signer).number_all();
    const auto erased =
        erase_plate(installation.database(), *plate, entry_of_command("audit erase", installation.clock().now(), asked.why));
    fmt::print(fmt::runtime(language_of_terminal() == Language::es ? "{} entradas\n" : "{} entries\n"), erased);
}

}  // namespace

void add_audit_command(CLI::App& app) {
    auto* command = app.add_subcommand("audit", "The audit log of a data folder: who did and saw what");
    command->require_subcommand(1)->fallthrough();
    const auto asked = std::make_shared<AuditArguments>();
    add_data_flags(*command, asked->settings);

    auto* verifying = command->add_subcommand("verify", "Whether the log is what it was; else the first entry at fault");
    verifying->footer(
        "Exit code 0: every entry, hash and head is in order; 1: the first fault is told, or it could not be looked at.");
    verifying->add_option("--from-export", asked->from_export, "An export (JSON lines) instead of the database");
    verifying->add_option("--head", asked->heads, "SIZE:ROOT that somebody kept elsewhere; may be given several times");
    verifying->add_option("--key", asked->key,
                          "Public key of the signed heads, as audit head writes it (that of DATA/audit.key)");
    add_format_option(*verifying, asked->format, {Format::table, Format::json});
    verifying->callback([asked] { verify_log(*asked); });

    command->add_subcommand("head", "Signs the log as it is now: SIZE:ROOT to be kept elsewhere, the public key, the signed note")
        ->callback([asked] { make_head(*asked); });

    auto* exporting = command->add_subcommand("export", "Writes the whole log");
    exporting->add_option("--output", asked->output, "A file (stdout)");
    exporting->add_option("--why", asked->why, "Is kept in the log");
    exporting->add_option("--format", asked->export_format, "jsonl, which verify takes, or csv (jsonl)")
        ->transform(CLI::CheckedTransformer(
                        std::map<std::string, ExportFormat>{{"jsonl", ExportFormat::jsonl}, {"csv", ExportFormat::csv}})
                        .description(""));
    exporting->callback([asked] { write_export(*asked); });

    auto* erasing = command->add_subcommand("erase", "Erases reasons, queries and addresses of entries that asked for a plate");
    erasing->add_option("--plate", asked->plate, "In any spelling")->required();
    erasing->add_option("--why", asked->why, "Is kept in the log")->required();
    erasing->callback([asked] { erase(*asked); });
}

}  // namespace patente
