// What an installation keeps to itself: secrets in its database that only who has a file of its data folder can read, and texts
// that only he can make.
#pragma once

#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

namespace patente::auth {

// Safe from any thread.
class Sealer {
public:
    // The file is made when it is first needed (0600). Several machines over one database share a copy of it.
    explicit Sealer(std::filesystem::path file) : file_(std::move(file)) {}

    // AES-256-GCM; `about` is told again to open it, so that nothing sealed passes for something else.
    std::string sealed(std::string_view secret, std::string_view about);
    // Throws std::runtime_error when it was sealed with another file, or about something else.
    std::string opened(std::string_view sealed, std::string_view about);
    // HMAC-SHA-256 as 43 base64url characters: the same for the same texts.
    std::string derived(std::string_view purpose, std::string_view text);

private:
    std::string key_for(std::string_view purpose);  // 32 bytes

    const std::filesystem::path file_;
    std::mutex mutex_;
    std::string root_;
};

// Takes the same time wherever they differ.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace patente::auth
