#define ONNX_ML 1
#define ONNX_NAMESPACE onnx
#include <fmt/format.h>
#include <onnx/onnx_pb.h>

#include <cstring>
#include <set>

#include "vision/runtime/graph.h"

namespace patente::vision::runtime {
namespace {

constexpr int opset = 13;
constexpr int nodes_max = 1000, channels_max = 4096, kernel_max = 31, side_max = 8192;

// What a person reads when a file is refused; caught in parse_graph.
struct Refusal {
    std::string en, es;
};
[[noreturn]] void refuse(std::string en, std::string es) { throw Refusal{std::move(en), std::move(es)}; }

const onnx::AttributeProto* attribute_of(const onnx::NodeProto& node, std::string_view name) {
    for (const auto& attribute : node.attribute())
        if (attribute.name() == name) return &attribute;
    return nullptr;
}

std::vector<std::int64_t> integers_of(const onnx::NodeProto& node, std::string_view name, std::vector<std::int64_t> otherwise) {
    const auto* attribute = attribute_of(node, name);
    return attribute ? std::vector<std::int64_t>(attribute->ints().begin(), attribute->ints().end()) : otherwise;
}

class Parser {
public:
    explicit Parser(const onnx::ModelProto& model) : model_(model), proto_(model.graph()) {}

    Graph run() {
        check_opset();
        for (const auto& property : model_.metadata_props()) graph_.metadata[property.key()] = property.value();
        for (const auto& constant : proto_.initializer()) constants_[constant.name()] = &constant;
        read_input();
        if (proto_.node_size() > nodes_max) refuse("too many nodes", "demasiados nodos");
        for (const auto& node : proto_.node()) read_node(node);
        read_outputs();
        graph_.values = static_cast<int>(channels_.size());
        return std::move(graph_);
    }

private:
    void check_opset() const {
        for (const auto& import : model_.opset_import())
            if ((import.domain().empty() || import.domain() == "ai.onnx") && import.version() == opset) return;
        refuse(fmt::format("not of opset {}", opset), fmt::format("no es de opset {}", opset));
    }

    void read_input() {
        std::vector<const onnx::ValueInfoProto*> inputs;
        for (const auto& input : proto_.input())
            if (!constants_.contains(input.name())) inputs.push_back(&input);
        if (inputs.size() != 1) refuse("it must have one input", "debe tener una entrada");
        const auto& shape = inputs[0]->type().tensor_type().shape();
        if (shape.dim_size() != 4 || inputs[0]->type().tensor_type().elem_type() != onnx::TensorProto::FLOAT)
            refuse("its input must be float [N, C, H, W]", "su entrada debe ser float [N, C, H, W]");
        const auto size = [&](int i, int most) {
            const auto value = shape.dim(i).dim_value();
            if (value < 0 || value > most) refuse("its input is too large", "su entrada es demasiado grande");
            return static_cast<int>(value);
        };
        graph_.input_name = inputs[0]->name();
        graph_.channels = size(1, channels_max);
        graph_.height = size(2, side_max), graph_.width = size(3, side_max);
        if (graph_.channels == 0) refuse("its input's channels must be fixed", "los canales de su entrada deben ser fijos");
        values_[graph_.input_name] = 0;
        channels_.push_back(graph_.channels);
        graph_.names.push_back(graph_.input_name);
    }

    void read_node(const onnx::NodeProto& proto) {
        const std::string& type = proto.op_type();
        if (proto.output_size() != 1) refuse_node(proto, "one output is expected", "se espera una salida");
        if (values_.contains(proto.output(0)) || constants_.contains(proto.output(0)))
            refuse_node(proto, "its output has the name of another", "su salida repite un nombre");
        if (type == "Cast") return read_cast(proto);
        Node node;
        node.name = proto.name().empty() ? type + " " + proto.output(0) : proto.name();
        if (type == "Conv")
            read_convolution(proto, node);
        else if (type == "Relu")
            read_plain(proto, node, Operator::relu, 1);
        else if (type == "Add")
            read_add(proto, node);
        else if (type == "Resize")
            read_resize(proto, node);
        else if (type == "MaxPool")
            read_max_pool(proto, node);
        else if (type == "GlobalAveragePool")
            read_plain(proto, node, Operator::mean, 1);
        else if (type == "Concat")
            read_concat(proto, node);
        else
            refuse(fmt::format("operator {} is not supported", type), fmt::format("el operador {} no se admite", type));
        node.output = static_cast<int>(channels_.size());
        values_[proto.output(0)] = node.output;
        channels_.push_back(node.channels_out);
        graph_.names.push_back(proto.output(0));
        graph_.nodes.push_back(std::move(node));
    }

    // Weights are kept as float16 and cast where they are used.
    void read_cast(const onnx::NodeProto& proto) {
        const auto* to = attribute_of(proto, "to");
        if (proto.input_size() != 1 || !constants_.contains(proto.input(0)) || !to || to->i() != onnx::TensorProto::FLOAT)
            refuse_node(proto, "Cast is for weights, to FLOAT", "Cast es para pesos, a FLOAT");
        constants_[proto.output(0)] = constants_.at(proto.input(0));
    }

    void read_plain(const onnx::NodeProto& proto, Node& node, Operator kind, int inputs) {
        if (proto.input_size() != inputs) refuse_node(proto, "wrong number of inputs", "número de entradas equivocado");
        node.kind = kind;
        for (const auto& input : proto.input()) node.inputs.push_back(value_named(proto, input));
        node.channels_in = node.channels_out = channels_[node.inputs[0]];
    }

    void read_add(const onnx::NodeProto& proto, Node& node) {
        read_plain(proto, node, Operator::add, 2);
        if (channels_[node.inputs[0]] != channels_[node.inputs[1]])
            refuse_node(proto, "its terms differ in channels", "sus términos difieren en canales");
    }

    void read_concat(const onnx::NodeProto& proto, Node& node) {
        const auto* axis = attribute_of(proto, "axis");
        if (!axis || axis->i() != 1 || proto.input_size() < 1 || proto.input_size() > 16)
            refuse_node(proto, "Concat joins channels (axis 1)", "Concat une canales (axis 1)");
        read_plain(proto, node, Operator::concat, proto.input_size());
        node.channels_out = 0;
        for (const int input : node.inputs) node.channels_out += channels_[input];
        if (node.channels_out > channels_max) refuse_node(proto, "too many channels", "demasiados canales");
    }

    void read_resize(const onnx::NodeProto& proto, Node& node) {
        const auto text = [&](std::string_view name) {
            const auto* attribute = attribute_of(proto, name);
            return attribute ? attribute->s() : std::string{};
        };
        const auto* scales = proto.input_size() == 3 ? constant_named(proto, proto.input(2), onnx::TensorProto::FLOAT) : nullptr;
        constexpr float doubled[] = {1, 1, 2, 2};
        if (!scales || scales->raw_data().size() != sizeof doubled ||
            std::memcmp(scales->raw_data().data(), doubled, sizeof doubled) != 0 || text("mode") != "nearest" ||
            text("coordinate_transformation_mode") != "asymmetric" || text("nearest_mode") != "floor")
            refuse_node(proto, "Resize doubles (nearest, asymmetric, floor)", "Resize duplica (nearest, asymmetric, floor)");
        node.kind = Operator::upsample;
        node.inputs = {value_named(proto, proto.input(0))};
        node.channels_in = node.channels_out = channels_[node.inputs[0]];
    }

    void read_max_pool(const onnx::NodeProto& proto, Node& node) {
        read_plain(proto, node, Operator::max_pool, 1);
        const auto* ceiling = attribute_of(proto, "ceil_mode");
        if (ceiling && ceiling->i() != 0) refuse_node(proto, "ceil_mode is not supported", "ceil_mode no se admite");
        read_window(proto, node.window, integers_of(proto, "kernel_shape", {}));
    }

    void read_convolution(const onnx::NodeProto& proto, Node& node) {
        if (proto.input_size() != 3)
            refuse_node(proto, "a convolution needs weights and a bias", "una convolución necesita pesos y sesgo");
        const auto* group = attribute_of(proto, "group");
        if (group && group->i() != 1) refuse_node(proto, "groups are not supported", "los grupos no se admiten");
        node.kind = Operator::convolution;
        node.inputs = {value_named(proto, proto.input(0))};
        node.channels_in = channels_[node.inputs[0]];
        const auto* weights = constant_named(proto, proto.input(1), onnx::TensorProto::FLOAT16);
        const auto* bias = constant_named(proto, proto.input(2), onnx::TensorProto::FLOAT);
        const auto dims = integers_of(proto, "kernel_shape", {});
        if (weights->dims_size() != 4 || weights->dims(1) != node.channels_in || weights->dims(0) < 1 ||
            weights->dims(0) > channels_max)
            refuse_node(proto, "its weights do not fit its input", "sus pesos no corresponden a su entrada");
        node.channels_out = static_cast<int>(weights->dims(0));
        const std::vector<std::int64_t> kernel{weights->dims(2), weights->dims(3)};
        if (!dims.empty() && dims != kernel)
            refuse_node(proto, "kernel_shape contradicts its weights", "kernel_shape contradice sus pesos");
        read_window(proto, node.window, kernel);
        const std::size_t count =
            static_cast<std::size_t>(node.channels_out) * node.channels_in * node.window.height * node.window.width;
        node.weights = raw<std::uint16_t>(proto, *weights, count);
        node.bias = raw<float>(proto, *bias, node.channels_out);
    }

    void read_window(const onnx::NodeProto& proto, Window& window, const std::vector<std::int64_t>& kernel) const {
        const auto strides = integers_of(proto, "strides", {1, 1}), pads = integers_of(proto, "pads", {0, 0, 0, 0});
        const auto dilations = integers_of(proto, "dilations", {1, 1});
        const auto* padding = attribute_of(proto, "auto_pad");
        const auto within = [](const auto& all, std::size_t count, std::int64_t least, std::int64_t most) {
            return all.size() == count && std::ranges::all_of(all, [&](auto each) { return each >= least && each <= most; });
        };
        if (!within(kernel, 2, 1, kernel_max) || !within(strides, 2, 1, 8) || !within(pads, 4, 0, kernel_max) ||
            !within(dilations, 2, 1, 1) || (padding && padding->s() != "NOTSET"))
            refuse_node(proto, "its kernel, strides, pads or dilations are out of range",
                        "su kernel, strides, pads o dilations están fuera de rango");
        if (pads[0] >= kernel[0] || pads[2] >= kernel[0] || pads[1] >= kernel[1] || pads[3] >= kernel[1])
            refuse_node(proto, "padding must be smaller than the kernel", "el relleno debe ser menor que el kernel");
        const auto number = [](std::int64_t value) { return static_cast<int>(value); };
        window = {number(kernel[0]), number(kernel[1]), number(strides[0]), number(strides[1]),
                  number(pads[0]),   number(pads[1]),   number(pads[2]),    number(pads[3])};
    }

    void read_outputs() {
        std::set<std::string> names;
        for (const auto& output : proto_.output()) {
            const auto found = values_.find(output.name());
            if (found == values_.end() || found->second == 0 || !names.insert(output.name()).second)
                refuse(fmt::format("nothing computes output {}", output.name()),
                       fmt::format("nada calcula la salida {}", output.name()));
            graph_.outputs.push_back({output.name(), found->second});
        }
        if (graph_.outputs.empty()) refuse("it has no output", "no tiene salida");
    }

    int value_named(const onnx::NodeProto& node, const std::string& name) const {
        const auto found = values_.find(name);
        if (found == values_.end())
            refuse_node(node, fmt::format("nothing before it computes {}", name), fmt::format("nada antes calcula {}", name));
        return found->second;
    }

    const onnx::TensorProto* constant_named(const onnx::NodeProto& node, const std::string& name, int type) const {
        const auto found = constants_.find(name);
        if (found == constants_.end() || found->second->data_type() != type)
            refuse_node(node, fmt::format("{} must be a stored {}", name, onnx::TensorProto::DataType_Name(type)),
                        fmt::format("{} debe ser un {} guardado", name, onnx::TensorProto::DataType_Name(type)));
        return found->second;
    }

    template <typename T>
    static std::vector<T> raw(const onnx::NodeProto& node, const onnx::TensorProto& tensor, std::size_t count) {
        if (tensor.raw_data().size() != count * sizeof(T))
            refuse_node(node, fmt::format("{} has the wrong size", tensor.name()),
                        fmt::format("{} tiene otro tamaño", tensor.name()));
        std::vector<T> values(count);
        std::memcpy(values.data(), tensor.raw_data().data(), count * sizeof(T));
        return values;
    }

    [[noreturn]] static void refuse_node(const onnx::NodeProto& node, std::string_view en, std::string_view es) {
        const auto& name = node.name().empty() ? node.op_type() : node.name();
        refuse(fmt::format("{}: {}", name, en), fmt::format("{}: {}", name, es));
    }

    const onnx::ModelProto& model_;
    const onnx::GraphProto& proto_;
    Graph graph_;
    std::map<std::string, const onnx::TensorProto*> constants_;
    std::map<std::string, int> values_;
    std::vector<int> channels_;  // of each value
};

}  // namespace

Result<Graph> parse_graph(std::string_view bytes, std::string_view name) {
    const auto unusable = [&](std::string_view en, std::string_view es) {
        return fail(ErrorKind::invalid, "model-unusable", {fmt::format("{}: {}.", name, en), fmt::format("{}: {}.", name, es)});
    };
    onnx::ModelProto model;
    if (bytes.size() > (64u << 20) || !model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
        return unusable("this is no ONNX file", "no es un archivo ONNX");
    try {
        return Parser{model}.run();
    } catch (const Refusal& refusal) {
        return unusable(refusal.en, refusal.es);
    }
}

float float_from_half(std::uint16_t half) {
    const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000) << 16;
    const std::uint32_t exponent = (half >> 10) & 31, fraction = half & 1023;
    float value = 0;
    if (exponent == 0) {
        value = static_cast<float>(fraction) / (1 << 24);
        return sign ? -value : value;
    }
    const std::uint32_t bits = sign | (exponent == 31 ? 0x7F800000 : (exponent + 112) << 23) | fraction << 13;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

}  // namespace patente::vision::runtime
