#include "platform/observe/log.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>
#include <mutex>

#include "base/clock.h"

namespace patente::observe {
namespace {

constexpr std::array<std::pair<std::string_view, spdlog::level::level_enum>, 4> levels{{
    {"debug", spdlog::level::debug},
    {"info", spdlog::level::info},
    {"warning", spdlog::level::warn},
    {"error", spdlog::level::err},
}};

const auto& level_row(Level level) { return levels[static_cast<std::size_t>(level)]; }

struct Output {
    std::shared_ptr<spdlog::logger> logger;
    Format format;
};

Output make_output(Level least, Format format) {
    auto logger = std::make_shared<spdlog::logger>("patente", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_pattern("%v");
    logger->set_level(level_row(least).second);
    logger->flush_on(spdlog::level::debug);
    if (format == Format::by_terminal) format = ::isatty(STDERR_FILENO) ? Format::text : Format::json;
    return {std::move(logger), format};
}

Output& output() {
    static auto& only = *new Output(make_output(Level::info, Format::by_terminal));  // threads may log until the very end
    return only;
}

thread_local std::string current_correlation;

boost::json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

boost::json::value json_value(const Field& field) {
    struct Maker {
        boost::json::value operator()(std::string_view text) const { return view(text); }
        boost::json::value operator()(std::int64_t number) const { return number; }
        boost::json::value operator()(double number) const { return number; }
        boost::json::value operator()(bool yes) const { return yes; }
    };
    return std::visit(Maker{}, field.value);
}

std::string json_line(Level level, std::string_view time, std::string_view room, std::string_view message, Fields fields) {
    boost::json::object line;
    line["time"] = view(time);
    line["level"] = view(level_row(level).first);
    line["room"] = view(room);
    line["message"] = view(message);
    if (!current_correlation.empty()) line["correlation_id"] = view(current_correlation);
    for (const auto& field : fields) line[view(field.name)] = json_value(field);
    return boost::json::serialize(line);
}

std::string text_line(Level level, std::string_view time, std::string_view room, std::string_view message, Fields fields) {
    std::string line = fmt::format("{} {:7} {}: {}", time, level_row(level).first, room, message);
    for (const auto& field : fields) line += fmt::format(" {}={}", field.name, boost::json::serialize(json_value(field)));
    if (!current_correlation.empty()) line += fmt::format(" correlation_id={}", current_correlation);
    return line;
}

}  // namespace

std::optional<Level> level_named(std::string_view name) {
    for (std::size_t i = 0; i < levels.size(); ++i)
        if (levels[i].first == name) return static_cast<Level>(i);
    return std::nullopt;
}

void set_up_log(Level least, Format format) { output() = make_output(least, format); }

std::string line_of(Format format, Level level, std::string_view time, std::string_view room, std::string_view message,
                    Fields fields) {
    return format == Format::text ? text_line(level, time, room, message, fields) : json_line(level, time, room, message, fields);
}

void log(Level level, std::string_view room, std::string_view message, Fields fields) {
    const auto& [logger, format] = output();
    const auto spdlog_level = level_row(level).second;
    if (!logger->should_log(spdlog_level)) return;
    const auto line = line_of(format, level, to_rfc3339(SystemClock{}.now()), room, message, fields);
    logger->log(spdlog_level, spdlog::string_view_t(line.data(), line.size()));
}

Correlation::Correlation(std::string id) : before_(std::exchange(current_correlation, std::move(id))) {}
Correlation::~Correlation() { current_correlation = std::move(before_); }
const std::string& Correlation::current() { return current_correlation; }

}  // namespace patente::observe
