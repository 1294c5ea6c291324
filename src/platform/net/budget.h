// A shared allowance in bytes, such as for all request bodies held in memory together.
#pragma once

#include <atomic>
#include <cstdint>

namespace patente::net {

class Budget {
public:
    explicit Budget(std::uint64_t bytes) : left_(static_cast<std::int64_t>(bytes)) {}

    bool take(std::uint64_t bytes) {  // false: not so much is left, and nothing was taken
        const auto wanted = static_cast<std::int64_t>(bytes);
        if (left_.fetch_sub(wanted) >= wanted) return true;
        left_ += wanted;
        return false;
    }
    void give_back(std::uint64_t bytes) { left_ += static_cast<std::int64_t>(bytes); }

private:
    std::atomic<std::int64_t> left_;
};

// What one request has taken; goes back when it is destroyed.
class Share {
public:
    explicit Share(Budget& budget) : budget_(budget) {}
    ~Share() { budget_.give_back(taken_); }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    bool take(std::uint64_t bytes) {
        if (!budget_.take(bytes)) return false;
        taken_ += bytes;
        return true;
    }

private:
    Budget& budget_;
    std::uint64_t taken_ = 0;
};

}  // namespace patente::net
