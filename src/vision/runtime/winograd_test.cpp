#include "vision/runtime/winograd.h"

#include <gtest/gtest.h>

#include <random>

#include "vision/runtime/plain_loops.h"

namespace patente::vision::runtime {
namespace {

Node convolution(int ins, int outs) {
    Node node{.kind = Operator::convolution, .name = "c", .inputs = {0}, .output = 1, .channels_in = ins, .channels_out = outs};
    node.window = {3, 3, 1, 1, 1, 1, 1, 1};
    std::mt19937 random{5};
    for (int i = 0; i < outs * ins * 9; ++i)  // of either sign, 2⁻⁵ to 2⁻³
        node.weights.push_back(static_cast<std::uint16_t>((random() & 1) << 15 | (10 + random() % 2) << 10 | random() % 1024));
    for (int o = 0; o < outs; ++o) node.bias.push_back(static_cast<float>(o % 5) - 2);
    return node;
}

void expect_like_plain_loops(int ins, int outs, InputSize size, bool relu) {
    const auto node = convolution(ins, outs);
    ASSERT_TRUE(Winograd::suits(node, size));
    std::mt19937 random{6};
    std::normal_distribution<float> normal;
    std::vector<PlainTensor> pictures(size.batch, PlainTensor(ins, size.height, size.width));
    std::vector<float> in;
    for (auto& picture : pictures) {
        for (auto& value : picture.values) value = normal(random);
        in.insert(in.end(), picture.values.begin(), picture.values.end());
    }
    const Winograd winograd{node};
    const auto pixels = static_cast<std::size_t>(size.height) * size.width;
    std::vector<float> out(size.batch * pixels * outs, -7), scratch(winograd.scratch_bytes(size) / sizeof(float));
    winograd.run(in.data(), out.data(), size, relu, scratch.data());
    for (int n = 0; n < size.batch; ++n) {
        const auto want = plain_convolution(node, pictures[n]);
        float largest = 0, worst = 0;
        for (std::size_t i = 0; i < want.values.size(); ++i) {
            const float value = relu ? std::max(0.0f, want.values[i]) : want.values[i];
            largest = std::max(largest, std::abs(value));
            worst = std::max(worst, std::abs(value - out[n * want.values.size() + i]));
        }
        EXPECT_GT(largest, 1);
        EXPECT_LT(worst / largest, 1e-5);
    }
}

TEST(Winograd, ComputesAsPlainLoopsDo) {
    expect_like_plain_loops(16, 32, {1, 24, 16}, false);
    expect_like_plain_loops(16, 32, {1, 24, 16}, true);
}

TEST(Winograd, ComputesPicturesThatNoTileFits) {
    expect_like_plain_loops(8, 16, {1, 21, 23}, false);
    expect_like_plain_loops(24, 16, {3, 17, 18}, true);
    expect_like_plain_loops(8, 16, {1, 1, 95}, false);
}

TEST(Winograd, ComputesPicturesOfManyStrips) { expect_like_plain_loops(8, 16, {1, 29, 200}, true); }

TEST(Winograd, LeavesOtherConvolutionsAlone) {
    const InputSize size{1, 24, 24};
    auto node = convolution(16, 32);
    EXPECT_TRUE(Winograd::suits(node, size));
    EXPECT_FALSE(Winograd::suits(node, {1, 12, 12}));  // few tiles
    node.window.stride_x = 2;
    EXPECT_FALSE(Winograd::suits(node, size));
    node.window.stride_x = 1, node.window.left = 0;
    EXPECT_FALSE(Winograd::suits(node, size));
    node.window.left = 1, node.window.width = 5;
    EXPECT_FALSE(Winograd::suits(node, size));
    EXPECT_FALSE(Winograd::suits(convolution(15, 32), size));
    EXPECT_FALSE(Winograd::suits(convolution(16, 24), size));
}

}  // namespace
}  // namespace patente::vision::runtime
