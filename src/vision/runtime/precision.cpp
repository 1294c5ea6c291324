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

Result<Precision> fastest_precision(const std::shared_ptr<const Network>& network, InputSize size,
                                    const std::filesystem::path& remembered) {
    if (!processor_has_bf16()) return Precision::fp32;
    const auto key = processor_name() + " " + network->sha256();
    auto choices = remembered.empty() ? json::Object{} : read_choices(remembered);
    if (const auto* known = choices.if_contains(key)) return *known == "bf16" ? Precision::bf16 : Precision::fp32;
    const double full = TRY(milliseconds(network, size, Precision::fp32)),
                 half = TRY(milliseconds(network, size, Precision::bf16));
    const auto faster = half < full ? Precision::bf16 : Precision::fp32;
    choices[key] = faster == Precision::bf16 ? "bf16" : "fp32";
    if (!remembered.empty()) write_choices(remembered, choices);
    return faster;
}

}  // namespace patente::vision::runtime
