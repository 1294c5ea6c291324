// A full disk, told apart from other trouble: of the database, or of a file.
#pragma once

#include <exception>

#include "platform/storage/database.h"

namespace patente::storage {

// Nothing was changed, and it works again when there is space.
class DiskFull : public Unavailable {
public:
    using Unavailable::Unavailable;
};

// That, or a file that could not be written for want of space.
bool is_full_disk(const std::exception& problem);

}  // namespace patente::storage
