#include <list>
#include <stdexcept>

#include "vision/runtime/program.h"

extern "C" void omp_set_num_threads(int count);  // of the OpenMP that oneDNN was built with; clang has no omp.h for it

namespace patente::vision::runtime {
namespace {

constexpr std::size_t plans_kept = 12;  // of one context; what oneDNN compiled for them stays in its own cache

// oneDNN asks OpenMP, thread by thread, how many more it may use.
void stay_in_this_thread() {
    thread_local const bool done = (omp_set_num_threads(1), true);
    (void)done;
}

}  // namespace

struct Context::State {
    struct Unaligned {
        void operator()(std::byte* bytes) const { ::operator delete[](bytes, std::align_val_t{64}); }
    };

    std::shared_ptr<const Network> network;
    Precision precision;
    std::vector<std::string> wanted;
    dnnl::stream stream{processor()};
    std::list<Program> programs;  // the last used first
    std::vector<std::uint8_t> own_pixels;
    std::span<std::uint8_t> pixels;  // of the last `prepare`
    std::unique_ptr<std::byte[], Unaligned> arena;
    std::size_t arena_bytes = 0;

    Result<Program*> program_for(InputSize size) {
        const auto found = std::ranges::find(programs, size, [](const Program& program) { return program.plan().size; });
        if (found != programs.end()) {
            programs.splice(programs.begin(), programs, found);
            return &programs.front();
        }
        programs.emplace_front(*network, TRY(plan_for(network->graph(), size, precision, wanted)));
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

Context::Context(std::shared_ptr<const Network> network, Precision precision, std::vector<std::string> wanted)
    : state_(new State{.network = std::move(network), .precision = precision, .wanted = std::move(wanted)}) {}
Context::~Context() = default;
Context::Context(Context&&) noexcept = default;

Result<std::span<std::uint8_t>> Context::prepare(InputSize size) {
    stay_in_this_thread();
    auto* program = TRY(state_->program_for(size));
    state_->grow(program->bytes());
    program->bind(state_->arena.get());
    return state_->pixels = program->pixels(state_->own_pixels);
}

void Context::run() {
    stay_in_this_thread();
    state_->programs.front().run(state_->pixels, state_->stream);
}

Tensor Context::output(std::string_view name) const {
    const auto& outputs = state_->programs.front().plan().outputs;
    for (std::size_t i = 0; i < outputs.size(); ++i)
        if (outputs[i].name == name) return state_->programs.front().output(i);
    throw std::out_of_range(state_->network->name() + " has no output " + std::string{name});
}

bool processor_has(Precision precision) {
    switch (dnnl::get_effective_cpu_isa()) {
        case dnnl::cpu_isa::avx512_core_amx:
        case dnnl::cpu_isa::avx512_core_bf16: return true;
        case dnnl::cpu_isa::avx512_core_vnni:
        case dnnl::cpu_isa::avx2_vnni: return precision != Precision::bf16;
        default: return precision == Precision::fp32;
    }
}

}  // namespace patente::vision::runtime
