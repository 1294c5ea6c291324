#include <fmt/format.h>

#include <set>

#include "app/commands/eyes.h"
#include "app/doctor/checks.h"
#include "app/share.h"
#include "domain/captures/store.h"
#include "platform/backup/backups.h"
#include "platform/blobs/files.h"
#include "platform/queue/living.h"
#include "platform/storage/integrity.h"
#include "platform/storage/migrations.h"

namespace patente::doctor {
namespace {

namespace fs = std::filesystem;

std::string listed(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, ", ")); }

// The sums of models/manifest.json, by file.
std::map<std::string, std::string> sums_of(const fs::path& manifest) {
    const auto document = json::parsed(bytes_of(manifest));
    const auto* object = document ? document->if_object() : nullptr;
    const auto* models = object ? object->if_contains("models") : nullptr;
    if (!models || !models->is_object()) throw std::runtime_error(manifest.string() + " names no models");
    std::map<std::string, std::string> sums;
    for (const auto& model : models->as_object()) {
        const auto* about = model.value().if_object();
        const auto* sum = about ? about->if_contains("sha256") : nullptr;
        if (!sum || !sum->is_string())
            throw std::runtime_error(manifest.string() + " has no sha256 of " + std::string(model.key()));
        sums[model.key()] = sum->as_string();
    }
    return sums;
}

Finding migrations_finding(const storage::MigrationState& state) {
    if (!state.changed.empty() || !state.unknown.empty())
        return {
            "database",
            State::failed,
            {fmt::format("Its tables are another version's: {}.", listed(state.changed.empty() ? state.unknown : state.changed)),
             fmt::format("Sus tablas son de otra versión: {}.", listed(state.changed.empty() ? state.unknown : state.changed))},
            {"Run the version of the program that made them.", "Use la versión del programa que las hizo."}};
    if (!state.waiting.empty())
        return {"database",
                State::warning,
                {fmt::format("{} migrations wait.", state.waiting.size()),
                 fmt::format("{} migraciones esperan.", state.waiting.size())},
                {"patente backup, then patente migrate or a restart of the server.",
                 "patente backup, y después patente migrate o reiniciar el servidor."}};
    return {"database",
            State::ok,
            {fmt::format("It answers; {} migrations, none waits.", state.present),
             fmt::format("Responde; {} migraciones, ninguna espera.", state.present)},
            {}};
}

// What a restored copy holds, looked through.
struct Seen {
    std::int64_t blobs = 0, missing = 0;
    std::vector<std::string> faults;
};

Seen looked_through(const backup::Place& place, const std::vector<storage::Migration>& migrations) {
    const auto database = storage::Database::open({.connection = place.connection, .readers = 1});
    database->migrate(migrations);
    const blobs::Blobs evidence(place.data / "evidence");
    return database->read([&](storage::Session& session) {
        Seen seen{.faults = storage::faults_of(session)};
        captures::store::each_blob(session, [&](const std::string& sha256) {
            ++seen.blobs;
            if (!evidence.find(sha256)) ++seen.missing;
        });
        return seen;
    });
}

// A folder for the trial, gone with the object.
class ScratchFolder {
public:
    explicit ScratchFolder(const fs::path& parent) : path_(parent / (".trial-" + Uuid::made_at(SystemClock{}.now()).text())) {
        fs::create_directories(path_);
        fs::permissions(path_, fs::perms::owner_all);
    }
    ~ScratchFolder() {
        std::error_code gone;
        fs::remove_all(path_, gone);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

}  // namespace

std::map<std::string, std::string> model_sums() { return sums_of(share_folder() / "models" / "manifest.json"); }

Findings check_tables(Installation& installation) {
    const auto migrations = installation.migrations();
    return {migrations_finding(
        installation.database().read([&](storage::Session& session) { return storage::migration_state(session, migrations); }))};
}

Findings check_database(Installation& installation) {
    auto found = check_tables(installation);
    const auto faults = installation.database().read(storage::faults_of);
    if (!faults.empty())
        found.push_back(
            {"database",
             State::failed,
             {"It is not sound: " + fmt::format("{}", fmt::join(faults, "; ")) + ".",
              "No está sana: " + fmt::format("{}", fmt::join(faults, "; ")) + "."},
             {"Stop the server, keep a copy of the files as they are, test the disk, and restore the newest good backup.",
              "Detenga el servidor, guarde una copia de los archivos como están, pruebe el disco y restaure la última copia "
              "sana."}});
    return found;
}

Findings check_queue(Installation& installation) {
    Findings found;
    const bool somebody_runs = !queue::living_processes(installation.database()).empty();
    std::set<std::string> kinds;
    for (const auto& worker : installation.rooms().workers()) kinds.insert(worker.job);
    std::int64_t dead = 0;
    for (const auto& kind : kinds) {
        const auto waiting = installation.queue().waiting(kind);
        dead += waiting.dead;
        const auto finding = judged(QueueFacts{kind, waiting.jobs, waiting.dead, waiting.oldest_ms, somebody_runs});
        if (finding.state != State::ok) found.push_back(finding);
    }
    const auto all = installation.queue().waiting();
    if (all.dead > dead)
        found.push_back(
            judged(QueueFacts{"jobs of kinds that this program does not know", 0, all.dead - dead, 0, somebody_runs}));
    if (found.empty())
        found.push_back({"queue",
                         State::ok,
                         {fmt::format("{} jobs wait or run; {}.", all.jobs, somebody_runs ? "a server runs" : "no server runs"),
                          fmt::format("{} tareas esperan o corren; {}.", all.jobs,
                                      somebody_runs ? "un servidor corre" : "ningún servidor corre")},
                         {}});
    return found;
}

Findings check_model_files() {
    const auto folder = share_folder() / "models";
    const auto sums = model_sums();
    Findings found;
    for (const auto& [name, sum] : sums)
        if (const auto file = folder / name; !fs::exists(file) || blobs::sha256_of_file(file) != sum)
            found.push_back({"models",
                             State::failed,
                             {fmt::format("{} is not the file that its manifest speaks of.", file.string()),
                              fmt::format("{} no es el archivo del que habla su manifiesto.", file.string())},
                             {"Install the program again.", "Instale de nuevo el programa."}});
    if (found.empty())
        found.push_back({"models",
                         State::ok,
                         {fmt::format("{} models, as their manifest says.", sums.size()),
                          fmt::format("{} modelos, como dice su manifiesto.", sums.size())},
                         {}});
    return found;
}

Findings check_models(const Patient& patient) {
    auto found = check_model_files();
    if (worst(found) != State::ok) return found;
    EyesOptions options;
    options.remembered = patient.settings.data / "processor.json";
    open_eyes(options);  // throws when one does not load
    found.push_back({"models", State::ok, {"They load.", "Se cargan."}, {}});
    return found;
}

Findings check_backups(const Patient& patient) {
    const auto folder = patient.backups.folder(patient.settings);
    const auto all = backup::Backups(folder).list();
    BackupFacts facts{.folder = folder.string()};
    if (!all.empty()) {
        facts.newest = all.front().name;
        facts.made_at = all.front().manifest.made_at;
        facts.damaged_blobs = static_cast<std::int64_t>(all.front().manifest.damaged_blobs.size());
        facts.on_the_same_disk = on_one_disk(folder, patient.settings.data);
    }
    return judged(facts, SystemClock{}.now());
}

Findings try_restore(const Patient& patient, Installation& installation, ProgressLine& line) {
    const auto folder = patient.backups.folder(patient.settings);
    backup::Backups backups(folder,
                            [&](const std::string& step, std::uint64_t done, std::uint64_t all) { line.show(step, done, all); });
    const auto all = backups.list();
    if (all.empty()) return {};
    const auto& newest = all.front();
    const auto began = std::chrono::steady_clock::now();
    const ScratchFolder scratch(patient.scratch.empty() ? folder : patient.scratch);
    const auto database = backup::dump_of(patient.settings.connection())->scratch(scratch.path());
    const backup::Place place{scratch.path() / "data", database->connection()};
    backups.restore(newest.name, place, {.evidence = backup::Evidence::link});
    const auto seen = looked_through(place, installation.migrations());
    line.clear();
    const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    if (seen.missing > 0 || !seen.faults.empty())
        return {{"restore",
                 State::failed,
                 {fmt::format("{} comes back, but of {} files of evidence {} are missing{}{}.", newest.name, seen.blobs,
                              seen.missing, seen.faults.empty() ? "" : "; ", fmt::join(seen.faults, "; ")),
                  fmt::format("{} se restaura, pero de {} archivos de evidencia faltan {}{}{}.", newest.name, seen.blobs,
                              seen.missing, seen.faults.empty() ? "" : "; ", fmt::join(seen.faults, "; "))},
                 {"Look at the data itself first (patente doctor), then make another backup.",
                  "Mire primero los datos mismos (patente doctor), después haga otra copia."}}};
    return {
        {"restore",
         State::ok,
         {fmt::format("{} comes back in {:.1f} s: {} bytes of database, {} files of evidence, all that its rows speak of.",
                      newest.name, seconds, newest.manifest.database.bytes, newest.manifest.evidence_files),
          fmt::format("{} se restaura en {:.1f} s: {} bytes de base de datos, {} archivos de evidencia, todos los que sus filas "
                      "nombran.",
                      newest.name, seconds, newest.manifest.database.bytes, newest.manifest.evidence_files)},
         {}}};
}

}  // namespace patente::doctor
