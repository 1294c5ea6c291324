#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

#include "app/doctor/checks.h"
#include "domain/captures/store.h"
#include "platform/feed/store.h"
#include "platform/net/certificate.h"
#include "platform/storage/integrity.h"
#include "platform/storage/migrations.h"

namespace patente::doctor {
namespace {

namespace fs = std::filesystem;

Instant instant_of(const timespec& time) {
    return Instant{std::chrono::milliseconds{std::int64_t{time.tv_sec} * 1'000 + time.tv_nsec / 1'000'000}};
}

struct stat facts_of(const fs::path& path) {
    struct stat facts{};
    if (::lstat(path.c_str(), &facts) != 0) throw std::system_error(errno, std::generic_category(), path.string());
    return facts;
}

FileFacts file_facts(const fs::path& path, bool is_secret) {
    const auto facts = facts_of(path);
    return {path.string(), S_ISDIR(facts.st_mode), is_secret, facts.st_mode & 07777, facts.st_uid};
}

bool is_secret(const fs::path& path) {
    return path.filename() == "admin.key" || path.filename() == "oauth.key" || path.filename() == "key.pem";
}

// The data folder, what lies in it, and in its folders but for the evidence itself.
std::vector<fs::path> files_of(const Patient& patient) {
    std::vector<fs::path> paths{patient.settings.data};
    for (auto entry = fs::recursive_directory_iterator(patient.settings.data); entry != fs::recursive_directory_iterator();
         ++entry) {
        if (entry->is_symlink()) continue;
        paths.push_back(entry->path());
        if (entry->is_directory() &&
            (entry->path() == patient.settings.data / "evidence" || entry->path().filename() == "backups"))
            entry.disable_recursion_pending();
    }
    return paths;
}

// A file made now, and gone with the object; tells the time by the clock of whoever keeps the files.
class Probe {
public:
    explicit Probe(const fs::path& folder) : path_(folder / (".doctor-" + Uuid::made_at(SystemClock{}.now()).text())) {
        std::ofstream stream(path_);
        if (!stream) throw std::system_error(errno, std::generic_category(), folder.string());
    }
    ~Probe() {
        std::error_code gone;
        fs::remove(path_, gone);
    }
    Probe(const Probe&) = delete;
    Probe& operator=(const Probe&) = delete;
    Instant time() const { return instant_of(facts_of(path_).st_mtim); }

private:
    fs::path path_;
};

DiskSpace space_of(const fs::path& folder) {
    struct statvfs facts{};
    if (::statvfs(folder.c_str(), &facts) != 0) throw std::system_error(errno, std::generic_category(), folder.string());
    return {folder.string(), std::uint64_t{facts.f_bavail} * facts.f_frsize, std::uint64_t{facts.f_blocks} * facts.f_frsize,
            facts.f_favail, facts.f_files};
}

// The machine's own clock, unless it runs in local time.
std::optional<Instant> hardware_clock() {
    std::ifstream adjustments("/etc/adjtime");
    for (std::string line; std::getline(adjustments, line);)
        if (line == "LOCAL") return std::nullopt;
    std::ifstream clock("/sys/class/rtc/rtc0/since_epoch");
    std::int64_t seconds = 0;
    if (!(clock >> seconds)) return std::nullopt;
    return Instant{std::chrono::seconds{seconds}};
}

std::optional<bool> kernel_synchronised() {
    timex asked{};
    const int state = ::adjtimex(&asked);
    if (state < 0) return std::nullopt;
    return state != TIME_ERROR && (asked.status & STA_UNSYNC) == 0;
}

std::optional<Instant> newest_file(const Patient& patient) {
    std::optional<Instant> newest;
    for (const auto& path : files_of(patient)) {
        struct stat facts{};
        if (::lstat(path.c_str(), &facts) == 0) newest = std::max(newest, std::optional(instant_of(facts.st_mtim)));
    }
    return newest;
}

std::optional<Instant> newest_stored(Installation& installation) {
    return installation.database().read([](storage::Session& session) -> std::optional<Instant> {
        if (!storage::has_table(session, "feed_events") || !storage::has_table(session, "captures_captures")) return std::nullopt;
        auto newest = feed::newest(session);
        for (const auto& capture : captures::store::page(session, std::nullopt, 1))
            newest = std::max(newest, std::optional(capture.received_at));
        return newest;
    });
}

}  // namespace

bool on_one_disk(const fs::path& one, const fs::path& other) { return facts_of(one).st_dev == facts_of(other).st_dev; }

Findings check_files(const Patient& patient) {
    std::vector<FileFacts> files;
    for (const auto& path : files_of(patient)) {
        try {
            files.push_back(file_facts(path, is_secret(path)));
        } catch (const std::system_error& error) {
            if (error.code() != std::errc::no_such_file_or_directory) throw;  // a file of a running server comes and goes
        }
    }
    if (!patient.settings.tls_key.empty()) {
        auto key = file_facts(patient.settings.tls_key, true);
        key.owner = files.front().owner;  // it may be another's, who lets us read it
        files.push_back(key);
    }
    const Probe probe(patient.settings.data);  // it can be written
    return judged(files);
}

void add(Findings& all, const std::string& check, const std::function<Findings()>& look) {
    try {
        for (auto& finding : look()) all.push_back(std::move(finding));
    } catch (const std::exception& error) {
        all.push_back({check,
                       State::failed,
                       {error.what(), error.what()},
                       {"Mend what it says, then ask again.", "Corrija lo que dice, y pregunte de nuevo."}});
    }
}

std::vector<DiskSpace> spaces(const Patient& patient) {
    std::vector<DiskSpace> found;
    std::vector<fs::path> folders{patient.settings.data};
    if (const auto connection = patient.settings.connection(); connection.starts_with("sqlite:"))
        folders.push_back(fs::absolute(connection.substr(7)).parent_path());
    if (const auto backups = patient.backups.folder(patient.settings); fs::exists(backups)) folders.push_back(backups);
    std::vector<dev_t> seen;
    for (const auto& folder : folders) {
        const auto device = facts_of(folder).st_dev;
        if (std::ranges::find(seen, device) != seen.end()) continue;
        seen.push_back(device);
        found.push_back(space_of(folder));
    }
    return found;
}

Findings check_disks(const Patient& patient) {
    Findings found;
    for (const auto& each : spaces(patient)) found.push_back(judged(each));
    return found;
}

Findings check_clock(const Patient& patient, Installation* installation) {
    const SystemClock clock;
    ClockFacts facts;
    facts.newest_file = newest_file(patient);
    if (installation) {
        facts.newest_stored = newest_stored(*installation);
        if (const auto time = installation->database().read(storage::server_time)) facts.database_server = time;
    }
    facts.file_system = Probe(patient.settings.data).time();
    facts.hardware = hardware_clock();
    facts.synchronised = kernel_synchronised();
    facts.now = clock.now();
    Findings found;
    if (!patient.time_server.empty()) {
        try {
            facts.time_server = facts.now + offset_of_time_server(patient.time_server);
        } catch (const std::runtime_error& error) {
            found.push_back(
                {"clock",
                 State::warning,
                 {fmt::format("The time server: {}.", error.what()), fmt::format("El servidor de hora: {}.", error.what())},
                 {"Look at its address and at the network, or name another one.", "Mire su dirección y la red, o nombre otro."}});
        }
    }
    for (auto& finding : judged(facts)) found.push_back(std::move(finding));
    return found;
}

Findings check_certificates(const Patient& patient) {
    const auto& settings = patient.settings;
    const bool given = !settings.tls_certificate.empty();
    const auto certificate = given ? settings.tls_certificate : settings.data / "tls" / "certificate.pem";
    const auto key = given ? settings.tls_key : settings.data / "tls" / "key.pem";
    if (!given && !fs::exists(certificate))
        return {{"certificates", State::ok, {"None: no TLS was asked for.", "Ninguno: no se pidió TLS."}, {}}};
    const auto state = net::state_of_certificate(certificate, key);
    return {
        judged(CertificateFacts{certificate.string(), state.from, state.until, state.key_matches, !given}, SystemClock{}.now())};
}

}  // namespace patente::doctor
