// Answers of a network on pixels from standard input: onnxruntime_answers MODEL fp32|bf16|int8 BATCH HEIGHT WIDTH.
// Writes a JSON line for each output, {"name", "shape": [batch, height, width, channels]}, then its float32 samples.
#include <fmt/format.h>

#include <cstdlib>
#include <iostream>

#include "base/json.h"
#include "vision/runtime/precision.h"

namespace {

using namespace patente;
using namespace patente::vision::runtime;

template <typename T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().detail.en);
    return std::move(*result);
}

void answer(const char* model, std::string_view format, InputSize size) {
    const auto network = must(Network::load(model));
    const auto precision = json::enum_named<Precision>(format);
    if (!precision || !can_run(*network, *precision)) throw std::runtime_error("this number format cannot run here");
    Context context{network, *precision};
    const auto pixels = must(context.prepare(size));
    if (!std::cin.read(reinterpret_cast<char*>(pixels.data()), static_cast<std::streamsize>(pixels.size())))
        throw std::runtime_error(fmt::format("{} bytes of pixels are expected", pixels.size()));
    context.run();
    for (const auto& output : network->graph().outputs) {
        const auto tensor = context.output(output.name);
        std::cout << fmt::format("{{\"name\": \"{}\", \"shape\": [{}, {}, {}, {}]}}\n", output.name, tensor.batch, tensor.height,
                                 tensor.width, tensor.channels);
        std::cout.write(reinterpret_cast<const char*>(tensor.values),
                        (tensor.at(tensor.batch, 0, 0) - tensor.values) * static_cast<std::streamsize>(sizeof(float)));
    }
}

}  // namespace

int main(int count, char** arguments) try {
    if (count != 6) throw std::runtime_error("usage: onnxruntime_answers MODEL fp32|bf16|int8 BATCH HEIGHT WIDTH");
    answer(arguments[1], arguments[2], {std::atoi(arguments[3]), std::atoi(arguments[4]), std::atoi(arguments[5])});
    return std::cout.flush() ? 0 : 1;
} catch (const std::exception& error) {
    fmt::print(stderr, "onnxruntime_answers: {}\n", error.what());
    return 1;
}
