// Which process this is, and whether another one of the same machine still runs. From /proc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace patente::process {

struct Identity {
    std::string host;  // boot and PID namespace: two processes of one host can see each other's pid
    int pid = 0;
    std::int64_t started = 0;  // when the kernel started it, in its ticks: tells a process from a later one of the same pid

    bool operator==(const Identity&) const = default;
    std::string text() const;  // "BOOT NAMESPACE PID STARTED"
    static std::optional<Identity> parse(std::string_view text);
};

Identity own_identity();

enum class Life { alive, dead, unknown };

// Whether `other` still runs, as `self` sees it: unknown for a process of another host.
Life life_of(const Identity& other, const Identity& self);

// Of the calling thread alone, for ever: others that want the processor have it first.
void lower_own_priority() noexcept;

}  // namespace patente::process
