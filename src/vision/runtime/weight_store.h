// The weights of a network in the order a primitive wants them: made once, shared while any plan uses them.
#pragma once

#include <dnnl.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "vision/runtime/winograd.h"

namespace patente::vision::runtime {

const dnnl::engine& processor();

class WeightStore {
public:
    using Shared = std::shared_ptr<const dnnl::memory>;

    // All safe from any thread. Weights wanted as s8 are divided by `scales`.
    Shared weights(const Node& node, const dnnl::memory::desc& wanted);
    // `input_scale`: of the bytes that the weights meet, 0 when they are numbers as they stand.
    Shared bias(const Node& node, float input_scale);
    std::shared_ptr<const Winograd> winograd(const Node& node);
    // What 1 in an 8-bit weight stands for, by output channel: the largest weight is 127. Valid as long as the store.
    const std::vector<float>& scales(const Node& node);

private:
    struct Entry {
        const Node* node;
        dnnl::memory::desc desc;
        float input_scale;  // of a bias
        std::weak_ptr<const dnnl::memory> memory;
    };
    Shared find(const Node& node, const dnnl::memory::desc& desc, float input_scale);

    const std::vector<float>& scales_of(const Node& node);  // under the lock

    std::mutex mutex_;
    std::vector<Entry> entries_;
    std::map<const Node*, std::vector<float>> scales_;
    std::map<const Node*, std::weak_ptr<const Winograd>> winograds_;
};

}  // namespace patente::vision::runtime
