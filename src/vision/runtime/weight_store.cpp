#include "vision/runtime/weight_store.h"

namespace patente::vision::runtime {
namespace {

using Tag = dnnl::memory::format_tag;
using Type = dnnl::memory::data_type;

constexpr int primitives_kept = 300;  // by oneDNN: about ten sizes of input, 2 MB of machine code each

std::vector<float> full_weights(const Node& node) {
    std::vector<float> values(node.weights.size());
    std::ranges::transform(node.weights, values.begin(), float_from_half);
    return values;
}

}  // namespace

const dnnl::engine& processor() {
    static const dnnl::engine engine = [] {
        dnnl::set_primitive_cache_capacity(primitives_kept);
        return dnnl::engine{dnnl::engine::kind::cpu, 0};
    }();
    return engine;
}

WeightStore::Shared WeightStore::find(const Node& node, const dnnl::memory::desc& desc) {
    std::erase_if(entries_, [](const Entry& entry) { return entry.memory.expired(); });
    for (const auto& entry : entries_)
        if (entry.node == &node && entry.desc == desc) return entry.memory.lock();
    return nullptr;
}

WeightStore::Shared WeightStore::weights(const Node& node, const dnnl::memory::desc& wanted) {
    const std::lock_guard lock{mutex_};
    if (auto found = find(node, wanted)) return found;
    auto values = full_weights(node);
    const dnnl::memory::dims dims{node.channels_out, node.channels_in, node.window.height, node.window.width};
    dnnl::memory plain{{dims, Type::f32, Tag::oihw}, processor(), values.data()};
    const auto packed = std::make_shared<dnnl::memory>(wanted, processor());
    dnnl::stream stream{processor()};
    dnnl::reorder{plain, *packed}.execute(stream, plain, *packed);
    stream.wait();
    entries_.push_back({&node, wanted, packed});
    return packed;
}

WeightStore::Shared WeightStore::bias(const Node& node) {
    const dnnl::memory::desc desc{{node.channels_out}, Type::f32, Tag::x};
    const std::lock_guard lock{mutex_};
    if (auto found = find(node, desc)) return found;
    const auto memory = std::make_shared<dnnl::memory>(desc, processor());
    std::ranges::copy(node.bias, static_cast<float*>(memory->get_data_handle()));
    entries_.push_back({&node, desc, memory});
    return memory;
}

}  // namespace patente::vision::runtime
