// A network as its file describes it, checked: the documented subset of ONNX (see README.md) and nothing else.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace patente::vision::runtime {

struct Window {  // of a convolution or a pooling, in pixels of its input
    int height = 1, width = 1;
    int stride_y = 1, stride_x = 1;
    int top = 0, left = 0, bottom = 0, right = 0;  // padding
};

enum class Operator { convolution, relu, add, upsample, max_pool, mean, concat };

struct Node {
    Operator kind;
    std::string name;         // for messages
    std::vector<int> inputs;  // values
    int output = 0;           // value
    Window window;
    int channels_in = 0, channels_out = 0;  // of a convolution
    std::vector<std::uint16_t> weights;     // float16, [out][in][height][width]
    std::vector<float> bias;                // [out]
};

struct GraphOutput {
    std::string name;
    int value = 0;
};

// Values are numbered; 0 is the input. Each node's inputs come before it.
struct Graph {
    std::string input_name;
    int channels = 0;           // of the input
    int height = 0, width = 0;  // of the input; 0: any
    std::vector<Node> nodes;
    std::vector<GraphOutput> outputs;
    int values = 1;
    std::vector<std::string> names;  // of values, in the file
    std::map<std::string, std::string> metadata;
};

// `name` stands in front of every message. Error: invalid "model-unusable".
Result<Graph> parse_graph(std::string_view bytes, std::string_view name);

float float_from_half(std::uint16_t half);

}  // namespace patente::vision::runtime
