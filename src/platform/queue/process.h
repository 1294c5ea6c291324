// Which process this is, and whether another one of the same machine still runs.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace patente::queue {

struct Process {
    std::string id;    // new with each start
    std::string host;  // boot and PID namespace: two processes of one host can see each other's pid
    int pid = 0;
    std::int64_t started = 0;  // when the kernel started it, in its ticks: tells a process from a later one of the same pid
};

Process this_process();

enum class Life { alive, dead, unknown };

// Unknown for a process of another host.
Life life_of(const Process& other, const Process& self);

}  // namespace patente::queue
