// What patente doctor looks at. Each check adds its findings; one that cannot be carried out is a finding too.
#pragma once

#include "app/doctor/rules.h"
#include "app/installation.h"
#include "app/progress.h"

namespace patente::doctor {

struct Patient {
    Settings settings;
    BackupSettings backups;
    std::string time_server;        // "" = none is asked
    std::filesystem::path scratch;  // for the trial restore; "" = in the folder of the backups
    bool try_restore = true;
};

Findings check_files(const Patient& patient);
Findings check_disks(const Patient& patient);
Findings check_clock(const Patient& patient, Installation* installation);  // nullptr: without what the database knows
Findings check_certificates(const Patient& patient);
Findings check_database(Installation& installation);
Findings check_queue(Installation& installation);
Findings check_models(const Patient& patient);
Findings check_backups(const Patient& patient);
// Restores the newest backup into a scratch place, brings it up to this program and looks through it.
Findings try_restore(const Patient& patient, Installation& installation, ProgressLine& line);

bool on_one_disk(const std::filesystem::path& one, const std::filesystem::path& other);  // both exist

// How far a time server's clock is from ours. `server`: HOST or HOST:PORT, by SNTP. Throws std::runtime_error when it does not
// answer.
std::chrono::milliseconds offset_of_time_server(const std::string& server);

}  // namespace patente::doctor
