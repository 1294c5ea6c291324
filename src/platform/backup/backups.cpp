#include "platform/backup/backups.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <system_error>

#include "base/id.h"
#include "platform/blobs/blobs.h"
#include "platform/blobs/files.h"

namespace patente::backup {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view unfinished = ".unfinished-";
constexpr std::string_view evidence_name = "evidence.txt";

[[noreturn]] void fail_at(const fs::path& path, const char* act) {
    throw std::system_error(errno, std::generic_category(), std::string(act) + " " + path.string());
}

void sync(const fs::path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) fail_at(path, "open");
    const int outcome = ::fsync(fd);
    const int why = errno;
    ::close(fd);
    if (outcome != 0) throw std::system_error(why, std::generic_category(), "fsync " + path.string());
}

// Secrets are among the files: their owner's alone.
fs::path made_private(const fs::path& folder) {
    if (fs::create_directories(folder)) fs::permissions(folder, fs::perms::owner_all);
    return folder;
}

void settle(const fs::path& file) {
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    sync(file);
}

void write_text(const fs::path& file, const std::string& text) {
    std::ofstream stream(file, std::ios::binary);
    stream << text;
    stream.close();
    if (!stream) fail_at(file, "write");
    settle(file);
}

std::string text_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) fail_at(file, "read");
    return {std::istreambuf_iterator<char>{stream}, {}};
}

FileEntry entry_of(const fs::path& folder, const std::string& path) {
    return {path, static_cast<std::int64_t>(fs::file_size(folder / path)), blobs::sha256_of_file(folder / path)};
}

std::string name_at(Instant now) {
    std::string name;
    for (const char c : to_rfc3339(now))
        if (c != '-' && c != ':') name += c;
    return name;
}

bool is_inside(const fs::path& path, const fs::path& folder) {
    const auto outer = fs::weakly_canonical(folder), inner = fs::weakly_canonical(path);
    return std::ranges::mismatch(outer, inner).in1 == outer.end();
}

// What of the data folder belongs to a backup beside the database and the evidence: keys, certificates, what rooms keep.
std::vector<std::string> small_files(const Place& from, const fs::path& backups, const Dump& dump) {
    std::vector<std::string> found;
    for (auto entry = fs::recursive_directory_iterator(from.data); entry != fs::recursive_directory_iterator(); ++entry) {
        const auto& path = entry->path();
        if (entry->is_directory()) {
            if (path == from.data / "evidence" || is_inside(path, backups)) entry.disable_recursion_pending();
        } else if (entry->is_regular_file() && path.extension() != ".log" && !dump.owns(path)) {
            found.push_back(fs::relative(path, from.data).string());
        }
    }
    std::ranges::sort(found);
    return found;
}

// Where a file of a backup belongs; throws for one that would leave the data folder.
fs::path place_of(const FileEntry& file, const Place& to) {
    constexpr std::string_view prefix = "files/";
    const auto path = to.data / file.path.substr(std::min(prefix.size(), file.path.size()));
    if (file.path.starts_with(prefix) && is_inside(path, to.data)) return path;
    throw std::runtime_error(fmt::format("{} lies outside of the data folder", file.path));
}

void copy_into(const fs::path& from, const fs::path& to) {
    made_private(to.parent_path());
    fs::copy_file(from, to);
    settle(to);
}

}  // namespace

// Backups, restores and pruning of one folder take turns, also between processes.
class Backups::Turn {
public:
    explicit Turn(const fs::path& folder) {
        const auto file = folder / ".lock";
        fd_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (fd_ < 0) fail_at(file, "open");
        while (::flock(fd_, LOCK_EX) != 0)
            if (errno != EINTR) fail_at(file, "lock");
    }
    ~Turn() { ::close(fd_); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    int fd_ = -1;
};

Backups::Backups(fs::path folder, Told told) : folder_(std::move(folder)), told_(std::move(told)) {}

Made Backups::make(const Place& from, const std::string& program, Instant now) {
    made_private(folder_);
    const Turn turn(folder_);
    for (const auto& entry : fs::directory_iterator(folder_))
        if (entry.path().filename().string().starts_with(unfinished)) fs::remove_all(entry.path());  // cut off
    const auto dump = dump_of(from.connection);
    Made made;
    made.backup.name = name_at(now);
    auto& manifest = made.backup.manifest;
    manifest.made_at = now;
    manifest.program = program;
    manifest.database_kind = dump->kind();
    const auto place = made_private(folder_ / (std::string(unfinished) + made.backup.name));
    try {
        fill(place, from, *dump, made);
    } catch (...) {
        fs::remove_all(place);  // on a full disk it would be in the way
        throw;
    }
    fs::rename(place, folder_ / made.backup.name);
    sync(folder_);
    return made;
}

void Backups::fill(const fs::path& place, const Place& from, const Dump& dump, Made& made) {
    auto& manifest = made.backup.manifest;
    const auto database = place / dump.file_name();
    dump.write(database, [&](std::uint64_t done, std::uint64_t all) { tell("database", done, all); });
    dump.check(database);
    settle(database);
    manifest.database = entry_of(place, dump.file_name());

    copy_evidence(from, place, made);
    manifest.evidence_list = entry_of(place, std::string(evidence_name));
    for (const auto& file : small_files(from, folder_, dump)) {
        copy_into(from.data / file, place / "files" / file);
        manifest.files.push_back(entry_of(place, "files/" + file));
    }
    write_text(place / "manifest.json", json::text_of(manifest) + "\n");
    for (const auto& entry : fs::recursive_directory_iterator(place))
        if (entry.is_directory()) sync(entry.path());
    sync(place);
}

void Backups::copy_evidence(const Place& from, const fs::path& to, Made& made) {
    auto& manifest = made.backup.manifest;
    blobs::Blobs kept(made_private(folder_ / "evidence"));
    std::vector<std::string> lines;
    std::uint64_t all = 0;
    blobs::each_blob(from.data / "evidence", [&](const std::string&, const fs::path&) { ++all; });
    std::uint64_t done = 0;
    blobs::each_blob(from.data / "evidence", [&](const std::string& sha256, const fs::path& file) {
        tell("evidence", ++done, std::max(done, all));
        const auto bytes = fs::file_size(file);
        if (const auto there = kept.find(sha256); !there || fs::file_size(*there) != bytes) {
            if (there) fs::remove(*there);
            const auto draft = kept.incoming() / Uuid::made_at(SystemClock{}.now()).text();
            fs::copy_file(file, draft);
            try {
                kept.adopt(draft, sha256);
            } catch (const std::invalid_argument&) {  // its bytes are not those of its name
                fs::remove(draft);
                manifest.damaged_blobs.push_back(sha256);
                return;
            }
            ++made.new_blobs;
        }
        lines.push_back(fmt::format("{} {}\n", sha256, bytes));
        manifest.evidence_bytes += static_cast<std::int64_t>(bytes);
    });
    std::ranges::sort(lines);
    manifest.evidence_files = static_cast<std::int64_t>(lines.size());
    write_text(to / evidence_name, fmt::format("{}", fmt::join(lines, "")));
}

Manifest Backups::manifest_of(const std::string& name) const {
    const auto file = folder_ / name / "manifest.json";
    if (name.empty() || name.find('/') != std::string::npos || !fs::exists(file))
        throw std::runtime_error(fmt::format("there is no backup \"{}\" in {}", name, folder_.string()));
    auto manifest = json::read<Manifest>(text_of(file));
    if (manifest) return *std::move(manifest);
    std::string faults;
    for (const auto& fault : manifest.error().faults) faults += fmt::format("; {}: {}", fault.pointer, fault.detail.en);
    throw std::runtime_error(fmt::format("{} is not understood{}", file.string(), faults));
}

std::vector<Backup> Backups::list() const {
    std::vector<Backup> found;
    if (!fs::exists(folder_)) return found;
    for (const auto& entry : fs::directory_iterator(folder_)) {
        const auto name = entry.path().filename().string();
        if (name.starts_with('.') || !fs::exists(entry.path() / "manifest.json")) continue;
        found.push_back({name, manifest_of(name)});
    }
    std::ranges::sort(found, std::greater{}, &Backup::name);
    return found;
}

std::vector<FileEntry> Backups::evidence_of(const std::string& name, const Manifest& manifest) const {
    std::vector<FileEntry> entries;
    std::ifstream lines(folder_ / name / evidence_name);
    FileEntry each;
    while (lines >> each.sha256 >> each.bytes) entries.push_back(each);
    if (static_cast<std::int64_t>(entries.size()) != manifest.evidence_files)
        throw std::runtime_error(fmt::format("the backup {} is damaged: {} names {} of {} files", name, evidence_name,
                                             entries.size(), manifest.evidence_files));
    return entries;
}

std::vector<std::string> Backups::prune(int keep) {
    if (keep < 1) throw std::runtime_error("at least one backup must be kept");
    const Turn turn(folder_);
    const auto all = list();
    std::vector<std::string> gone;
    std::set<std::string> wanted;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i < static_cast<std::size_t>(keep)) {
            for (auto& entry : evidence_of(all[i].name, all[i].manifest)) wanted.insert(std::move(entry.sha256));
            continue;
        }
        // Its name goes first, so that none stands there half removed.
        const auto place = folder_ / (std::string(unfinished) + all[i].name);
        fs::rename(folder_ / all[i].name, place);
        fs::remove_all(place);
        gone.push_back(all[i].name);
    }
    if (gone.empty()) return gone;
    std::vector<fs::path> unwanted;
    blobs::each_blob(folder_ / "evidence", [&](const std::string& sha256, const fs::path& file) {
        if (!wanted.contains(sha256)) unwanted.push_back(file);
    });
    for (const auto& file : unwanted) fs::remove(file);
    return gone;
}

void Backups::check_whole(const std::string& name, const Manifest& manifest, const Dump& dump) const {
    auto files = manifest.files;
    files.push_back(manifest.database);
    files.push_back(manifest.evidence_list);
    for (const auto& file : files) {
        const auto path = folder_ / name / file.path;
        if (!is_inside(path, folder_ / name)) throw std::runtime_error(fmt::format("{} lies outside of its backup", file.path));
        if (!fs::exists(path) || blobs::sha256_of_file(path) != file.sha256)
            throw std::runtime_error(fmt::format("the backup {} is damaged: {} is not what it was", name, file.path));
    }
    dump.check(folder_ / name / manifest.database.path);
    const blobs::Blobs kept(folder_ / "evidence");
    const auto evidence = evidence_of(name, manifest);
    for (std::size_t i = 0; i < evidence.size(); ++i) {
        tell("checking the evidence", i + 1, evidence.size());
        const auto file = kept.find(evidence[i].sha256);
        if (!file || blobs::sha256_of_file(*file) != evidence[i].sha256)
            throw std::runtime_error(fmt::format("the backup {} is damaged: evidence {} is {}", name, evidence[i].sha256,
                                                 file ? "not what it was" : "missing"));
    }
}

void Backups::place_evidence(const std::string& name, const Manifest& manifest, const Place& to, Evidence how) {
    const blobs::Blobs kept(folder_ / "evidence");
    blobs::Blobs target(to.data / "evidence");
    const auto evidence = evidence_of(name, manifest);
    for (std::size_t i = 0; i < evidence.size(); ++i) {
        tell("evidence", i + 1, evidence.size());
        const auto& sha256 = evidence[i].sha256;
        if (const auto there = target.find(sha256)) {
            if (blobs::sha256_of_file(*there) == sha256) continue;
            fs::remove(*there);  // damaged
        }
        const auto draft = target.incoming() / Uuid::made_at(SystemClock{}.now()).text();
        std::error_code cannot;
        if (how == Evidence::link) fs::create_hard_link(*kept.find(sha256), draft, cannot);
        if (how == Evidence::copy || cannot) fs::copy_file(*kept.find(sha256), draft);
        target.adopt(draft, sha256);
    }
}

Manifest Backups::restore(const std::string& name, const Place& to, const RestoreOptions& options) {
    const auto manifest = manifest_of(name);
    const Turn turn(folder_);
    const auto dump = dump_of(to.connection);
    if (dump->kind() != manifest.database_kind)
        throw std::runtime_error(
            fmt::format("the backup {} is of {}; it cannot be restored to {}", name, manifest.database_kind, dump->kind()));
    if (!options.overwrite) {
        if (dump->holds_tables()) throw std::runtime_error("the database holds tables already; --overwrite replaces them");
        for (const auto& file : manifest.files)
            if (const auto path = place_of(file, to); fs::exists(path))
                throw std::runtime_error(fmt::format("{} is there already; --overwrite replaces it", path.string()));
    }
    for (const auto& file : manifest.files) place_of(file, to);
    check_whole(name, manifest, *dump);
    made_private(to.data);
    place_evidence(name, manifest, to, options.evidence);
    tell("database", 0, 1);
    dump->restore(folder_ / name / manifest.database.path);
    tell("database", 1, 1);
    for (const auto& file : manifest.files) {
        const auto path = place_of(file, to);
        const auto draft = fs::path(path.string() + ".restoring");
        fs::remove(draft);
        copy_into(folder_ / name / file.path, draft);
        fs::rename(draft, path);
        sync(path.parent_path());
    }
    return manifest;
}

}  // namespace patente::backup
