// An open file that closes itself. Failures throw std::system_error.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <utility>

namespace patente::net {

class Descriptor {
public:
    Descriptor() = default;
    static Descriptor open(const std::filesystem::path& path, int flags, unsigned mode = 0);
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor();

    bool is_open() const { return number_ >= 0; }
    int number() const { return number_; }
    void write_all(std::string_view bytes) const;
    std::size_t read_at(std::uint64_t offset, std::span<char> into) const;  // fewer bytes than asked only at the end

private:
    explicit Descriptor(int number) : number_(number) {}

    int number_ = -1;
};

}  // namespace patente::net
