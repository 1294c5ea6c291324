// Time as the product uses it: UTC instants of a millisecond, from a clock that is handed over.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace patente {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;  // safe from any thread
};

class SystemClock final : public Clock {
public:
    Instant now() const override;
};

// For tests and simulations: stands still until it is moved.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Instant start) : now_ms_(start.time_since_epoch().count()) {}
    Instant now() const override { return Instant{std::chrono::milliseconds{now_ms_.load()}}; }
    void set(Instant now) { now_ms_ = now.time_since_epoch().count(); }
    void advance(std::chrono::milliseconds by) { now_ms_ += by.count(); }

private:
    std::atomic<std::int64_t> now_ms_;
};

// Seconds since 1970, rounded down: what certificates, tokens and signatures count in.
std::int64_t unix_seconds(Instant instant);

// RFC 3339: "2026-03-01T12:00:00.250Z"; milliseconds only where they are not zero.
std::string to_rfc3339(Instant instant);

// RFC 3339 with "Z" or an offset, years 1970 to 9999; nullopt for anything else (also 30 February).
std::optional<Instant> parse_rfc3339(std::string_view text);

}  // namespace patente
