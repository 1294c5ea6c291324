// Evidence: files named by the SHA-256 of their bytes, written once, fsynced before the answer.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace patente::blobs {

struct Blob {
    std::string sha256;  // 64 lower-case hex digits
    std::uint64_t size = 0;
    bool was_there = false;
};

// Safe from any thread and any number of processes over the same folder.
class Blobs {
public:
    explicit Blobs(std::filesystem::path folder);

    // Durable when they return: the file and the folder entry are on disk. Throw std::system_error (no space, …);
    // adopt also std::invalid_argument when the file's bytes are not those of `sha256`.
    Blob put(std::string_view bytes);
    Blob adopt(const std::filesystem::path& file, std::string_view sha256);  // moves a file of the same disk

    std::optional<std::filesystem::path> find(std::string_view sha256) const;  // nullopt: not here, or no SHA-256
    std::string bytes(std::string_view sha256) const;                          // throws when it is not here

    std::filesystem::path incoming() const;  // where uploads stream to, on the same disk

private:
    bool is_kept(std::string_view sha256);
    void settle(const std::filesystem::path& file, std::string_view sha256);

    std::filesystem::path folder_;
};

std::string sha256_of(std::string_view bytes);

}  // namespace patente::blobs
