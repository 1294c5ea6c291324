#include "vision/runtime/precision.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <dnnl.hpp>
#include <fstream>
#include <iterator>
#include <limits>

#include "base/json.h"
#include "vision/runtime/stopwatch.h"

namespace patente::vision::runtime {
namespace {

constexpr int runs = 5;

Result<double> milliseconds(const std::shared_ptr<const Network>& network, InputSize size, Precision precision) {
    Context context{network, precision};
    std::ranges::fill(TRY(context.prepare(size)), std::uint8_t{128});
    double best = std::numeric_limits<double>::infinity();
    for (int i = 0; i < runs; ++i) {
        const double start = processor_ms();
        context.run();
        best = std::min(best, processor_ms() - start);
    }
    return best;
}

json::Object read_choices(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    const auto value = json::parsed(text);
    return value && value->is_object() ? value->as_object() : json::Object{};
}

// Another process may read at the same time: it finds the old file or the new one. A folder that cannot be
// written costs a measurement at the next start, nothing else.
void write_choices(const std::filesystem::path& file, const json::Object& choices) {
    const auto fresh = file.string() + ".new";
    if (std::ofstream stream{fresh, std::ios::binary}; !(stream << json::text_of(json::Value(choices)) << '\n')) return;
    std::error_code ignored;
    std::filesystem::rename(fresh, file, ignored);
}

// {"fp32": milliseconds, …} as measured before; nothing when a format that can run here is not among them.
std::optional<Fastest> known_choice(const json::Object& choices, std::string_view key, const Network& network) {
    const auto* measured = choices.if_contains(key);
    if (!measured || !measured->is_object()) return std::nullopt;
    std::optional<Fastest> fastest;
    for (const auto& [precision, name] : names_of(Precision{})) {
        if (!can_run(network, precision)) continue;
        const auto* ms = measured->as_object().if_contains(name);
        if (!ms || !ms->is_number()) return std::nullopt;
        if (!fastest || ms->to_number<double>() < fastest->ms) fastest = {precision, ms->to_number<double>()};
    }
    return fastest;
}

}  // namespace

std::string processor_name() {
    std::ifstream stream{"/proc/cpuinfo"};
    std::string name = "unknown";
    for (std::string line; std::getline(stream, line);)
        if (line.starts_with("model name")) {
            name = line.substr(std::min(line.size(), line.find(':') + 2));
            break;
        }
    return fmt::format("{} (isa {})", name, static_cast<int>(dnnl::get_effective_cpu_isa()));
}

bool can_run(const Network& network, Precision precision) {
    return processor_has(precision) && (precision != Precision::int8 || ranges_of(network.graph()));
}

Result<Fastest> fastest_precision(const std::shared_ptr<const Network>& network, InputSize size,
                                  const std::filesystem::path& remembered) {
    const auto key = processor_name() + " " + network->sha256();
    auto choices = remembered.empty() ? json::Object{} : read_choices(remembered);
    if (const auto known = known_choice(choices, key, *network)) return *known;
    json::Object measured;
    for (const auto& [precision, name] : names_of(Precision{}))
        if (can_run(*network, precision)) measured[name] = TRY(milliseconds(network, size, precision));
    choices[key] = measured;
    if (!remembered.empty()) write_choices(remembered, choices);
    return *known_choice(choices, key, *network);
}

}  // namespace patente::vision::runtime
