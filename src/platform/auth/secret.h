// The secret of an API key, and the file that holds the first one.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace patente::auth {

std::string random_token();                         // 43 base64url characters: 256 bits of OpenSSL's generator
std::string new_secret();                           // "pat_" + 43 base64url characters
bool is_secret(std::string_view text);              // has that shape
std::string hash_of_secret(std::string_view text);  // SHA-256, 64 lower-case hex digits

struct KeptSecret {
    std::string secret;
    bool is_new = false;
};

// What this file keeps; when there is none, writes there what `make` gives, on disk and readable by its owner alone (0600).
// Of several processes at once all get the same. Throws std::system_error, and when what the file holds is not `right`.
KeptSecret kept_in(const std::filesystem::path& file, const std::function<std::string()>& make,
                   const std::function<bool(std::string_view)>& right);
KeptSecret secret_in(const std::filesystem::path& file);  // of a key

}  // namespace patente::auth
