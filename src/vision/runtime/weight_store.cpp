#include "vision/runtime/weight_store.h"

#include <algorithm>
#include <cmath>

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

std::vector<float> scales_for(const std::vector<float>& full, int channels) {
    std::vector<float> scales(channels);
    for (std::size_t i = 0; i < full.size(); ++i) {
        auto& scale = scales[i * scales.size() / full.size()];
        scale = std::max(scale, std::abs(full[i]) / 127);
    }
    for (auto& scale : scales) scale = scale == 0 ? 1 : scale;
    return scales;
}

std::vector<std::int8_t> small_weights(const Node& node, const std::vector<float>& scales) {
    const auto full = full_weights(node);
    std::vector<std::int8_t> values(full.size());
    for (std::size_t i = 0; i < full.size(); ++i)
        values[i] = static_cast<std::int8_t>(std::lround(full[i] / scales[i * scales.size() / full.size()]));
    return values;
}

std::shared_ptr<dnnl::memory> packed(const dnnl::memory::dims& dims, Type type, void* values, const dnnl::memory::desc& wanted) {
    dnnl::memory plain{{dims, type, Tag::oihw}, processor(), values};
    const auto result = std::make_shared<dnnl::memory>(wanted, processor());
    dnnl::stream stream{processor()};
    dnnl::reorder{plain, *result}.execute(stream, plain, *result);
    stream.wait();
    return result;
}

}  // namespace

const dnnl::engine& processor() {
    static const dnnl::engine engine = [] {
        dnnl::set_primitive_cache_capacity(primitives_kept);
        return dnnl::engine{dnnl::engine::kind::cpu, 0};
    }();
    return engine;
}

WeightStore::Shared WeightStore::find(const Node& node, const dnnl::memory::desc& desc, float input_scale) {
    std::erase_if(entries_, [](const Entry& entry) { return entry.memory.expired(); });
    for (const auto& entry : entries_)
        if (entry.node == &node && entry.desc == desc && entry.input_scale == input_scale) return entry.memory.lock();
    return nullptr;
}

WeightStore::Shared WeightStore::weights(const Node& node, const dnnl::memory::desc& wanted) {
    const std::lock_guard lock{mutex_};
    if (auto found = find(node, wanted, 0)) return found;
    const dnnl::memory::dims dims{node.channels_out, node.channels_in, node.window.height, node.window.width};
    const bool small = wanted.data_type() == Type::s8;
    const auto memory = small ? packed(dims, Type::s8, small_weights(node, scales_of(node)).data(), wanted)
                              : packed(dims, Type::f32, full_weights(node).data(), wanted);
    entries_.push_back({&node, wanted, 0, memory});
    return memory;
}

WeightStore::Shared WeightStore::bias(const Node& node, float input_scale) {
    const dnnl::memory::desc desc{{node.channels_out}, Type::f32, Tag::x};
    const std::lock_guard lock{mutex_};
    if (auto found = find(node, desc, input_scale)) return found;
    const auto memory = std::make_shared<dnnl::memory>(desc, processor());
    auto* to = static_cast<float*>(memory->get_data_handle());
    std::ranges::copy(node.bias, to);
    if (input_scale > 0) {
        const auto& scales = scales_of(node);
        for (int c = 0; c < node.channels_out; ++c) to[c] /= input_scale * scales[c];
    }
    entries_.push_back({&node, desc, input_scale, memory});
    return memory;
}

std::shared_ptr<const Winograd> WeightStore::winograd(const Node& node) {
    const std::lock_guard lock{mutex_};
    auto& known = winograds_[&node];
    auto winograd = known.lock();
    if (!winograd) known = winograd = std::make_shared<const Winograd>(node);
    return winograd;
}

const std::vector<float>& WeightStore::scales_of(const Node& node) {
    auto& scales = scales_[&node];
    if (scales.empty()) scales = scales_for(full_weights(node), node.channels_out);
    return scales;
}

const std::vector<float>& WeightStore::scales(const Node& node) {
    const std::lock_guard lock{mutex_};
    return scales_of(node);
}

}  // namespace patente::vision::runtime
