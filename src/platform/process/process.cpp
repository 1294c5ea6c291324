#include "platform/process/process.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace patente::process {
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

// What /proc/PID/stat says after the name, which may hold spaces and brackets; "" when there is no such process.
std::string status_of(int pid) {
    const auto line = first_line("/proc/" + std::to_string(pid) + "/stat");
    const auto name_end = line.rfind(')');
    return name_end == std::string::npos ? "" : line.substr(name_end + 1);
}

bool is_zombie(const std::string& status) { return status.starts_with(" Z"); }

// Field 22 of the line, the 20th after the name; 0 when there is no such process.
std::int64_t start_in(const std::string& status) {
    std::istringstream fields(status);
    std::string skipped;
    for (int i = 1; i < 20; ++i) fields >> skipped;
    std::int64_t started = 0;
    fields >> started;
    return started;
}

template <typename Number>
bool read_number(std::string_view text, Number& number) {
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc{} && end == text.data() + text.size();
}

}  // namespace

std::string Identity::text() const { return fmt::format("{} {} {}", host, pid, started); }

std::optional<Identity> Identity::parse(std::string_view text) {
    const auto last = text.rfind(' ');
    const auto before = last == std::string_view::npos ? last : text.rfind(' ', last - 1);
    if (before == std::string_view::npos) return std::nullopt;
    Identity identity{.host = std::string(text.substr(0, before))};
    if (!read_number(text.substr(before + 1, last - before - 1), identity.pid)) return std::nullopt;
    if (!read_number(text.substr(last + 1), identity.started)) return std::nullopt;
    return identity;
}

Identity own_identity() {
    const int pid = ::getpid();
    return {.host = first_line("/proc/sys/kernel/random/boot_id") + " " + pid_namespace(),
            .pid = pid,
            .started = start_in(status_of(pid))};
}

Life life_of(const Identity& other, const Identity& self) {
    if (other.host != self.host || self.started == 0) return Life::unknown;
    const auto status = status_of(other.pid);
    if (status.empty() && ::kill(other.pid, 0) != 0 && errno == EPERM) return Life::unknown;  // of another user, and hidden
    return start_in(status) == other.started && !is_zombie(status) ? Life::alive : Life::dead;
}

// Linux keeps a priority for each thread. One that could not be lowered does its work all the same.
void lower_own_priority() noexcept {
    constexpr int step = 10;  // a tenth of the processor while others want all of it
    const auto thread = static_cast<id_t>(::gettid());
    ::setpriority(PRIO_PROCESS, thread, ::getpriority(PRIO_PROCESS, thread) + step);
}

}  // namespace patente::process
