// 3×3 convolutions of stride 1 in float32 by Winograd's F(4×4, 3×3): a quarter of the multiplications of the direct way, the only
// one that oneDNN has for processors without AVX-512.
#pragma once

#include <cstddef>
#include <vector>

#include "vision/runtime/plan.h"

namespace patente::vision::runtime {

class Winograd {
public:
    // Whether `node` is such a convolution, with enough to do on an input of this size to be worth the way there and back.
    static bool suits(const Node& node, InputSize size);

    explicit Winograd(const Node& node);  // which must outlive it

    std::size_t scratch_bytes(InputSize size) const;
    // `in` and `out`: batch × height × width × channels. Safe from any thread.
    void run(const float* in, float* out, InputSize size, bool relu, float* scratch) const;

private:
    struct Strip;  // rows of tiles that are computed together
    Strip first_strip(InputSize size) const;
    void spread(const float* picture, InputSize size, const Strip& strip, float* to) const;
    void gather(const float* from, InputSize size, const Strip& strip, bool relu, float* picture) const;

    const Node& node_;
    std::vector<float> weights_;  // [place in the tile][output / 16][input][output % 16]
    std::vector<float> zeros_;    // a pixel outside the picture
};

}  // namespace patente::vision::runtime
