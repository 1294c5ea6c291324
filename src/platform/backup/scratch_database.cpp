#include "platform/backup/scratch_database.h"

#include <stdexcept>

#include "base/clock.h"
#include "platform/observe/log.h"
#include "platform/storage/server_address.h"

namespace patente::backup {

ScratchDatabase::ScratchDatabase(std::string address, std::function<void(const std::string& statement)> run,
                                 std::string drop_options)
    : address_(std::move(address)),
      run_(std::move(run)),
      drop_options_(std::move(drop_options)),
      name_("patente_trial_" + std::to_string(SystemClock{}.now().time_since_epoch().count())) {
    run_("CREATE DATABASE " + name_);
}

ScratchDatabase::~ScratchDatabase() {
    try {
        run_("DROP DATABASE " + name_ + drop_options_);
    } catch (const std::runtime_error& error) {
        observe::log_warning("backup", "a database made for a trial is left over", {{"name", name_}, {"error", error.what()}});
    }
}

std::string ScratchDatabase::connection() const { return storage::with_database(address_, name_); }

}  // namespace patente::backup
