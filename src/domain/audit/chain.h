// How an entry's personal part is bound to it: by a salted hash, which says nothing once the salt is gone.
#pragma once

#include <string>
#include <string_view>

#include "domain/audit/model.h"

namespace patente::audit {

std::string new_salt();  // 32 hexadecimal digits, from OpenSSL's generator
std::string hash_of(const KeptPersonal& personal);
std::string hash_of(const Entry& entry);  // of its leaf in the tree

}  // namespace patente::audit
