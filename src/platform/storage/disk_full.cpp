#include "platform/storage/disk_full.h"

#include <cerrno>
#include <system_error>

namespace patente::storage {

bool is_full_disk(const std::exception& problem) {
    if (dynamic_cast<const DiskFull*>(&problem)) return true;
    const auto* of_system = dynamic_cast<const std::system_error*>(&problem);
    return of_system && (of_system->code().value() == ENOSPC || of_system->code().value() == EDQUOT);
}

}  // namespace patente::storage
