#include "vision/runtime/ranges.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

#include "base/json.h"

namespace patente::vision::runtime {
namespace {

constexpr double number_max = 1e6;                // more is no range but a fault
constexpr Range input_range = {-2, 127.0f / 64};  // of (x − 128) / 64

Failure unusable(std::string_view en, std::string_view es) {
    return fail(ErrorKind::invalid, "model-unusable",
                {fmt::format("patente.ranges: {}.", en), fmt::format("patente.ranges: {}.", es)});
}

std::optional<Range> range_in(const json::Value& value) {
    const auto* pair = value.if_array();
    if (!pair || pair->size() != 2 || !(*pair)[0].is_number() || !(*pair)[1].is_number()) return std::nullopt;
    const double lowest = (*pair)[0].to_number<double>(), highest = (*pair)[1].to_number<double>();
    if (!(lowest >= -number_max && lowest <= highest && highest <= number_max)) return std::nullopt;
    return Range{static_cast<float>(lowest), static_cast<float>(highest)};
}

Result<json::Object> stated_in(const Graph& graph) {
    const auto found = graph.metadata.find("patente.ranges");
    if (found == graph.metadata.end()) return unusable("the file states none", "el archivo no indica ninguno");
    auto value = json::parsed(found->second);
    if (!value || !value->is_object()) return unusable("this is no JSON object", "no es un objeto JSON");
    return std::move(value->as_object());
}

Range joined(const Node& node, const std::vector<Range>& ranges) {
    Range all = ranges[node.inputs[0]];
    for (const int input : node.inputs)
        all = {std::min(all.lowest, ranges[input].lowest), std::max(all.highest, ranges[input].highest)};
    return all;
}

Range that_follows(const Node& node, const std::vector<Range>& ranges) {
    const Range first = ranges[node.inputs[0]], last = ranges[node.inputs.back()];
    switch (node.kind) {
        case Operator::relu: return {std::max(0.0f, first.lowest), std::max(0.0f, first.highest)};
        case Operator::add: return {first.lowest + last.lowest, first.highest + last.highest};
        default: return joined(node, ranges);
    }
}

}  // namespace

Result<std::vector<Range>> ranges_of(const Graph& graph) {
    const auto stated = TRY(stated_in(graph));
    std::vector<Range> ranges(graph.values);
    ranges[0] = input_range;
    for (const auto& node : graph.nodes) {
        const auto& name = graph.names[node.output];
        const auto* pair = stated.if_contains(name);
        const auto range = pair ? range_in(*pair) : std::nullopt;
        if (pair ? !range : node.kind == Operator::convolution)
            return unusable(fmt::format("{} has no lowest and highest value", name),
                            fmt::format("{} no tiene valor mínimo y máximo", name));
        ranges[node.output] = range ? *range : that_follows(node, ranges);
    }
    return ranges;
}

Scaling scaling_for(Range range) {
    const float lowest = std::min(range.lowest, 0.0f), highest = std::max(range.highest, 0.0f);
    const float scale = std::max(highest - lowest, 1e-6f) / 255;
    return {scale, static_cast<int>(std::lround(-lowest / scale))};
}

}  // namespace patente::vision::runtime
