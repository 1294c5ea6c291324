// What the facts of a machine mean for those who run it. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/operations/contract.h"

namespace patente::doctor {

using operations::Finding;
using operations::State;
using Findings = std::vector<Finding>;

// ---- disk ------------------------------------------------------------------------------------------------------------

struct DiskSpace {
    std::string folder;
    std::uint64_t free_bytes = 0, all_bytes = 0;
    std::uint64_t free_files = 0, all_files = 0;  // 0 of 0 where the file system does not count them
};
Finding judged(const DiskSpace& disk);

// ---- clock -----------------------------------------------------------------------------------------------------------

// Other clocks, and times that cannot lie in the future. What is not known is left out.
struct ClockFacts {
    Instant now;
    std::optional<Instant> newest_stored;    // of what the database holds, by this server's clock then
    std::optional<Instant> newest_file;      // of the data folder
    std::optional<Instant> newest_backup;    // when it was made
    std::optional<Instant> database_server;  // its clock
    std::optional<Instant> file_system;      // its clock: of a file written now
    std::optional<Instant> hardware;         // the machine's own clock, where it runs in UTC
    std::optional<Instant> time_server;      // of the network, when one is given
    std::optional<bool> synchronised;        // what the kernel says
};
constexpr std::chrono::minutes clock_tolerance{2};  // as of photos from the future
Findings judged(const ClockFacts& clock);

// ---- files -----------------------------------------------------------------------------------------------------------

struct FileFacts {
    std::string path;
    bool is_folder = false;
    bool is_secret = false;  // nobody but the owner may read it
    unsigned mode = 0;       // permission bits
    unsigned owner = 0;      // uid
};
// `first` is the data folder; who owns it must own the rest.
Findings judged(const std::vector<FileFacts>& files);

// ---- certificates ----------------------------------------------------------------------------------------------------

struct CertificateFacts {
    std::string file;
    Instant from, until;
    bool key_matches = false;
    bool is_self_signed = false;  // made by the program, which renews it at its start
};
Finding judged(const CertificateFacts& certificate, Instant now);

// ---- queue -----------------------------------------------------------------------------------------------------------

struct QueueFacts {
    std::string job;  // a kind
    std::int64_t waiting = 0, dead = 0, oldest_ms = 0;
    bool somebody_runs = false;  // a server over this database
};
constexpr std::chrono::minutes stuck_after{10};
Finding judged(const QueueFacts& queue);

// ---- backups ---------------------------------------------------------------------------------------------------------

struct BackupFacts {
    std::string folder, newest;  // "" = there is none
    Instant made_at;
    std::int64_t damaged_blobs = 0;
    bool on_the_same_disk = false;
};
Findings judged(const BackupFacts& backup, Instant now);

State worst(const Findings& findings);

}  // namespace patente::doctor
