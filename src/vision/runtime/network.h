// Runs our plain networks on oneDNN from ONNX files of a documented subset (README.md). Each Context computes in the
// calling thread alone.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "vision/runtime/plan.h"

namespace patente::vision::runtime {

class WeightStore;

// A loaded file. Never changes; shared by all contexts.
class Network {
public:
    // Errors: not_found "model-missing", invalid "model-unusable"; both name the file and what is wrong.
    static Result<std::shared_ptr<const Network>> load(const std::filesystem::path& file);
    ~Network();

    const std::string& name() const { return name_; }  // the file's name
    const std::string& sha256() const { return sha256_; }
    const std::map<std::string, std::string>& metadata() const { return graph_.metadata; }
    const Graph& graph() const { return graph_; }
    WeightStore& weights() const { return *weights_; }

private:
    Network();

    std::string name_, sha256_;
    Graph graph_;
    std::unique_ptr<WeightStore> weights_;
};

// One answer of a network, batch × height × width × channels, channels side by side. Lies in its context and is
// good until that context is prepared again.
struct Tensor {
    int batch = 0, height = 0, width = 0, channels = 0;
    const float* values = nullptr;

    const float* at(int n, int y, int x) const {
        return values + ((static_cast<std::size_t>(n) * height + y) * width + x) * channels;
    }
};

// The working memory of one computation at a time; may move between threads, never be used by two at once.
// Plans for the last twelve input sizes are kept. Computes what the `wanted` outputs need; none named: all of them.
class Context {
public:
    Context(std::shared_ptr<const Network> network, Precision precision, std::vector<std::string> wanted = {});
    ~Context();
    Context(Context&&) noexcept;

    // Where the caller puts the pixels: batch × height × width × channels, interleaved as in an Image, 0…255;
    // the network sees (x − 128) / 64. Error: invalid "model-unusable" when the size does not fit.
    Result<std::span<std::uint8_t>> prepare(InputSize size);
    void run();                                  // over the pixels of the last `prepare`
    Tensor output(std::string_view name) const;  // throws std::out_of_range for one that the file lacks or no one wanted

private:
    struct State;
    std::unique_ptr<State> state_;
};

bool processor_has(Precision precision);  // as oneDNN sees the processor: bf16 and int8 need instructions of their own

}  // namespace patente::vision::runtime
