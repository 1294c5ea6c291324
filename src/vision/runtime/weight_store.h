// The weights of a network in the order a primitive wants them: made once, shared while any plan uses them.
#pragma once

#include <dnnl.hpp>
#include <memory>
#include <mutex>
#include <vector>

#include "vision/runtime/graph.h"

namespace patente::vision::runtime {

const dnnl::engine& processor();

class WeightStore {
public:
    using Shared = std::shared_ptr<const dnnl::memory>;

    Shared weights(const Node& node, const dnnl::memory::desc& wanted);  // safe from any thread
    Shared bias(const Node& node);

private:
    struct Entry {
        const Node* node;
        dnnl::memory::desc desc;
        std::weak_ptr<const dnnl::memory> memory;
    };
    Shared find(const Node& node, const dnnl::memory::desc& desc);

    std::mutex mutex_;
    std::vector<Entry> entries_;
};

}  // namespace patente::vision::runtime
