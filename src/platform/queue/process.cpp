#include "platform/queue/process.h"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "base/id.h"

namespace patente::queue {
namespace {

std::string first_line(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

std::string pid_namespace() {
    std::error_code unknown;
    return std::filesystem::read_symlink("/proc/self/ns/pid", unknown).string();
}

// Field 22 of /proc/PID/stat; 0 when there is no such process. The name, field 2, may hold spaces and brackets.
std::int64_t start_of(int pid) {
    const auto line = first_line("/proc/" + std::to_string(pid) + "/stat");
    const auto name_end = line.rfind(')');
    if (name_end == std::string::npos) return 0;
    std::istringstream fields(line.substr(name_end + 1));
    std::string skipped;
    for (int field = 3; field < 22; ++field) fields >> skipped;
    if (skipped.empty()) return 0;
    std::int64_t started = 0;
    fields >> started;
    return started;
}

bool is_zombie(int pid) {
    const auto line = first_line("/proc/" + std::to_string(pid) + "/stat");
    const auto name_end = line.rfind(')');
    return name_end != std::string::npos && line.substr(name_end + 1).starts_with(" Z");
}

}  // namespace

Process this_process() {
    const int pid = ::getpid();
    return {.id = Uuid::made_at(SystemClock{}.now()).text(),
            .host = first_line("/proc/sys/kernel/random/boot_id") + " " + pid_namespace(),
            .pid = pid,
            .started = start_of(pid)};
}

Life life_of(const Process& other, const Process& self) {
    if (other.host != self.host || self.started == 0) return Life::unknown;
    const auto started = start_of(other.pid);
    if (started == 0 && ::kill(other.pid, 0) != 0 && errno == EPERM) return Life::unknown;  // of another user, and hidden
    return started == other.started && !is_zombie(other.pid) ? Life::alive : Life::dead;
}

}  // namespace patente::queue
