// What the room knows of the machine, and whom it asks.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/text.h"

namespace patente::operations {

enum class State { ok, warning, failed };
constexpr auto names_of(State) {
    return std::array<std::pair<State, std::string_view>, 3>{
        {{State::ok, "ok"}, {State::warning, "warning"}, {State::failed, "failed"}}};
}

// One thing that was looked at. `todo` is empty where all is well.
struct Finding {
    std::string check;  // "disk", "clock", …
    State state = State::ok;
    Text what, todo;
};

struct Disk {
    std::string folder;
    std::int64_t free_bytes = 0, all_bytes = 0;
};

struct Model {
    std::string file, sha256;
};

struct Examination {
    Instant at;
    std::vector<Finding> findings;
    std::string version, database;  // of the program; "sqlite", "postgresql" or "mysql"
    Instant running_since;
    std::vector<Disk> disks;
    std::vector<Model> models;
};

class Examiner {
public:
    virtual ~Examiner() = default;
    virtual Examination examined() = 0;  // quick; at most some seconds old
};

enum class Source { program, file, environment, flag };
constexpr auto names_of(Source) {
    return std::array<std::pair<Source, std::string_view>, 4>{
        {{Source::program, "default"}, {Source::file, "file"}, {Source::environment, "environment"}, {Source::flag, "flag"}}};
}

struct Setting {
    std::string name;                      // "webhooks-give-up-h", as the flag and the file say it
    std::string environment;               // its variable; "" for none
    std::optional<std::string> value;      // nullopt: a secret
    std::optional<std::string> otherwise;  // the default
    Source source = Source::program;
    Text help;
};

}  // namespace patente::operations
