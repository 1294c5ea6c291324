#include "app/commands/read.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>

#include "app/commands/eyes.h"
#include "app/commands/openalpr_results.h"
#include "app/regions.h"
#include "app/share.h"
#include "base/json.h"
#include "vision/image/decode.h"

namespace patente {
namespace {

enum class Output { table, json, jsonl, csv, openalpr };

struct ReadCommand {
    EyesOptions eyes;
    std::vector<std::string> photos;
    Output output = Output::table;
};

struct VehicleRow {
    vision::VehicleKind kind{};
    double score = 0;
    std::vector<double> box;

    static constexpr auto fields() {
        return std::tuple{json::field("kind", &VehicleRow::kind), json::field("score", &VehicleRow::score),
                          json::field("box", &VehicleRow::box)};
    }
};

struct PlateRow {
    std::string plate;
    double confidence = 0;
    std::string region;
    int lines = 1;
    std::vector<double> box;
    std::vector<std::vector<double>> corners;
    std::vector<std::string> alternatives;
    std::optional<VehicleRow> vehicle;  // that the plate is on

    static constexpr auto fields() {
        return std::tuple{json::field("plate", &PlateRow::plate),
                          json::field("confidence", &PlateRow::confidence),
                          json::field("region", &PlateRow::region),
                          json::field("lines", &PlateRow::lines),
                          json::field("box", &PlateRow::box),
                          json::field("corners", &PlateRow::corners),
                          json::field("alternatives", &PlateRow::alternatives),
                          json::field("vehicle", &PlateRow::vehicle)};
    }
};

struct PhotoRow {
    std::string photo;
    std::vector<PlateRow> readings;
    std::vector<VehicleRow> vehicles;
    std::optional<std::string> nothing_read;  // why, or what is wrong with the file
    double ms = 0;                            // of the processor, without decoding

    static constexpr auto fields() {
        return std::tuple{json::field("photo", &PhotoRow::photo), json::field("readings", &PhotoRow::readings),
                          json::field("vehicles", &PhotoRow::vehicles), json::field("nothing_read", &PhotoRow::nothing_read),
                          json::field("ms", &PhotoRow::ms)};
    }
};

double rounded(double value, double parts) { return std::round(value * parts) / parts; }

std::vector<double> pixels_of(const vision::Box& box) {
    return {std::round(box.x), std::round(box.y), std::round(box.width), std::round(box.height)};
}

VehicleRow row_of(const vision::Vehicle& vehicle) { return {vehicle.kind, rounded(vehicle.score, 1e4), pixels_of(vehicle.box)}; }

PlateRow row_of(const vision::PlateReading& reading) {
    PlateRow row{.plate = reading.text,
                 .confidence = rounded(reading.confidence, 1e4),
                 .region = reading.region,
                 .lines = reading.lines,
                 .box = pixels_of(reading.box)};
    for (const auto& corner : reading.corners) row.corners.push_back({std::round(corner.x), std::round(corner.y)});
    for (const auto& each : reading.alternatives) row.alternatives.push_back(each.text);
    if (reading.vehicle) row.vehicle = row_of(*reading.vehicle);
    return row;
}

struct Read {
    vision::PhotoReading reading;
    int width = 0, height = 0;  // pixels
};

Result<Read> read_photo(const vision::PlateReader& reader, const std::string& file, const EyesOptions& eyes) {
    const auto image = TRY(vision::decode(bytes_of(file)));
    return Read{reader.read(image, {.region = eyes.region, .crops = false, .vehicles = eyes.vehicles}), image.width,
                image.height};
}

PhotoRow row_of(const std::string& file, const vision::PhotoReading& reading) {
    PhotoRow row{.photo = file, .ms = rounded(reading.ms.all(), 100)};
    for (const auto& plate : reading.plates) row.readings.push_back(row_of(plate));
    for (const auto& vehicle : reading.vehicles) row.vehicles.push_back(row_of(vehicle));
    if (reading.nothing_read) row.nothing_read = json::name_of(*reading.nothing_read);
    return row;
}

std::string why(std::string_view reason) {
    static const std::map<std::string_view, Text> texts = {{"no_plate", {"no plate", "ninguna patente"}},
                                                           {"too_small", {"too small", "muy pequeña"}},
                                                           {"blurred", {"blurred", "borrosa"}},
                                                           {"dark", {"dark", "oscura"}}};
    const auto found = texts.find(reason);
    return found == texts.end() ? std::string{reason} : found->second.in(language_of_terminal());
}

void print_table(const PhotoRow& row) {
    if (row.readings.empty()) fmt::print("{:<32} {}\n", row.photo, why(row.nothing_read.value_or("")));
    for (const auto& each : row.readings) {
        const auto others = std::min<std::size_t>(3, each.alternatives.size());
        fmt::print("{:<32} {:<12} {:>5.1f} %  {:<4} {}\n", row.photo, each.plate, 100 * each.confidence, each.region,
                   fmt::join(each.alternatives.begin(), each.alternatives.begin() + static_cast<std::ptrdiff_t>(others), " "));
    }
}

void print_csv(const PhotoRow& row) {
    const auto quoted = [](const std::string& text) {
        std::string result = "\"";
        for (const char c : text) result += c == '"' ? "\"\"" : std::string(1, c);
        return result + '"';
    };
    if (row.readings.empty()) fmt::print("{},,,,{}\n", quoted(row.photo), row.nothing_read.value_or(""));
    for (const auto& each : row.readings)
        fmt::print("{},{},{:.4f},{},\n", quoted(row.photo), each.plate, each.confidence, each.region);
}

void print(const PhotoRow& row, Output output) {
    if (output == Output::table) print_table(row);
    if (output == Output::csv) print_csv(row);
    if (output == Output::jsonl) fmt::print("{}\n", json::text_of(row));
}

void run(const ReadCommand& command) {
    const auto reader = open_eyes(command.eyes);
    const bool like_openalpr = command.output == Output::openalpr;
    const Formats formats = like_openalpr ? load_formats(share_folder() / "data" / "regions") : Formats{};
    std::vector<PhotoRow> rows;
    bool failed = false;
    if (command.output == Output::csv) fmt::print("photo,plate,confidence,region,nothing_read\n");
    for (const auto& photo : command.photos) {
        const auto read = read_photo(*reader, photo, command.eyes);
        if (!read) {
            fmt::print(stderr, "{}: {}\n", photo, read.error().detail.in(language_of_terminal()));
            failed = true;
        }
        if (like_openalpr) {
            if (read)
                fmt::print("{}\n", openalpr_results(read->reading, read->width, read->height, SystemClock{}.now(), formats));
            continue;
        }
        rows.push_back(read ? row_of(photo, read->reading) : PhotoRow{.photo = photo, .nothing_read = read.error().problem});
        if (command.output == Output::json) continue;
        print(rows.back(), command.output);
        rows.clear();
    }
    if (command.output == Output::json) fmt::print("{}\n", json::text_of(rows));
    if (failed) throw CLI::RuntimeError(1);
}

}  // namespace

void add_read_command(CLI::App& app) {
    auto* command = app.add_subcommand("read", "Reads the plates in photos");
    command->footer("Exit code 1 when a file is no picture that can be read; a picture without plates is no failure.");
    auto options = std::make_shared<ReadCommand>();
    command->add_option("photo", options->photos, "JPEG, PNG, WebP or HEIC files")->required()->check(CLI::ExistingFile);
    options->eyes.add_to(*command);
    static const std::map<std::string, Output> outputs = {{"table", Output::table},
                                                          {"json", Output::json},
                                                          {"jsonl", Output::jsonl},
                                                          {"csv", Output::csv},
                                                          {"openalpr", Output::openalpr}};
    command
        ->add_option("--format", options->output, "table, json, jsonl, csv, or openalpr: a line for each photo as from alpr -j")
        ->transform(CLI::CheckedTransformer(outputs).description(""));
    command->add_flag_callback("--json", [options] { options->output = Output::json; }, "The same as --format json");
    command->callback([options] { run(*options); });
}

}  // namespace patente
