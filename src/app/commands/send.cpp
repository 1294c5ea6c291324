#include "app/commands/send.h"

#include <fmt/format.h>
#include <glob.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <future>
#include <mutex>
#include <set>

#include "app/commands/eyes.h"
#include "app/commands/image_client.h"
#include "base/json.h"

namespace patente {
namespace {

namespace fs = std::filesystem;
using patente_client::Answer;

constexpr int some_refused = 1, no_server = 3;

struct SendCommand {
    ImageClientOptions to;
    std::vector<std::string> what;
    std::string device, zone, region, place;
    bool quiet = false;
};

bool is_photo(const fs::path& file) {
    static const std::set<std::string> endings{".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"};
    auto ending = file.extension().string();
    std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return std::tolower(c); });
    return endings.contains(ending);
}

std::vector<std::string> matching(const std::string& pattern) {
    glob_t found{};
    std::vector<std::string> files;
    if (::glob(pattern.c_str(), 0, nullptr, &found) == 0) files.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    ::globfree(&found);
    return files;
}

// Files as they are, folders with all photos below them, patterns with what they match; in order.
std::vector<std::string> files_of(const std::vector<std::string>& what) {
    std::vector<std::string> files;
    for (const auto& each : what) {
        const auto found = fs::exists(each) ? std::vector{each} : matching(each);
        if (found.empty()) throw std::runtime_error(fmt::format("«{}» is no file, no folder and matches none", each));
        for (const auto& path : found) {
            if (!fs::is_directory(path)) {
                files.push_back(path);
                continue;
            }
            const auto begin = files.size();
            for (const auto& entry : fs::recursive_directory_iterator(path))
                if (entry.is_regular_file() && is_photo(entry.path())) files.push_back(entry.path().string());
            std::sort(files.begin() + static_cast<std::ptrdiff_t>(begin), files.end());
        }
    }
    return files;
}

// The files still to be sent, taken by one thread a server; what a lost server did not answer goes back.
class Shipment {
public:
    Shipment(const SendCommand& command, std::vector<std::string> files)
        : command_(command),
          waiting_(files.rbegin(), files.rend()),
          count_(files.size()),
          shows_bar_(!command.quiet && ::isatty(2)) {}

    std::optional<std::string> take() {
        const std::lock_guard hold(mutex_);
        if (waiting_.empty()) return std::nullopt;
        auto file = std::move(waiting_.back());
        waiting_.pop_back();
        return file;
    }
    void give_back(std::string file) {
        const std::lock_guard hold(mutex_);
        waiting_.push_back(std::move(file));
    }
    bool has_more() {
        const std::lock_guard hold(mutex_);
        return !waiting_.empty();
    }
    void settle(const std::string& file, const Answer& answer) {
        const std::lock_guard hold(mutex_);
        clear_bar();
        if (answer.kind == Answer::Kind::error) {
            ++refused_;
            fmt::print(stderr, "{}: {}\n", file, answer.json);
        } else if (command_.to.json) {
            fmt::print("{{\"file\":{},\"capture\":{}}}\n", json::text_of(file), answer.json);
        } else {
            print_capture(file, answer.json);
        }
        ++done_;
        draw_bar();
    }
    void lose(const std::string& server, const std::string& why) {
        const std::lock_guard hold(mutex_);
        clear_bar();
        fmt::print(stderr, "{}: {}\n", server, why);
    }
    int exit_code() {
        const std::lock_guard hold(mutex_);
        clear_bar();
        if (done_ < count_) return no_server;
        return refused_ > 0 ? some_refused : 0;
    }

private:
    void clear_bar() {
        std::fflush(stdout);
        if (shows_bar_) fmt::print(stderr, "\r\x1b[K");
    }
    void draw_bar() {
        if (!shows_bar_) return;
        constexpr std::size_t width = 30;
        const auto full = count_ == 0 ? width : width * done_ / count_;
        fmt::print(stderr, "\r[{:#<{}}{:.<{}}] {}/{}", "", full, "", width - full, done_, count_);
        std::fflush(stderr);
    }

    const SendCommand& command_;
    std::mutex mutex_;
    std::vector<std::string> waiting_;  // the next last
    const std::size_t count_;
    std::size_t done_ = 0, refused_ = 0;
    const bool shows_bar_;
};

std::string head_of(const SendCommand& command) {
    std::string head;
    const auto add = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) head += fmt::format("{}\"{}\":{}", head.empty() ? "" : ",", name, json::text_of(value));
    };
    add("device", command.device);
    add("zone", command.zone);
    add("region", command.region);
    add("place", command.place);
    return head;
}

// False: the server was lost.
bool send_to(const patente_client::Options& server, const std::string& head, Shipment& shipment) {
    std::map<std::uint64_t, std::string> sent;
    try {
        patente_client::Client client(server);
        while (true) {
            while (client.has_room()) {
                const auto file = shipment.take();
                if (!file) break;
                const auto photo = [path = *file] { return bytes_of(path); };
                sent.emplace(client.send(fs::path(*file).filename().string(), photo, head), *file);
            }
            if (sent.empty()) return true;
            const auto answer = client.next(-1);
            if (answer->kind == Answer::Kind::stored || answer->kind == Answer::Kind::queued) continue;
            shipment.settle(sent.at(answer->id), *answer);
            sent.erase(answer->id);
        }
    } catch (const std::exception& problem) {
        for (auto& [id, file] : sent) shipment.give_back(std::move(file));
        shipment.lose(fmt::format("{}:{}", server.host, server.port), problem.what());
        return false;
    }
}

void run(const SendCommand& command) {
    auto servers = command.to.clients();
    Shipment shipment(command, files_of(command.what));
    const auto head = head_of(command);
    while (!servers.empty() && shipment.has_more()) {
        std::vector<std::future<bool>> still_there;
        for (const auto& server : servers)
            still_there.push_back(std::async(std::launch::async, [&] { return send_to(server, head, shipment); }));
        std::vector<patente_client::Options> left;
        for (std::size_t i = 0; i < servers.size(); ++i)
            if (still_there[i].get()) left.push_back(servers[i]);
        servers = std::move(left);
    }
    if (const int code = shipment.exit_code(); code != 0) throw CLI::RuntimeError(code);
}

}  // namespace

void add_send_command(CLI::App& app) {
    auto* command = app.add_subcommand("send", "Sends photos to an image service and shows what was read");
    command->footer(
        "What is cut is sent on, what a lost server did not answer goes to the others. Exit code 1 when the server refused a photo, 3 "
        "when photos were left because no server could be reached.");
    auto options = std::make_shared<SendCommand>();
    command->add_option("photo", options->what, "Files, folders or patterns")->required();
    options->to.add_to(*command, true);
    command->add_option("--device", options->device, "The camera, phone or gate");
    command->add_option("--zone", options->zone, "The parking zone");
    command->add_option("--region", options->region, "Whose plates to expect");
    command->add_option("--place", options->place, "lat,lon[,accuracy_m]");
    command->add_flag("--quiet", options->quiet, "No progress bar");
    command->callback([options] { run(*options); });
}

}  // namespace patente
