#include "vision/runtime/network.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <random>
#include <thread>

#include "base/json.h"
#include "vision/runtime/plain_loops.h"
#include "vision/runtime/precision.h"
#include "vision/runtime/program.h"

namespace patente::vision::runtime {
namespace {

const std::filesystem::path fixtures = PATENTE_ROOT "/tests/fixtures";

std::shared_ptr<const Network> every_operator() {
    auto network = Network::load(fixtures / "every_operator.onnx");
    EXPECT_TRUE(network) << network.error().detail.en;
    return *network;
}

std::vector<std::uint8_t> noise(std::size_t count, unsigned seed) {
    std::mt19937 random{seed};
    std::vector<std::uint8_t> bytes(count);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    return bytes;
}

PlainTensor normalised(const std::uint8_t* pixels, int channels, int height, int width) {
    PlainTensor tensor(channels, height, width);
    for (std::size_t i = 0; i < tensor.values.size(); ++i) tensor.values[i] = (pixels[i] - 128) / 64.0f;
    return tensor;
}

// Largest difference of picture `n`, as a share of the largest value.
double difference(const Tensor& got, const PlainTensor& want, int n) {
    EXPECT_EQ(got.channels, want.channels);
    EXPECT_EQ(got.height, want.height);
    EXPECT_EQ(got.width, want.width);
    double worst = 0, largest = 0;
    const float* values = got.at(n, 0, 0);
    for (std::size_t i = 0; i < want.values.size(); ++i) {
        worst = std::max<double>(worst, std::abs(values[i] - want.values[i]));
        largest = std::max<double>(largest, std::abs(want.values[i]));
    }
    return worst / largest;
}

void expect_like_plain_loops(Context& context, const Network& network, InputSize size, double tolerance, unsigned seed) {
    auto pixels = context.prepare(size);
    ASSERT_TRUE(pixels) << pixels.error().detail.en;
    const auto bytes = noise(pixels->size(), seed);
    std::ranges::copy(bytes, pixels->begin());
    context.run();
    for (int n = 0; n < size.batch; ++n) {
        const auto* picture = bytes.data() + bytes.size() / size.batch * n;
        for (const auto& [name, want] :
             plain_run(network.graph(), normalised(picture, network.graph().channels, size.height, size.width)))
            EXPECT_LT(difference(context.output(name), want, n), tolerance) << name << " of picture " << n;
    }
}

TEST(Network, ComputesEveryOperatorAsPlainLoopsDo) {
    const auto network = every_operator();
    Context context{network, Precision::fp32};
    expect_like_plain_loops(context, *network, {1, 32, 48}, 1e-5, 1);
    expect_like_plain_loops(context, *network, {3, 16, 24}, 1e-5, 2);
}

TEST(Network, ComputesInBfloat16WithinItsEightBits) {
    if (!processor_has(Precision::bf16)) GTEST_SKIP() << "this processor has no bfloat16";
    const auto network = every_operator();
    Context context{network, Precision::bf16};
    expect_like_plain_loops(context, *network, {1, 32, 48}, 0.03, 3);
    expect_like_plain_loops(context, *network, {2, 64, 32}, 0.03, 4);
}

TEST(Network, ComputesInBytesWithinTheirScaling) {
    if (!processor_has(Precision::int8)) GTEST_SKIP() << "this processor has no dot product of bytes";
    const auto network = every_operator();
    Context context{network, Precision::int8};
    expect_like_plain_loops(context, *network, {1, 32, 48}, 0.05, 3);
    expect_like_plain_loops(context, *network, {2, 64, 32}, 0.05, 4);
}

// oneDNN's reference kernels run a hundred times as long as any other.
TEST(Network, LeavesNothingToReferenceKernels) {
    const std::filesystem::path models = PATENTE_ROOT "/models";
    for (const auto& file : {fixtures / "every_operator.onnx", models / "plate_detector.onnx", models / "plate_reader.onnx"}) {
        const auto network = Network::load(file);
        ASSERT_TRUE(network) << network.error().detail.en;
        const auto plan = plan_for((*network)->graph(), {1, 64, 192}, Precision::fp32);
        ASSERT_TRUE(plan) << plan.error().detail.en;
        const Program program{**network, *plan};
        EXPECT_FALSE(program.kernels().empty());
        for (const auto name : program.kernels()) EXPECT_FALSE(name.starts_with("ref")) << file << ": " << name;
    }
}

TEST(Network, KeepsItsPixelsForAnotherRun) {
    const auto network = every_operator();
    for (const auto& [precision, name] : names_of(Precision{})) {
        if (!can_run(*network, precision)) continue;
        Context context{network, precision};
        std::ranges::copy(noise(32 * 48 * 3, 8), context.prepare({1, 32, 48})->begin());
        context.run();
        const auto answer = context.output("map");
        const std::vector<float> first{answer.values, answer.at(1, 0, 0)};
        context.run();
        EXPECT_TRUE(std::ranges::equal(first, std::span{context.output("map").values, first.size()})) << name;
    }
}

TEST(Network, ComputesOnlyWhatTheWantedOutputsNeed) {
    const auto network = Network::load(std::filesystem::path{PATENTE_ROOT} / "models/plate_detector.onnx");
    ASSERT_TRUE(network) << network.error().detail.en;
    const auto all = plan_for((*network)->graph(), {1, 64, 192}, Precision::fp32),
               plates = plan_for((*network)->graph(), {1, 64, 192}, Precision::fp32, {"plates"});
    ASSERT_TRUE(all && plates);
    EXPECT_LT(plates->steps.size(), all->steps.size());
    for (const auto& [precision, name] : names_of(Precision{})) {
        if (!can_run(**network, precision)) continue;
        Context whole{*network, precision}, part{*network, precision, {"plates"}};
        for (auto* context : {&whole, &part}) {
            std::ranges::copy(noise(64 * 192 * 3, 9), context->prepare({1, 64, 192})->begin());
            context->run();
        }
        const auto expected = whole.output("plates"), answer = part.output("plates");
        const auto count = static_cast<std::size_t>(answer.height) * answer.width * answer.channels;
        EXPECT_TRUE(std::ranges::equal(std::span{answer.values, count}, std::span{expected.values, count})) << name;
        EXPECT_THROW(part.output("vehicles"), std::out_of_range);
    }
}

TEST(Network, RunsInBytesOnlyWithRanges) {
    auto graph = every_operator()->graph();
    EXPECT_TRUE(plan_for(graph, {1, 32, 48}, Precision::int8));
    const auto stated = graph.metadata.at("patente.ranges");
    for (const char* broken : {"1", "[1]", "[2, 1]", "[0, 1e38]", R"(["0", "1"])"}) {
        auto ranges = json::parsed(stated)->as_object();
        ranges["a"] = *json::parsed(broken);
        graph.metadata["patente.ranges"] = json::text_of(json::Value(ranges));
        EXPECT_FALSE(plan_for(graph, {1, 32, 48}, Precision::int8)) << broken;
    }
    for (const char* broken : {"", "[]", "{}"}) {
        graph.metadata["patente.ranges"] = broken;
        EXPECT_FALSE(plan_for(graph, {1, 32, 48}, Precision::int8)) << broken;
    }
    graph.metadata.erase("patente.ranges");
    EXPECT_FALSE(plan_for(graph, {1, 32, 48}, Precision::int8));
    EXPECT_TRUE(plan_for(graph, {1, 32, 48}, Precision::fp32));
}

TEST(Scaling, ZeroIsExactAndTheEndsAreReached) {
    for (const Range range : {Range{-1, 3}, Range{0, 5}, Range{-4, 0}, Range{0.5f, 2}}) {
        const auto scaling = scaling_for(range);
        EXPECT_GE(scaling.zero_point, 0);
        EXPECT_LE(scaling.zero_point, 255);
        EXPECT_NEAR((255 - scaling.zero_point) * scaling.scale, std::max(0.0f, range.highest), scaling.scale);
        EXPECT_NEAR(-scaling.zero_point * scaling.scale, std::min(0.0f, range.lowest), scaling.scale);
    }
    EXPECT_EQ(scaling_for({-2, 127.0f / 64}), (Scaling{1.0f / 64, 128}));  // pixels are their own bytes
}

TEST(Network, ForgetsTheOldestSizesAndStillAnswers) {
    const auto network = every_operator();
    Context context{network, Precision::fp32};
    for (int round = 0; round < 2; ++round)
        for (int width = 16; width <= 96; width += 16) expect_like_plain_loops(context, *network, {1, 16, width}, 1e-5, width);
}

TEST(Network, ContextMadeInOneThreadRunsInAnother) {
    const auto network = every_operator();
    Context context{network, Precision::fp32};
    expect_like_plain_loops(context, *network, {1, 16, 16}, 1e-5, 5);
    std::thread{[&] {
        expect_like_plain_loops(context, *network, {1, 64, 64}, 1e-5, 6);
        expect_like_plain_loops(context, *network, {1, 16, 16}, 1e-5, 7);
    }}.join();
}

TEST(Network, ManyThreadsShareOneNetwork) {
    const auto network = every_operator();
    std::vector<std::thread> threads;
    for (unsigned t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            Context context{network, Precision::fp32};
            for (unsigned i = 0; i < 3; ++i) expect_like_plain_loops(context, *network, {1, 16, 32}, 1e-5, t * 10 + i);
        });
    for (auto& thread : threads) thread.join();
}

TEST(Network, ReadsItsMetadata) {
    EXPECT_EQ(every_operator()->metadata().at("patente.normalise"), "(x-128)/64");
    EXPECT_EQ(every_operator()->sha256().size(), 64u);
}

TEST(Network, RefusesWithTheFileAndTheReason) {
    const auto reason = [](const char* name) { return Network::load(fixtures / name).error().detail.en; };
    EXPECT_EQ(reason("unknown_operator.onnx"), "unknown_operator.onnx: operator Sigmoid is not supported.");
    EXPECT_EQ(reason("wrong_opset.onnx"), "wrong_opset.onnx: not of opset 13.");
    EXPECT_EQ(reason("make_networks.py"), "make_networks.py: this is no ONNX file.");
    EXPECT_EQ(Network::load(fixtures / "none.onnx").error().problem, "model-missing");
}

TEST(Network, RefusesAnInputThatDoesNotFit) {
    Context context{every_operator(), Precision::fp32};
    const auto odd = context.prepare({1, 20, 24});  // 10×12 pools to 5×6, doubles to 10×12; 18 would not
    EXPECT_TRUE(odd);
    const auto misfit = context.prepare({1, 18, 24});
    ASSERT_FALSE(misfit);
    EXPECT_EQ(misfit.error().problem, "model-unusable");
}

TEST(Network, CutFilesAreRefusedNotRead) {
    std::ifstream stream{fixtures / "every_operator.onnx", std::ios::binary};
    const std::string whole{std::istreambuf_iterator<char>{stream}, {}};
    for (std::size_t length = 0; length < whole.size(); length += 97)
        EXPECT_FALSE(parse_graph(std::string_view{whole}.substr(0, length), "cut")) << length;
}

TEST(Half, ReadsNormalSmallAndSignedNumbers) {
    EXPECT_EQ(float_from_half(0x3C00), 1.0f);
    EXPECT_EQ(float_from_half(0xC000), -2.0f);
    EXPECT_EQ(float_from_half(0x0001), std::ldexp(1.0f, -24));
    EXPECT_EQ(float_from_half(0x7BFF), 65504.0f);
    EXPECT_TRUE(std::signbit(float_from_half(0x8000)));
}

TEST(Plan, MemoryOfValuesAliveTogetherDoesNotOverlap) {
    const auto network = every_operator();
    const auto plan = plan_for(network->graph(), {1, 64, 64}, Precision::fp32);
    ASSERT_TRUE(plan);
    std::size_t all = 0;
    for (const auto& step : plan->steps) all += plan->values[step.output].bytes;
    EXPECT_LT(plan->arena_bytes, all);
    for (const auto& step : plan->steps)
        for (const int input : step.inputs) {
            const auto& a = plan->values[input];
            const auto& b = plan->values[step.output];
            EXPECT_TRUE(a.offset + a.bytes <= b.offset || b.offset + b.bytes <= a.offset) << step.node->name;
        }
}

}  // namespace
}  // namespace patente::vision::runtime
