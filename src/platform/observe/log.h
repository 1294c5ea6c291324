// Events of the program, one line each on stderr: JSON, or plain text when stderr is a terminal.
//     observe::log_warning("queue", "a job failed", {{"job", name}, {"attempt", 3}});
// Never log a key, a plate's owner or a photo.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace patente::observe {

enum class Level { debug, info, warning, error };
enum class Format { by_terminal, json, text };

std::optional<Level> level_named(std::string_view name);  // "debug", "info", "warning", "error"

// Before the first thread starts. Without it: info, by_terminal.
void set_up_log(Level least, Format format = Format::by_terminal);

// One value beside the message; lives as long as the call.
struct Field {
    template <typename T>
    Field(std::string_view its_name, const T& its_value) : name(its_name) {
        if constexpr (std::is_same_v<T, bool> || std::is_floating_point_v<T>)
            value = its_value;
        else if constexpr (std::is_integral_v<T>)
            value = static_cast<std::int64_t>(its_value);
        else
            value = std::string_view(its_value);
    }

    std::string_view name;
    std::variant<std::string_view, std::int64_t, double, bool> value;
};
using Fields = std::initializer_list<Field>;

// Safe from any thread. `room` is the part that speaks; `message` is an English sentence without values.
void log(Level level, std::string_view room, std::string_view message, Fields fields = {});
inline void log_debug(std::string_view room, std::string_view message, Fields fields = {}) {
    log(Level::debug, room, message, fields);
}
inline void log_info(std::string_view room, std::string_view message, Fields fields = {}) {
    log(Level::info, room, message, fields);
}
inline void log_warning(std::string_view room, std::string_view message, Fields fields = {}) {
    log(Level::warning, room, message, fields);
}
inline void log_error(std::string_view room, std::string_view message, Fields fields = {}) {
    log(Level::error, room, message, fields);
}

// While it lives, the lines of this thread carry this correlation id.
class Correlation {
public:
    explicit Correlation(std::string id);
    ~Correlation();
    Correlation(const Correlation&) = delete;
    Correlation& operator=(const Correlation&) = delete;
    static const std::string& current();

private:
    std::string before_;
};

// The line that log() writes, without its end; for tests.
std::string line_of(Format format, Level level, std::string_view time, std::string_view room, std::string_view message,
                    Fields fields);

}  // namespace patente::observe
