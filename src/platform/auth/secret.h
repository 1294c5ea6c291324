// The secret of an API key, and the file that holds the first one.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace patente::auth {

std::string new_secret();                           // "pat_" + 43 base64url characters, from OpenSSL's generator
bool is_secret(std::string_view text);              // has that shape
std::string hash_of_secret(std::string_view text);  // SHA-256, 64 lower-case hex digits

struct KeptSecret {
    std::string secret;
    bool is_new = false;
};

// The secret in this file; when there is none, writes a new one there, on disk and readable by its owner alone (0600).
// Of several processes at once all get the same. Throws std::system_error, and when the file holds something else.
KeptSecret secret_in(const std::filesystem::path& file);

}  // namespace patente::auth
