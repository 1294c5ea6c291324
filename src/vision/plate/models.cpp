#include "vision/plate/models.h"

#include <fmt/format.h>

#include <charconv>

#include "base/json.h"

namespace patente::vision {
namespace {

using runtime::Network;

// The metadata of one file; every message names the file and the key.
class Notes {
public:
    explicit Notes(const Network& network) : network_(network) {}

    Failure refused(std::string_view key) const {
        return fail(ErrorKind::invalid, "model-unusable",
                    {fmt::format("{}: metadata {} is missing or out of range.", network_.name(), key),
                     fmt::format("{}: el metadato {} falta o está fuera de rango.", network_.name(), key)});
    }
    std::string text(const std::string& key) const {
        const auto found = network_.metadata().find(key);
        return found == network_.metadata().end() ? std::string{} : found->second;
    }
    Result<> expect(const std::string& key, std::string_view value) const {
        if (text(key) != value) return refused(key);
        return {};
    }
    Result<float> number(const std::string& key, float least, float most) const {
        const auto value = text(key);
        float number = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (error != std::errc{} || end != value.data() + value.size() || !(number >= least && number <= most))
            return refused(key);
        return number;
    }
    template <typename T>
    Result<T> list(const std::string& key) const {
        auto value = json::read<T>(text(key));
        if (!value) return refused(key);
        return value;
    }

private:
    const Network& network_;
};

bool has_output(const Network& network, std::string_view name) {
    return std::ranges::find(network.graph().outputs, name, &runtime::GraphOutput::name) != network.graph().outputs.end();
}

// Every answer that is asked for later must be there.
Result<> expect_outputs(const Network& network, std::initializer_list<std::string_view> names) {
    for (const auto name : names)
        if (!has_output(network, name))
            return fail(ErrorKind::invalid, "model-unusable",
                        {fmt::format("{}: output {} is missing.", network.name(), name),
                         fmt::format("{}: falta la salida {}.", network.name(), name)});
    return {};
}

constexpr std::string_view normalisation = "(x-128)/64";

// A detector without that output is older than vehicles.
Result<VehicleAnswer> vehicles_of(const Network& network, const Notes& notes) {
    VehicleAnswer answer;
    if (!has_output(network, "vehicles")) return answer;
    answer.kinds = TRY(notes.list<std::vector<VehicleKind>>("patente.vehicles"));
    answer.stride = static_cast<int>(TRY(notes.number("patente.vehicle_stride", 1, 64)));
    answer.threshold = TRY(notes.number("patente.vehicle_threshold", 0.01f, 0.99f));
    return answer;
}

}  // namespace

Result<DetectorModel> DetectorModel::load(const std::filesystem::path& file) {
    DetectorModel model{TRY(Network::load(file))};
    const Notes notes{*model.network};
    TRY(notes.expect("patente.kind", "plate_detector"));
    TRY(notes.expect("patente.normalise", normalisation));
    TRY(expect_outputs(*model.network, {"plates"}));
    if (model.network->graph().channels != 3) return notes.refused("input");
    model.version = notes.text("patente.version");
    model.stride = static_cast<int>(TRY(notes.number("patente.stride", 1, 64)));
    model.threshold = TRY(notes.number("patente.threshold", 0, 1));
    model.vehicles = TRY(vehicles_of(*model.network, notes));
    return model;
}

Result<ReaderModel> ReaderModel::load(const std::filesystem::path& file) {
    ReaderModel model{TRY(Network::load(file))};
    const Notes notes{*model.network};
    TRY(notes.expect("patente.kind", "plate_reader"));
    TRY(notes.expect("patente.normalise", normalisation));
    TRY(expect_outputs(*model.network, {"text", "region", "lines", "legible"}));
    if (model.network->graph().channels != 1 || model.width() == 0 || model.height() == 0) return notes.refused("input");
    model.version = notes.text("patente.version");
    model.alphabet = notes.text("patente.alphabet");
    if (model.alphabet.empty() || model.alphabet.size() > 64) return notes.refused("patente.alphabet");
    model.regions = TRY(notes.list<std::vector<std::string>>("patente.regions"));
    const auto margins = TRY(notes.list<std::vector<double>>("patente.margins"));
    if (margins.size() != 2 || !(margins[0] >= 0 && margins[0] < 1) || !(margins[1] >= 0 && margins[1] < 1))
        return notes.refused("patente.margins");
    model.margin_x = static_cast<float>(margins[0]), model.margin_y = static_cast<float>(margins[1]);
    model.temperature = TRY(notes.number("patente.temperature", 0.05f, 20));
    return model;
}

}  // namespace patente::vision
