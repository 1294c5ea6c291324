#include <cstring>
#include <list>
#include <stdexcept>
#include <unordered_map>

#include "base/wide.h"
#include "vision/runtime/network.h"
#include "vision/runtime/weight_store.h"

extern "C" void omp_set_num_threads(int count);  // of the OpenMP that oneDNN was built with; clang has no omp.h for it

namespace patente::vision::runtime {
namespace {

using dnnl::algorithm;
using dnnl::memory;
using dnnl::primitive;
using Tag = memory::format_tag;
using Type = memory::data_type;

constexpr std::size_t plans_kept = 4;

// oneDNN asks OpenMP, thread by thread, how many more it may use.
void stay_in_this_thread() {
    thread_local const bool done = (omp_set_num_threads(1), true);
    (void)done;
}

// Whole numbers up to 128 are exact in bfloat16: the upper half of the float is the value.
PATENTE_WIDE void normalise(const std::uint8_t* __restrict from, std::uint16_t* __restrict to, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const float value = static_cast<float>(static_cast<int>(from[i]) - 128) * (1.0f / 64);
        std::uint32_t bits;
        __builtin_memcpy(&bits, &value, sizeof bits);
        to[i] = static_cast<std::uint16_t>(bits >> 16);
    }
}

PATENTE_WIDE void normalise(const std::uint8_t* __restrict from, float* __restrict to, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) to[i] = static_cast<float>(static_cast<int>(from[i]) - 128) * (1.0f / 64);
}

void double_size(const std::byte* from, std::byte* to, int rows, int columns, std::size_t pixel) {
    const std::size_t wide = 2 * columns * pixel;
    for (int y = 0; y < rows; ++y, to += wide) {
        std::byte* out = to;
        for (int x = 0; x < columns; ++x, from += pixel, out += 2 * pixel) {
            std::memcpy(out, from, pixel);
            std::memcpy(out + pixel, from, pixel);
        }
        std::memcpy(to + wide, to, wide);
        to += wide;
    }
}

// One plan made ready to run: primitives with their arguments, bound to an arena.
class Program {
public:
    Program(const Network& network, Plan plan) : network_(network), plan_(std::move(plan)), scratch_(plan_.arena_bytes) {
        for (const auto& value : plan_.values) memories_.push_back(memory_of(value));
        for (const auto& step : plan_.steps) add(step);
        for (const auto& output : network.graph().outputs) add_output(output);
    }

    const Plan& plan() const { return plan_; }
    std::size_t bytes() const { return scratch_ + scratch_bytes_; }

    void bind(std::byte* arena) {
        if (arena == arena_) return;
        arena_ = arena;
        for (std::size_t i = 0; i < memories_.size(); ++i) memories_[i].set_data_handle(arena + plan_.values[i].offset);
        for (auto& scratchpad : scratchpads_) scratchpad.set_data_handle(arena + scratch_);
    }

    void run(const std::vector<std::uint8_t>& pixels, dnnl::stream& stream) {
        const auto count =
            static_cast<std::size_t>(plan_.size.batch) * plan_.values[0].channels * plan_.size.height * plan_.size.width;
        if (plan_.values[0].fp32)
            normalise(pixels.data(), reinterpret_cast<float*>(arena_ + plan_.values[0].offset), count);
        else
            normalise(pixels.data(), reinterpret_cast<std::uint16_t*>(arena_ + plan_.values[0].offset), count);
        for (const auto& action : actions_) {
            if (action.plain)
                action.plain(arena_);
            else
                action.kernel.execute(stream, action.arguments);
        }
        stream.wait();
    }

    Tensor output(std::size_t index) const {
        const auto& value = plan_.values[network_.graph().outputs[index].value];
        const auto& wide = widened_[index];
        const float* values =
            wide ? static_cast<const float*>(wide.get_data_handle()) : reinterpret_cast<const float*>(arena_ + value.offset);
        return {plan_.size.batch, value.height, value.width, value.channels, values};
    }

private:
    struct Action {
        primitive kernel;
        std::unordered_map<int, memory> arguments;
        std::function<void(std::byte*)> plain;
    };

    memory::desc desc_of(const Value& value) const {
        return {{plan_.size.batch, value.channels, value.height, value.width}, value.fp32 ? Type::f32 : Type::bf16, Tag::nhwc};
    }
    memory memory_of(const Value& value) const { return {desc_of(value), processor(), DNNL_MEMORY_NONE}; }

    template <typename Description>
    void add_kernel(primitive kernel, const Description& description, std::unordered_map<int, memory> arguments) {
        const auto scratchpad = description.scratchpad_desc();
        scratch_bytes_ = std::max(scratch_bytes_, scratchpad.get_size());
        scratchpads_.push_back(memory{scratchpad, processor(), DNNL_MEMORY_NONE});
        arguments.emplace(DNNL_ARG_SCRATCHPAD, scratchpads_.back());
        actions_.push_back({std::move(kernel), std::move(arguments), nullptr});
    }

    static dnnl::primitive_attr attributes() {
        dnnl::primitive_attr attributes;
        attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
        return attributes;
    }

    void add(const Step& step) {
        switch (step.node->kind) {
            case Operator::convolution: return add_convolution(step);
            case Operator::relu: return add_relu(step);
            case Operator::add: return add_sum(step);
            case Operator::upsample: return add_upsample(step);
            case Operator::max_pool: return add_pooling(step, algorithm::pooling_max, step.node->window);
            case Operator::mean: {
                const auto& input = plan_.values[step.inputs[0]];
                return add_pooling(step, algorithm::pooling_avg_exclude_padding, {input.height, input.width});
            }
            case Operator::concat: return add_concat(step);
        }
    }

    void add_convolution(const Step& step) {
        const Node& node = *step.node;
        const auto& window = node.window;
        const bool fp32 = plan_.values[step.inputs[0]].fp32;
        if (step.sum_with && !step.sum_in_place) add_copy(*step.sum_with, step.output);
        dnnl::post_ops after;
        if (step.relu_before_sum) after.append_eltwise(1.0f, algorithm::eltwise_relu, 0, 0);
        if (step.sum_with) after.append_sum(1.0f);
        if (step.relu_last) after.append_eltwise(1.0f, algorithm::eltwise_relu, 0, 0);
        auto with = attributes();
        with.set_post_ops(after);
        const memory::desc weights{
            {node.channels_out, node.channels_in, window.height, window.width}, fp32 ? Type::f32 : Type::bf16, Tag::any};
        const memory::desc bias{{node.channels_out}, Type::f32, Tag::x};
        // oneDNN wants the padding that is used, not what is left over at the far side.
        const auto& in = plan_.values[step.inputs[0]];
        const auto& out = plan_.values[step.output];
        const auto far = [](int out, int stride, int kernel, int in, int near) {
            return (out - 1) * stride + kernel - in - near;
        };
        const dnnl::convolution_forward::desc wanted{dnnl::prop_kind::forward_inference,
                                                     algorithm::convolution_direct,
                                                     desc_of(in),
                                                     weights,
                                                     bias,
                                                     desc_of(out),
                                                     {window.stride_y, window.stride_x},
                                                     {window.top, window.left},
                                                     {far(out.height, window.stride_y, window.height, in.height, window.top),
                                                      far(out.width, window.stride_x, window.width, in.width, window.left)}};
        const dnnl::convolution_forward::primitive_desc description{wanted, with, processor()};
        const auto packed = network_.weights().weights(node, description.weights_desc()), offsets = network_.weights().bias(node);
        kept_.push_back(packed);
        kept_.push_back(offsets);
        add_kernel(dnnl::convolution_forward{description}, description,
                   {{DNNL_ARG_SRC, memories_[step.inputs[0]]},
                    {DNNL_ARG_WEIGHTS, *packed},
                    {DNNL_ARG_BIAS, *offsets},
                    {DNNL_ARG_DST, memories_[step.output]}});
    }

    void add_copy(int from, int to) {
        const dnnl::reorder::primitive_desc description{processor(), desc_of(plan_.values[from]), processor(),
                                                        desc_of(plan_.values[to]), attributes()};
        add_kernel(dnnl::reorder{description}, description, {{DNNL_ARG_FROM, memories_[from]}, {DNNL_ARG_TO, memories_[to]}});
    }

    void add_relu(const Step& step) {
        const dnnl::eltwise_forward::desc wanted{dnnl::prop_kind::forward_inference, algorithm::eltwise_relu,
                                                 desc_of(plan_.values[step.inputs[0]]), 0, 0};
        const dnnl::eltwise_forward::primitive_desc description{wanted, attributes(), processor()};
        add_kernel(dnnl::eltwise_forward{description}, description,
                   {{DNNL_ARG_SRC, memories_[step.inputs[0]]}, {DNNL_ARG_DST, memories_[step.output]}});
    }

    void add_sum(const Step& step) {
        const dnnl::binary::desc wanted{algorithm::binary_add, desc_of(plan_.values[step.inputs[0]]),
                                        desc_of(plan_.values[step.inputs[1]]), desc_of(plan_.values[step.output])};
        const dnnl::binary::primitive_desc description{wanted, attributes(), processor()};
        add_kernel(dnnl::binary{description}, description,
                   {{DNNL_ARG_SRC_0, memories_[step.inputs[0]]},
                    {DNNL_ARG_SRC_1, memories_[step.inputs[1]]},
                    {DNNL_ARG_DST, memories_[step.output]}});
    }

    void add_pooling(const Step& step, algorithm kind, const Window& window) {
        const auto& in = plan_.values[step.inputs[0]];
        const auto& out = plan_.values[step.output];
        const auto far = [](int out, int stride, int kernel, int in, int near) {
            return (out - 1) * stride + kernel - in - near;
        };
        const dnnl::pooling_forward::desc wanted{dnnl::prop_kind::forward_inference,
                                                 kind,
                                                 desc_of(in),
                                                 desc_of(out),
                                                 {window.stride_y, window.stride_x},
                                                 {window.height, window.width},
                                                 {window.top, window.left},
                                                 {far(out.height, window.stride_y, window.height, in.height, window.top),
                                                  far(out.width, window.stride_x, window.width, in.width, window.left)}};
        const dnnl::pooling_forward::primitive_desc description{wanted, attributes(), processor()};
        add_kernel(dnnl::pooling_forward{description}, description,
                   {{DNNL_ARG_SRC, memories_[step.inputs[0]]}, {DNNL_ARG_DST, memories_[step.output]}});
    }

    void add_concat(const Step& step) {
        std::vector<memory::desc> parts;
        std::unordered_map<int, memory> arguments{{DNNL_ARG_DST, memories_[step.output]}};
        for (const int input : step.inputs) {
            arguments.emplace(DNNL_ARG_MULTIPLE_SRC + static_cast<int>(parts.size()), memories_[input]);
            parts.push_back(desc_of(plan_.values[input]));
        }
        const dnnl::concat::primitive_desc description{desc_of(plan_.values[step.output]), 1, parts, processor(), attributes()};
        add_kernel(dnnl::concat{description}, description, std::move(arguments));
    }

    void add_upsample(const Step& step) {
        const auto from = plan_.values[step.inputs[0]], to = plan_.values[step.output];
        const std::size_t pixel = from.channels * (from.fp32 ? 4 : 2);
        actions_.push_back({{}, {}, [=, rows = plan_.size.batch * from.height](std::byte* arena) {
                                double_size(arena + from.offset, arena + to.offset, rows, from.width, pixel);
                            }});
    }

    // Answers leave as float32.
    void add_output(const GraphOutput& output) {
        const auto& value = plan_.values[output.value];
        if (value.fp32) {
            widened_.emplace_back();
            return;
        }
        auto wide = value;
        wide.fp32 = true;
        widened_.push_back(memory{desc_of(wide), processor()});
        const dnnl::reorder::primitive_desc description{processor(), desc_of(value), processor(), desc_of(wide), attributes()};
        add_kernel(dnnl::reorder{description}, description,
                   {{DNNL_ARG_FROM, memories_[output.value]}, {DNNL_ARG_TO, widened_.back()}});
    }

    const Network& network_;
    Plan plan_;
    std::size_t scratch_ = 0, scratch_bytes_ = 0;  // where the scratchpad begins, and its size
    std::byte* arena_ = nullptr;
    std::vector<memory> memories_, scratchpads_, widened_;
    std::vector<WeightStore::Shared> kept_;
    std::vector<Action> actions_;
};

}  // namespace

struct Context::State {
    struct Unaligned {
        void operator()(std::byte* bytes) const { ::operator delete[](bytes, std::align_val_t{64}); }
    };

    std::shared_ptr<const Network> network;
    Precision precision;
    dnnl::stream stream{processor()};
    std::list<Program> programs;  // the last used first
    std::vector<std::uint8_t> pixels;
    std::unique_ptr<std::byte[], Unaligned> arena;
    std::size_t arena_bytes = 0;

    Result<Program*> program_for(InputSize size) {
        const auto found = std::ranges::find(programs, size, [](const Program& program) { return program.plan().size; });
        if (found != programs.end()) {
            programs.splice(programs.begin(), programs, found);
            return &programs.front();
        }
        programs.emplace_front(*network, TRY(plan_for(network->graph(), size, precision)));
        if (programs.size() > plans_kept) programs.pop_back();
        return &programs.front();
    }

    void grow(std::size_t bytes) {
        if (bytes <= arena_bytes) return;
        arena.reset();
        arena.reset(new (std::align_val_t{64}) std::byte[bytes]);
        arena_bytes = bytes;
    }
};

Context::Context(std::shared_ptr<const Network> network, Precision precision)
    : state_(new State{.network = std::move(network), .precision = precision}) {}
Context::~Context() = default;
Context::Context(Context&&) noexcept = default;

Result<std::span<std::uint8_t>> Context::prepare(InputSize size) {
    stay_in_this_thread();
    auto* program = TRY(state_->program_for(size));
    state_->grow(program->bytes());
    program->bind(state_->arena.get());
    state_->pixels.resize(static_cast<std::size_t>(size.batch) * size.height * size.width * state_->network->graph().channels);
    return std::span{state_->pixels};
}

void Context::run() {
    stay_in_this_thread();
    state_->programs.front().run(state_->pixels, state_->stream);
}

Tensor Context::output(std::string_view name) const {
    const auto& outputs = state_->network->graph().outputs;
    for (std::size_t i = 0; i < outputs.size(); ++i)
        if (outputs[i].name == name) return state_->programs.front().output(i);
    throw std::out_of_range(state_->network->name() + " has no output " + std::string{name});
}

bool processor_has_bf16() {
    switch (dnnl::get_effective_cpu_isa()) {
        case dnnl::cpu_isa::avx512_core_bf16:
        case dnnl::cpu_isa::avx512_core_amx: return true;
        default: return false;
    }
}

}  // namespace patente::vision::runtime
