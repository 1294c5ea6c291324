#include "platform/backup/run_program.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

extern char** environ;

namespace patente::backup {
namespace {

std::vector<std::string> environment_with(const std::map<std::string, std::string>& more) {
    std::vector<std::string> all;
    for (char** each = environ; *each; ++each) {
        const std::string_view line = *each;
        if (!more.contains(std::string(line.substr(0, line.find('='))))) all.emplace_back(line);
    }
    for (const auto& [name, value] : more) all.push_back(name + "=" + value);
    return all;
}

std::vector<char*> pointers_to(const std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (const auto& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

struct Pipe {
    Pipe() {
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
    }
    ~Pipe() {
        close_writing();
        ::close(ends[0]);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    void close_writing() {
        if (ends[1] >= 0) ::close(ends[1]);
        ends[1] = -1;
    }
    std::string read_all() const {
        std::string text;
        std::array<char, 4096> chunk{};
        for (;;) {
            const ssize_t got = ::read(ends[0], chunk.data(), chunk.size());
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) return text;
            if (text.size() < 64'000) text.append(chunk.data(), static_cast<std::size_t>(got));
        }
    }
    std::array<int, 2> ends{-1, -1};
};

int wait_for(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
        if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "waitpid");
    return status;
}

}  // namespace

void run_program(const std::string& package, const std::vector<std::string>& command,
                 const std::map<std::string, std::string>& environment, const std::filesystem::path& input) {
    Pipe complaints;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input.c_str(), O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, complaints.ends[1], STDERR_FILENO);
    const auto words = environment_with(environment);
    pid_t child = 0;
    const int problem =
        ::posix_spawnp(&child, command[0].c_str(), &actions, nullptr, pointers_to(command).data(), pointers_to(words).data());
    posix_spawn_file_actions_destroy(&actions);
    if (problem == ENOENT)
        throw std::runtime_error(fmt::format("{} is not installed; it comes with the Debian package {}", command[0], package));
    if (problem != 0) throw std::system_error(problem, std::generic_category(), command[0]);
    complaints.close_writing();
    auto said = complaints.read_all();
    while (said.ends_with('\n')) said.pop_back();
    const int status = wait_for(child);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw std::runtime_error(fmt::format("{} failed: {}", command[0], said.empty() ? "it said nothing" : said));
}

}  // namespace patente::backup
