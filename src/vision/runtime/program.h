// A plan made ready to run: oneDNN's primitives and loops of our own, bound to one arena.
#pragma once

#include <dnnl.hpp>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "vision/runtime/network.h"
#include "vision/runtime/weight_store.h"

namespace patente::vision::runtime {

class Program {
public:
    // The network must outlive the program.
    Program(const Network& network, Plan plan);

    const Plan& plan() const { return plan_; }
    std::size_t bytes() const { return scratch_ + scratch_bytes_; }  // of the arena

    void bind(std::byte* arena);
    // Where the caller puts the pixels: `own`, made as large as it must be, or the arena itself when the network takes bytes.
    std::span<std::uint8_t> pixels(std::vector<std::uint8_t>& own) const;
    void run(std::span<const std::uint8_t> pixels, dnnl::stream& stream);
    Tensor output(std::size_t index) const;
    std::vector<std::string_view> kernels() const;  // as oneDNN names them: "jit:avx2", …

private:
    using Arguments = std::unordered_map<int, dnnl::memory>;
    using Loop = std::function<void(std::byte* arena)>;
    struct Action {  // a primitive, or a loop
        dnnl::primitive kernel;
        std::string name;
        Arguments arguments;
        Loop loop;
    };

    const Value& value(int number) const { return plan_.values[number]; }
    std::size_t samples(const Value& value) const;
    dnnl::memory::desc desc_of(const Value& value) const;

    template <typename Description>
    void add_kernel(dnnl::primitive kernel, const Description& description, Arguments arguments);
    void add_loop(Loop loop) { actions_.push_back({{}, {}, {}, std::move(loop)}); }

    void add(const Step& step);
    void add_convolution(const Step& step);
    dnnl::primitive_attr convolution_attributes(const Step& step) const;
    void add_winograd(const Step& step);
    void add_copy(int from, int to);
    void add_relu(const Step& step);
    void add_sum(const Step& step);
    void add_pooling(const Step& step, dnnl::algorithm kind, const Window& window);
    void add_mean(const Step& step);
    void add_concat(const Step& step);
    void add_concat_of_bytes(const Step& step);
    void add_upsample(const Step& step);
    void add_output(const GraphOutput& output);

    const Network& network_;
    Plan plan_;
    std::size_t scratch_ = 0, scratch_bytes_ = 0;  // where the scratchpad begins, and its size
    std::byte* arena_ = nullptr;
    std::vector<dnnl::memory> memories_, scratchpads_;
    std::vector<std::vector<float>> widened_;  // of each output; empty where the arena holds it in float32
    std::vector<WeightStore::Shared> kept_;
    std::vector<Action> actions_;
};

}  // namespace patente::vision::runtime
