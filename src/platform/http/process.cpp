#include "platform/http/process.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace patente::http {
namespace {

// "BOOT PIDNAMESPACE": where a pid has a meaning.
std::string place() {
    std::string boot;
    std::ifstream("/proc/sys/kernel/random/boot_id") >> boot;
    std::error_code unreadable;
    return boot + " " + std::filesystem::read_symlink("/proc/self/ns/pid", unreadable).string();
}

// Clock ticks from boot to the start of the process; "" when there is no such process.
std::string start_of(const std::string& pid) {
    std::ifstream file("/proc/" + pid + "/stat");
    std::string line;
    std::getline(file, line);
    const auto name_end = line.rfind(')');  // the name before it may hold anything
    if (name_end == std::string::npos) return "";
    std::istringstream fields(line.substr(name_end + 1));
    std::string field;
    constexpr int start_time = 20;  // counted from the state, the first after the name
    for (int i = 0; i < start_time; ++i) fields >> field;
    return field;
}

}  // namespace

const std::string& this_process() {
    static const std::string name = [] {
        const std::string pid = std::to_string(::getpid());
        return place() + " " + pid + " " + start_of(pid);
    }();
    return name;
}

bool has_ended(std::string_view process) {
    const std::string here = place() + " ";
    if (!process.starts_with(here)) return false;
    std::istringstream rest(std::string(process.substr(here.size())));
    std::string pid, start;
    rest >> pid >> start;
    return start_of(pid) != start;
}

}  // namespace patente::http
