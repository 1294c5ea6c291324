#include "vision/runtime/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace patente::vision::runtime {
namespace {

constexpr std::size_t alignment = 64;
constexpr int never = std::numeric_limits<int>::max();

Failure misfit(const Node& node, std::string_view en, std::string_view es) {
    return fail(ErrorKind::invalid, "model-unusable",
                {fmt::format("{}: {}.", node.name, en), fmt::format("{}: {}.", node.name, es)});
}

Result<Value> slid(const Node& node, const Value& input) {
    const auto& w = node.window;
    const int height = input.height + w.top + w.bottom - w.height, width = input.width + w.left + w.right - w.width;
    if (height < 0 || width < 0) return misfit(node, "its input is smaller than its kernel", "su entrada es menor que su kernel");
    return Value{node.channels_out, height / w.stride_y + 1, width / w.stride_x + 1};
}

Result<Value> shape_of(const Node& node, const std::vector<Value>& values) {
    const Value& first = values[node.inputs[0]];
    for (const int input : node.inputs)
        if (values[input].height != first.height || values[input].width != first.width)
            return misfit(node, "its inputs differ in size", "sus entradas difieren en tamaño");
    switch (node.kind) {
        case Operator::convolution:
        case Operator::max_pool: return slid(node, first);
        case Operator::upsample: return Value{first.channels, first.height * 2, first.width * 2};
        case Operator::mean: return Value{first.channels, 1, 1};
        case Operator::relu:
        case Operator::add:
        case Operator::concat: return Value{node.channels_out, first.height, first.width};
    }
    std::unreachable();
}

// Who reads each value; nodes by index, `never` for the outside.
std::vector<std::vector<int>> readers_of(const Graph& graph) {
    std::vector<std::vector<int>> readers(graph.values);
    for (int i = 0; i < static_cast<int>(graph.nodes.size()); ++i)
        for (const int input : graph.nodes[i].inputs) readers[input].push_back(i);
    for (const auto& output : graph.outputs) readers[output.value].push_back(never);
    return readers;
}

// Joins a convolution with the Relu and the Add that alone read its result.
class Fusion {
public:
    explicit Fusion(const Graph& graph)
        : graph_(graph), readers_(readers_of(graph)), done_(graph.nodes.size()), ready_(graph.values) {
        ready_[0] = true;
    }

    std::vector<Step> run() {
        std::vector<Step> steps;
        for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
            if (done_[i]) continue;
            const Node& node = graph_.nodes[i];
            Step step{&node, node.inputs, node.output};
            if (node.kind == Operator::convolution) fuse(step);
            ready_[step.output] = true;
            steps.push_back(std::move(step));
        }
        return steps;
    }

private:
    const Node* only_reader(int value, Operator kind) const {
        const auto& readers = readers_[value];
        if (readers.size() != 1 || readers[0] == never || graph_.nodes[readers[0]].kind != kind) return nullptr;
        return &graph_.nodes[readers[0]];
    }
    void absorb(Step& step, const Node& node) {
        done_[&node - graph_.nodes.data()] = true;
        step.output = node.output;
    }
    bool absorb_relu(Step& step) {
        const Node* relu = only_reader(step.output, Operator::relu);
        if (relu) absorb(step, *relu);
        return relu != nullptr;
    }
    void fuse(Step& step) {
        step.relu_last = absorb_relu(step);
        const Node* add = only_reader(step.output, Operator::add);
        if (!add) return;
        const int other = add->inputs[0] == step.output ? add->inputs[1] : add->inputs[0];
        if (!ready_[other]) return;
        absorb(step, *add);
        step.sum_with = other;
        step.relu_before_sum = step.relu_last;
        step.relu_last = !step.relu_before_sum && absorb_relu(step);
    }

    const Graph& graph_;
    std::vector<std::vector<int>> readers_;
    std::vector<bool> done_, ready_;
};

// When each value is written and last read, in steps; a value that takes over another's memory shares its `home`.
struct Lives {
    std::vector<int> first, last, home;
};

Lives lives_of(const Graph& graph, std::vector<Step>& steps) {
    Lives lives{std::vector<int>(graph.values, never), std::vector<int>(graph.values, -1), std::vector<int>(graph.values)};
    for (int value = 0; value < graph.values; ++value) lives.home[value] = value;
    lives.first[0] = -1;
    for (int i = 0; i < static_cast<int>(steps.size()); ++i) {
        lives.first[steps[i].output] = i;
        for (const int input : steps[i].inputs) lives.last[input] = i;
        if (steps[i].sum_with) lives.last[*steps[i].sum_with] = std::max(lives.last[*steps[i].sum_with], i);
    }
    for (const auto& output : graph.outputs) lives.last[output.value] = never;
    return lives;
}

void share_memory(std::vector<Step>& steps, const std::vector<Value>& values, Lives& lives) {
    for (int i = 0; i < static_cast<int>(steps.size()); ++i) {
        auto& step = steps[i];
        if (!step.sum_with) continue;
        const int other = *step.sum_with;
        step.sum_in_place = lives.last[other] == i && other != 0 && std::ranges::find(step.inputs, other) == step.inputs.end() &&
                            values[other].fp32 == values[step.output].fp32;
        if (!step.sum_in_place) continue;
        const int home = lives.home[step.output] = lives.home[other];
        lives.last[home] = std::max(lives.last[home], lives.last[step.output]);
    }
}

// The lowest place that no value alive at the same time overlaps.
void place(Plan& plan, const Lives& lives) {
    std::vector<int> placed;
    for (int value = 0; value < static_cast<int>(plan.values.size()); ++value) {
        if (lives.first[value] == never || lives.home[value] != value) continue;
        auto& mine = plan.values[value];
        std::vector<std::pair<std::size_t, std::size_t>> taken;
        for (const int other : placed)
            if (lives.first[other] <= lives.last[value] && lives.first[value] <= lives.last[other])
                taken.emplace_back(plan.values[other].offset, plan.values[other].offset + plan.values[other].bytes);
        std::ranges::sort(taken);
        for (const auto& [from, to] : taken)
            if (mine.offset + mine.bytes > from) mine.offset = std::max(mine.offset, to);
        plan.arena_bytes = std::max(plan.arena_bytes, mine.offset + mine.bytes);
        placed.push_back(value);
    }
    for (std::size_t value = 0; value < plan.values.size(); ++value)
        plan.values[value].offset = plan.values[lives.home[value]].offset;
}

}  // namespace

Result<Plan> plan_for(const Graph& graph, InputSize size, Precision precision) {
    Plan plan{size, {}, std::vector<Value>(graph.values), 0};
    plan.values[0] = {graph.channels, size.height, size.width};
    for (const auto& node : graph.nodes) plan.values[node.output] = TRY(shape_of(node, plan.values));
    std::vector<bool> read_inside(graph.values);
    for (const auto& node : graph.nodes)
        for (const int input : node.inputs) read_inside[input] = true;

    plan.steps = Fusion{graph}.run();
    for (int i = 0; i < graph.values; ++i) plan.values[i].fp32 = precision == Precision::fp32;
    for (const auto& step : plan.steps)  // what only the outside reads comes out of its convolution in full
        if (step.node->kind == Operator::convolution && !read_inside[step.output]) plan.values[step.output].fp32 = true;
    for (auto& value : plan.values) {
        const std::size_t bytes =
            static_cast<std::size_t>(size.batch) * value.channels * value.height * value.width * (value.fp32 ? 4 : 2);
        value.bytes = (bytes + alignment - 1) / alignment * alignment;
    }
    auto lives = lives_of(graph, plan.steps);
    share_memory(plan.steps, plan.values, lives);
    place(plan, lives);
    return plan;
}

}  // namespace patente::vision::runtime
