// What patente doctor looks at. Each check adds its findings; one that cannot be carried out is a finding too.
#pragma once

#include <functional>
#include <map>

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

// Adds what `look` finds; that it cannot be carried out is a finding too.
void add(Findings& all, const std::string& check, const std::function<Findings()>& look);

Findings check_files(const Patient& patient);
Findings check_disks(const Patient& patient);
Findings check_clock(const Patient& patient, Installation* installation);  // nullptr: without what the database knows
Findings check_certificates(const Patient& patient);
Findings check_tables(Installation& installation);    // it answers, and its tables are this program's
Findings check_database(Installation& installation);  // that, and all of it is sound
Findings check_queue(Installation& installation);
Findings check_model_files();                   // they are those of the manifest
Findings check_models(const Patient& patient);  // that, and they load
Findings check_backups(const Patient& patient);
// Restores the newest backup into a scratch place, brings it up to this program and looks through it.
Findings try_restore(const Patient& patient, Installation& installation, ProgressLine& line);

std::vector<DiskSpace> spaces(const Patient& patient);                                   // of each disk, once
std::map<std::string, std::string> model_sums();                                         // SHA-256 by file, as the manifest says
bool on_one_disk(const std::filesystem::path& one, const std::filesystem::path& other);  // both exist

// How far a time server's clock is from ours. `server`: HOST or HOST:PORT, by SNTP. Throws std::runtime_error when it does not
// answer.
std::chrono::milliseconds offset_of_time_server(const std::string& server);

}  // namespace patente::doctor
