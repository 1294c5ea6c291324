#include "vision/runtime/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <ranges>

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

// Joins a convolution with the Relu, or the Add and then the Relu, that alone read its result. A sum after the Relu stays a step
// of its own: only some processors have a kernel for that order, the others take a hundred times as long.
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
        if (step.relu_last) return;
        const Node* add = only_reader(step.output, Operator::add);
        if (!add) return;
        const int other = add->inputs[0] == step.output ? add->inputs[1] : add->inputs[0];
        if (!ready_[other]) return;
        absorb(step, *add);
        step.sum_with = other;
        step.relu_last = absorb_relu(step);
    }

    const Graph& graph_;
    std::vector<std::vector<int>> readers_;
    std::vector<bool> done_, ready_;
};

// The steps that the outputs follow from.
std::vector<Step> needed(std::vector<Step> steps, const std::vector<GraphOutput>& outputs, int values) {
    std::vector<bool> read(values);
    for (const auto& output : outputs) read[output.value] = true;
    for (const auto& step : steps | std::views::reverse) {
        if (!read[step.output]) continue;
        for (const int input : step.inputs) read[input] = true;
        if (step.sum_with) read[*step.sum_with] = true;
    }
    std::erase_if(steps, [&](const Step& step) { return !read[step.output]; });
    return steps;
}

// When each value is written and last read, in steps; a value that takes over another's memory shares its `home`.
struct Lives {
    std::vector<int> first, last, home;
};

Lives lives_of(const Graph& graph, const std::vector<Step>& steps, const std::vector<GraphOutput>& outputs) {
    Lives lives{std::vector<int>(graph.values, never), std::vector<int>(graph.values, -1), std::vector<int>(graph.values)};
    for (int value = 0; value < graph.values; ++value) lives.home[value] = value;
    lives.first[0] = -1;
    for (int i = 0; i < static_cast<int>(steps.size()); ++i) {
        lives.first[steps[i].output] = i;
        for (const int input : steps[i].inputs) lives.last[input] = i;
        if (steps[i].sum_with) lives.last[*steps[i].sum_with] = std::max(lives.last[*steps[i].sum_with], i);
    }
    for (const auto& output : outputs) lives.last[output.value] = never;
    return lives;
}

void share_memory(std::vector<Step>& steps, const std::vector<Value>& values, Lives& lives) {
    for (int i = 0; i < static_cast<int>(steps.size()); ++i) {
        auto& step = steps[i];
        if (!step.sum_with) continue;
        const int other = *step.sum_with;
        step.sum_in_place = lives.last[other] == i && other != 0 && std::ranges::find(step.inputs, other) == step.inputs.end() &&
                            values[other].element == values[step.output].element;
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

// Answers of a convolution that only the outside reads stay float32; so does all that follows from a mean of bytes, which has
// one pixel and deserves its digits.
Result<void> choose_elements(const Graph& graph, Plan& plan, Precision precision) {
    std::vector<bool> read_inside(graph.values);
    for (const auto& node : graph.nodes)
        for (const int input : node.inputs) read_inside[input] = true;
    constexpr Element elements[] = {Element::f32, Element::bf16, Element::byte};
    const Element usual = plan.values[0].element = elements[static_cast<int>(precision)];
    for (const auto& step : plan.steps) {
        const auto full = [&](int value) { return plan.values[value].element == Element::f32; };
        const auto count = std::ranges::count_if(step.inputs, full);
        if (count > 0 && count < std::ssize(step.inputs))
            return misfit(*step.node, "it joins bytes and a mean", "une bytes y una media");
        const bool outside = step.node->kind == Operator::convolution && !read_inside[step.output];
        const bool mean_of_bytes = step.node->kind == Operator::mean && usual == Element::byte;
        plan.values[step.output].element = count > 0 || outside || mean_of_bytes ? Element::f32 : usual;
    }
    return {};
}

Result<void> scale_bytes(const Graph& graph, Plan& plan) {
    const auto ranges = TRY(ranges_of(graph));
    for (int i = 0; i < graph.values; ++i)
        if (plan.values[i].element == Element::byte) plan.values[i].scaling = scaling_for(ranges[i]);
    return {};
}

std::size_t arena_bytes_of(const Value& value, int batch) {
    const std::size_t bytes =
        static_cast<std::size_t>(batch) * value.channels * value.height * value.width * bytes_of(value.element);
    return (bytes + alignment - 1) / alignment * alignment;
}

}  // namespace

std::size_t bytes_of(Element element) { return element == Element::f32 ? 4 : element == Element::bf16 ? 2 : 1; }

Result<Plan> plan_for(const Graph& graph, InputSize size, Precision precision, const std::vector<std::string>& wanted) {
    Plan plan{size, {}, std::vector<Value>(graph.values), {}, 0};
    plan.values[0] = {graph.channels, size.height, size.width};
    for (const auto& node : graph.nodes) plan.values[node.output] = TRY(shape_of(node, plan.values));
    std::ranges::copy_if(graph.outputs, std::back_inserter(plan.outputs), [&](const GraphOutput& output) {
        return wanted.empty() || std::ranges::find(wanted, output.name) != wanted.end();
    });
    plan.steps = needed(Fusion{graph}.run(), plan.outputs, graph.values);
    TRY(choose_elements(graph, plan, precision));
    if (precision == Precision::int8) TRY(scale_bytes(graph, plan));
    for (auto& value : plan.values) value.bytes = arena_bytes_of(value, size.batch);
    auto lives = lives_of(graph, plan.steps, plan.outputs);
    if (precision == Precision::int8) lives.last[0] = never;  // the caller's pixels are the input and may be run again
    share_memory(plan.steps, plan.values, lives);
    place(plan, lives);
    return plan;
}

}  // namespace patente::vision::runtime
