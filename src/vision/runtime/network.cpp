#include "vision/runtime/network.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <fstream>
#include <sstream>

#include "vision/runtime/weight_store.h"

namespace patente::vision::runtime {
namespace {

std::string sha256_of(std::string_view bytes) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest, &length, EVP_sha256(), nullptr);
    std::string text;
    for (unsigned i = 0; i < length; ++i) text += fmt::format("{:02x}", digest[i]);
    return text;
}

}  // namespace

Network::Network() : weights_(std::make_unique<WeightStore>()) {}
Network::~Network() = default;

Result<std::shared_ptr<const Network>> Network::load(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    if (!stream)
        return fail(
            ErrorKind::not_found, "model-missing",
            {fmt::format("There is no model at {}.", file.string()), fmt::format("No hay un modelo en {}.", file.string())});
    const std::string bytes = (std::ostringstream{} << stream.rdbuf()).str();
    std::shared_ptr<Network> network{new Network};
    network->name_ = file.filename().string();
    network->graph_ = TRY(parse_graph(bytes, network->name_));
    network->sha256_ = sha256_of(bytes);
    return network;
}

}  // namespace patente::vision::runtime
