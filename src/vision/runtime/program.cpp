#include "vision/runtime/program.h"

#include "vision/runtime/loops.h"
#include "vision/runtime/winograd.h"

namespace patente::vision::runtime {
namespace {

using dnnl::algorithm;
using dnnl::memory;
using Tag = memory::format_tag;
using Type = memory::data_type;

Type type_of(Element element) { return element == Element::f32 ? Type::f32 : element == Element::bf16 ? Type::bf16 : Type::u8; }

dnnl::primitive_attr attributes() {
    dnnl::primitive_attr attributes;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    return attributes;
}

// oneDNN wants the padding that is used, not what is left over at the far side.
memory::dims far_padding(const Window& window, const Value& in, const Value& out) {
    const auto far = [](int out, int stride, int kernel, int in, int near) { return (out - 1) * stride + kernel - in - near; };
    return {far(out.height, window.stride_y, window.height, in.height, window.top),
            far(out.width, window.stride_x, window.width, in.width, window.left)};
}

// With AVX-512 oneDNN's kernels are wide enough.
bool convolves_directly() {
    const auto isa = dnnl::get_effective_cpu_isa();
    return isa == dnnl::cpu_isa::avx2 || isa == dnnl::cpu_isa::avx2_vnni;
}

template <typename T>
T* at(std::byte* arena, const Value& value) {
    return reinterpret_cast<T*>(arena + value.offset);
}

}  // namespace

Program::Program(const Network& network, Plan plan) : network_(network), plan_(std::move(plan)), scratch_(plan_.arena_bytes) {
    for (const auto& each : plan_.values) memories_.push_back(memory{desc_of(each), processor(), DNNL_MEMORY_NONE});
    for (const auto& step : plan_.steps) add(step);
    for (const auto& output : plan_.outputs) add_output(output);
}

void Program::bind(std::byte* arena) {
    if (arena == arena_) return;
    arena_ = arena;
    for (std::size_t i = 0; i < memories_.size(); ++i) memories_[i].set_data_handle(arena + plan_.values[i].offset);
    for (auto& scratchpad : scratchpads_) scratchpad.set_data_handle(arena + scratch_);
}

std::span<std::uint8_t> Program::pixels(std::vector<std::uint8_t>& own) const {
    const auto& input = value(0);
    if (input.element == Element::byte) return {at<std::uint8_t>(arena_, input), samples(input)};
    own.resize(samples(input));
    return own;
}

void Program::run(std::span<const std::uint8_t> pixels, dnnl::stream& stream) {
    const auto& input = value(0);
    if (input.element == Element::f32) normalise(pixels.data(), at<float>(arena_, input), pixels.size());
    if (input.element == Element::bf16) normalise(pixels.data(), at<std::uint16_t>(arena_, input), pixels.size());
    for (const auto& action : actions_) {
        if (action.loop)
            action.loop(arena_);
        else
            action.kernel.execute(stream, action.arguments);
    }
    stream.wait();
}

std::vector<std::string_view> Program::kernels() const {
    std::vector<std::string_view> names;
    for (const auto& action : actions_)
        if (!action.loop) names.push_back(action.name);
    return names;
}

Tensor Program::output(std::size_t index) const {
    const auto& answer = value(plan_.outputs[index].value);
    const float* values = widened_[index].empty() ? at<float>(arena_, answer) : widened_[index].data();
    return {plan_.size.batch, answer.height, answer.width, answer.channels, values};
}

std::size_t Program::samples(const Value& value) const {
    return static_cast<std::size_t>(plan_.size.batch) * value.channels * value.height * value.width;
}

memory::desc Program::desc_of(const Value& value) const {
    return {{plan_.size.batch, value.channels, value.height, value.width}, type_of(value.element), Tag::nhwc};
}

template <typename Description>
void Program::add_kernel(dnnl::primitive kernel, const Description& description, Arguments arguments) {
    const auto scratchpad = description.scratchpad_desc();
    scratch_bytes_ = std::max(scratch_bytes_, scratchpad.get_size());
    scratchpads_.push_back(memory{scratchpad, processor(), DNNL_MEMORY_NONE});
    arguments.emplace(DNNL_ARG_SCRATCHPAD, scratchpads_.back());
    actions_.push_back({std::move(kernel), description.impl_info_str(), std::move(arguments), nullptr});
}

void Program::add(const Step& step) {
    switch (step.node->kind) {
        case Operator::convolution: return add_convolution(step);
        case Operator::relu: return add_relu(step);
        case Operator::add: return add_sum(step);
        case Operator::upsample: return add_upsample(step);
        case Operator::max_pool: return add_pooling(step, algorithm::pooling_max, step.node->window);
        case Operator::mean: return add_mean(step);
        case Operator::concat: return add_concat(step);
    }
}

// oneDNN adds up (byte − zero point) · weight + bias as integers, scales that, then sums, then adds the answer's zero point.
dnnl::primitive_attr Program::convolution_attributes(const Step& step) const {
    const auto &in = value(step.inputs[0]), &out = value(step.output);
    auto with = attributes();
    float sum_scale = 1;
    int sum_zero = 0;
    if (in.element == Element::byte) {
        auto scales = network_.weights().scales(*step.node);
        for (auto& scale : scales) scale *= in.scaling.scale / out.scaling.scale;
        with.set_output_scales(1 << 1, scales);
        if (in.scaling.zero_point != 0) with.set_zero_points(DNNL_ARG_SRC, 0, {in.scaling.zero_point});
        if (out.scaling.zero_point != 0) with.set_zero_points(DNNL_ARG_DST, 0, {out.scaling.zero_point});
    }
    if (step.sum_with && out.element == Element::byte) {
        const auto& other = value(*step.sum_with).scaling;
        sum_scale = other.scale / out.scaling.scale, sum_zero = other.zero_point;
    }
    dnnl::post_ops after;
    if (step.sum_with) after.append_sum(sum_scale, sum_zero);
    if (step.relu_last) after.append_eltwise(1.0f, algorithm::eltwise_relu, 0, 0);
    with.set_post_ops(after);
    return with;
}

void Program::add_convolution(const Step& step) {
    const Node& node = *step.node;
    const auto& window = node.window;
    const auto &in = value(step.inputs[0]), &out = value(step.output);
    const bool bytes = in.element == Element::byte;
    if (in.element == Element::f32 && !step.sum_with && convolves_directly() && Winograd::suits(node, {1, in.height, in.width}))
        return add_winograd(step);
    if (step.sum_with && !step.sum_in_place) add_copy(*step.sum_with, step.output);
    const memory::desc weights{
        {node.channels_out, node.channels_in, window.height, window.width}, bytes ? Type::s8 : type_of(in.element), Tag::any};
    const dnnl::convolution_forward::desc wanted{dnnl::prop_kind::forward_inference,
                                                 algorithm::convolution_direct,
                                                 desc_of(in),
                                                 weights,
                                                 {{node.channels_out}, Type::f32, Tag::x},
                                                 desc_of(out),
                                                 {window.stride_y, window.stride_x},
                                                 {window.top, window.left},
                                                 far_padding(window, in, out)};
    const dnnl::convolution_forward::primitive_desc description{wanted, convolution_attributes(step), processor()};
    const auto packed = network_.weights().weights(node, description.weights_desc());
    const auto offsets = network_.weights().bias(node, bytes ? in.scaling.scale : 0);
    kept_.push_back(packed);
    kept_.push_back(offsets);
    add_kernel(dnnl::convolution_forward{description}, description,
               {{DNNL_ARG_SRC, memories_[step.inputs[0]]},
                {DNNL_ARG_WEIGHTS, *packed},
                {DNNL_ARG_BIAS, *offsets},
                {DNNL_ARG_DST, memories_[step.output]}});
}

void Program::add_winograd(const Step& step) {
    const auto in = value(step.inputs[0]), out = value(step.output);
    const InputSize size{plan_.size.batch, in.height, in.width};
    const auto winograd = network_.weights().winograd(*step.node);
    scratch_bytes_ = std::max(scratch_bytes_, winograd->scratch_bytes(size));
    add_loop([=, relu = step.relu_last, scratch = scratch_](std::byte* arena) {
        winograd->run(at<float>(arena, in), at<float>(arena, out), size, relu, reinterpret_cast<float*>(arena + scratch));
    });
}

void Program::add_copy(int from, int to) {
    const auto source = value(from), target = value(to);
    if (source.element == Element::byte && target.element == Element::f32)
        return add_loop([=, count = samples(source)](std::byte* arena) {
            widen(at<std::uint8_t>(arena, source), source.scaling, at<float>(arena, target), count);
        });
    const dnnl::reorder::primitive_desc description{processor(), desc_of(source), processor(), desc_of(target), attributes()};
    add_kernel(dnnl::reorder{description}, description, {{DNNL_ARG_FROM, memories_[from]}, {DNNL_ARG_TO, memories_[to]}});
}

void Program::add_relu(const Step& step) {
    const auto from = value(step.inputs[0]), to = value(step.output);
    if (to.element == Element::byte)
        return add_loop(
            [=, table = rescaled(from.scaling, to.scaling, to.scaling.zero_point), count = samples(from)](std::byte* arena) {
                look_up(table, at<std::uint8_t>(arena, from), at<std::uint8_t>(arena, to), count, 1, 1);
            });
    const dnnl::eltwise_forward::desc wanted{dnnl::prop_kind::forward_inference, algorithm::eltwise_relu, desc_of(from), 0, 0};
    const dnnl::eltwise_forward::primitive_desc description{wanted, attributes(), processor()};
    add_kernel(dnnl::eltwise_forward{description}, description,
               {{DNNL_ARG_SRC, memories_[step.inputs[0]]}, {DNNL_ARG_DST, memories_[step.output]}});
}

void Program::add_sum(const Step& step) {
    const auto first = value(step.inputs[0]), second = value(step.inputs[1]), to = value(step.output);
    if (to.element == Element::byte)
        return add_loop([=, sum = Sum{first.scaling, second.scaling, to.scaling}, count = samples(to)](std::byte* arena) {
            runtime::add(at<std::uint8_t>(arena, first), at<std::uint8_t>(arena, second), at<std::uint8_t>(arena, to), count,
                         sum);
        });
    const dnnl::binary::desc wanted{algorithm::binary_add, desc_of(first), desc_of(second), desc_of(to)};
    const dnnl::binary::primitive_desc description{wanted, attributes(), processor()};
    add_kernel(dnnl::binary{description}, description,
               {{DNNL_ARG_SRC_0, memories_[step.inputs[0]]},
                {DNNL_ARG_SRC_1, memories_[step.inputs[1]]},
                {DNNL_ARG_DST, memories_[step.output]}});
}

void Program::add_pooling(const Step& step, algorithm kind, const Window& window) {
    const auto &in = value(step.inputs[0]), &out = value(step.output);
    const dnnl::pooling_forward::desc wanted{dnnl::prop_kind::forward_inference,
                                             kind,
                                             desc_of(in),
                                             desc_of(out),
                                             {window.stride_y, window.stride_x},
                                             {window.height, window.width},
                                             {window.top, window.left},
                                             far_padding(window, in, out)};
    const dnnl::pooling_forward::primitive_desc description{wanted, attributes(), processor()};
    add_kernel(dnnl::pooling_forward{description}, description,
               {{DNNL_ARG_SRC, memories_[step.inputs[0]]}, {DNNL_ARG_DST, memories_[step.output]}});
}

void Program::add_mean(const Step& step) {
    const auto in = value(step.inputs[0]), out = value(step.output);
    if (in.element != Element::byte) return add_pooling(step, algorithm::pooling_avg_exclude_padding, {in.height, in.width});
    add_loop([=, batch = plan_.size.batch](std::byte* arena) {
        const std::size_t pixels = static_cast<std::size_t>(in.height) * in.width;
        for (int n = 0; n < batch; ++n)
            mean(at<std::uint8_t>(arena, in) + n * pixels * in.channels, in.scaling, at<float>(arena, out) + n * in.channels,
                 pixels, in.channels);
    });
}

void Program::add_concat(const Step& step) {
    if (value(step.output).element == Element::byte) return add_concat_of_bytes(step);
    std::vector<memory::desc> parts;
    Arguments arguments{{DNNL_ARG_DST, memories_[step.output]}};
    for (const int input : step.inputs) {
        arguments.emplace(DNNL_ARG_MULTIPLE_SRC + static_cast<int>(parts.size()), memories_[input]);
        parts.push_back(desc_of(value(input)));
    }
    const dnnl::concat::primitive_desc description{desc_of(value(step.output)), 1, parts, processor(), attributes()};
    add_kernel(dnnl::concat{description}, description, std::move(arguments));
}

void Program::add_concat_of_bytes(const Step& step) {
    const auto to = value(step.output);
    int before = 0;  // channels of the parts before this one
    for (const int input : step.inputs) {
        const auto from = value(input);
        add_loop([=, table = rescaled(from.scaling, to.scaling), pixels = samples(from) / from.channels](std::byte* arena) {
            look_up(table, at<std::uint8_t>(arena, from), at<std::uint8_t>(arena, to) + before, pixels, from.channels,
                    to.channels);
        });
        before += from.channels;
    }
}

void Program::add_upsample(const Step& step) {
    const auto from = value(step.inputs[0]), to = value(step.output);
    add_loop([=, rows = plan_.size.batch * from.height](std::byte* arena) {
        double_size(arena + from.offset, arena + to.offset, rows, from.width, from.channels * bytes_of(from.element));
    });
}

// Answers leave as float32.
void Program::add_output(const GraphOutput& output) {
    const auto from = value(output.value);
    auto& wide = widened_.emplace_back();
    if (from.element == Element::f32) return;
    wide.resize(samples(from));
    if (from.element == Element::byte)
        return add_loop([=, to = wide.data(), count = wide.size()](std::byte* arena) {
            widen(at<std::uint8_t>(arena, from), from.scaling, to, count);
        });
    auto full = from;
    full.element = Element::f32;
    const dnnl::reorder::primitive_desc description{processor(), desc_of(from), processor(), desc_of(full), attributes()};
    add_kernel(dnnl::reorder{description}, description,
               {{DNNL_ARG_FROM, memories_[output.value]}, {DNNL_ARG_TO, memory{desc_of(full), processor(), wide.data()}}});
}

}  // namespace patente::vision::runtime
