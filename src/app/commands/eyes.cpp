#include "app/commands/eyes.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "app/regions.h"
#include "app/share.h"
#include "base/json.h"

namespace patente {
namespace {

std::vector<std::string> number_formats() {
    std::vector<std::string> names;
    for (const auto& [precision, name] : names_of(vision::runtime::Precision{})) names.emplace_back(name);
    return names;
}

}  // namespace

void EyesOptions::add_to(CLI::App& command) {
    command.add_option("--models", models, "Folder of plate_detector.onnx and plate_reader.onnx")->check(CLI::ExistingDirectory);
    command.add_option("--region", region, "Where the photos were taken, as in data/regions: ar, br, …");
    command
        .add_option(
            "--long-side", long_side,
            "Pixels to which the detector shrinks a photo (default: half of it, at least 640, at most 640 to 1024 as this processor allows, "
            "and that most where half shows nothing)")
        ->check(CLI::Range(64, 4096));
    command.add_option("--precision", precision, "Number format of the networks (default: the fastest here)")
        ->check(CLI::IsMember(number_formats()));
    command.add_flag_callback(
        "--vehicles", [this] { vehicles = vision::VehicleSearch::closely; },
        "Look for vehicles closely, at three sizes of the photo, in several times the time of finding (default: where plates are "
        "looked for)");
    command.add_flag("--formats,!--no-formats", formats, "Weigh texts by the formats of data/regions (default)");
}

std::vector<vision::Format> vision_formats(const Formats& formats) {
    std::vector<vision::Format> result;
    for (const auto& format : formats.all())
        result.push_back({format.region, format.pattern, format.letters, format.flag == "chosen"});
    return result;
}

std::unique_ptr<vision::PlateReader> open_eyes(const EyesOptions& options) {
    const std::filesystem::path models =
        options.models.empty() ? share_folder() / "models" : std::filesystem::path{options.models};
    vision::ReaderOptions wanted;
    if (options.formats) wanted.formats = vision_formats(load_formats(share_folder() / "data" / "regions"));
    wanted.contexts_max = options.threads;
    wanted.long_side = options.long_side;
    wanted.precision = json::enum_named<vision::runtime::Precision>(options.precision);
    wanted.remembered = options.remembered;
    wanted.vehicle_score_min = options.vehicle_score_min;
    auto reader = vision::PlateReader::load({models / "plate_detector.onnx", models / "plate_reader.onnx"}, std::move(wanted));
    if (!reader) throw std::runtime_error(reader.error().detail.in(language_of_terminal()));
    return std::move(*reader);
}

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    if (!stream) throw std::runtime_error(file.string() + ": cannot be opened");
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    if (stream.bad() || bytes.bad()) throw std::runtime_error(file.string() + ": cannot be read");
    return std::move(bytes).str();
}

Language language_of_terminal() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (const char* value = std::getenv(name); value && *value)
            return std::string_view{value}.starts_with("es") ? Language::es : Language::en;
    return Language::en;
}

}  // namespace patente
