// The body of a frame on its way to disk.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "platform/net/budget.h"
#include "platform/net/descriptor.h"
#include "platform/net/digest.h"

namespace patente::tcp {

// Deletes its file at its end, unless the file was moved away. Used by one thread at a time.
class Upload {
public:
    Upload() = default;  // no bytes yet, no file
    static Upload into(const std::filesystem::path& folder, net::Budget& disk, Instant now);
    Upload(Upload&& other) noexcept : Upload() { *this = std::move(other); }
    Upload& operator=(Upload&& other) noexcept;  // the other gets what this one held
    ~Upload();

    // False: all uploads together are too much, and nothing was added. Throws std::system_error when the disk fails.
    bool add(std::string_view bytes);

    void rest() { open_ = {}; }  // holds no descriptor until more is added

    std::uint64_t bytes() const { return bytes_; }
    const std::filesystem::path& file() const { return file_; }  // "" without bytes
    std::string finish();                                        // closes it; the SHA-256, 64 lower-case digits

private:
    std::filesystem::path file_;
    net::Descriptor open_;
    std::unique_ptr<net::Share> share_;
    net::Digest digest_;
    std::uint64_t bytes_ = 0;
};

}  // namespace patente::tcp
