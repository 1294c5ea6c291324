// A folder of backups: making one, listing them, restoring one, letting go of old ones.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "platform/backup/dump.h"
#include "platform/backup/manifest.h"

namespace patente::backup {

// An installation: what is copied, or where it is put back.
struct Place {
    std::filesystem::path data;  // its evidence lies in data/evidence
    std::string connection;
};

struct Backup {
    std::string name;  // "20261126T235724.123Z"
    Manifest manifest;
};

struct Made {
    Backup backup;
    std::int64_t new_blobs = 0;  // the others were here already
};

enum class Evidence {
    copy,  // for good
    link,  // the same bytes under a second name, where the disk can: for a trial
};

struct RestoreOptions {
    bool overwrite = false;
    Evidence evidence = Evidence::copy;
};

// All verbs throw std::runtime_error or std::system_error, with what to do. Safe for several processes.
class Backups {
public:
    // `told`: the step under way and how far it is.
    using Told = std::function<void(const std::string& step, std::uint64_t done, std::uint64_t all)>;
    explicit Backups(std::filesystem::path folder, Told told = {});

    const std::filesystem::path& folder() const { return folder_; }

    Made make(const Place& from, const std::string& program, Instant now);
    std::vector<Backup> list() const;  // whole ones, newest first; one whose manifest is not understood throws
    // Lets go of all but the newest `keep`, and of evidence that none of the rest speaks of. Gives their names.
    std::vector<std::string> prune(int keep);

    // Puts a backup in place after checking all of it against its hashes. Refuses a place that holds a database or files
    // of these names, unless told to overwrite; evidence that is there already stays. Nobody may use the place meanwhile.
    Manifest restore(const std::string& name, const Place& to, const RestoreOptions& options);

private:
    class Turn;
    void tell(const std::string& step, std::uint64_t done, std::uint64_t all) const {
        if (told_) told_(step, done, all);
    }
    Manifest manifest_of(const std::string& name) const;
    std::vector<FileEntry> evidence_of(const std::string& name, const Manifest& manifest) const;
    void fill(const std::filesystem::path& place, const Place& from, const Dump& dump, Made& made);
    void copy_evidence(const Place& from, const std::filesystem::path& to, Made& made);
    void check_whole(const std::string& name, const Manifest& manifest, const Dump& dump) const;
    void place_evidence(const std::string& name, const Manifest& manifest, const Place& to, Evidence how);

    std::filesystem::path folder_;
    Told told_;
};

}  // namespace patente::backup
