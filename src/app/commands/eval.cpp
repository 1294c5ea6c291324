#include "app/commands/eval.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <cmath>
#include <fstream>
#include <thread>

#include "app/commands/eyes.h"
#include "app/commands/labelled.h"
#include "base/json.h"
#include "vision/image/decode.h"
#include "vision/runtime/stopwatch.h"

namespace patente {
namespace {

using vision::PhotoReading;

constexpr std::size_t floor_photos = 40;  // of which the floor is measured
constexpr int photo_side_vast = 1 << 14;
constexpr float faint_vehicle_score = 0.05f;  // average precision counts faint answers too

struct EvalCommand {
    EyesOptions eyes;
    std::string manifest, images, predictions, why;
    bool per_class = false;
};

double now_ms() { return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

struct Run {
    std::vector<PhotoReading> readings;      // of each photo; empty where it could not be decoded
    std::vector<double> read_ms;             // by the clock on the wall
    std::vector<double> decode_ms;           // of the processor
    std::vector<std::string> problems;       // "" where all went well
    std::vector<std::pair<int, int>> sizes;  // pixels
    double wall_s = 0;
};

double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    const double at = share * static_cast<double>(values.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const auto high = std::min(low + 1, values.size() - 1);
    return values[low] + (values[high] - values[low]) * (at - static_cast<double>(low));
}

class Evaluation {
public:
    Evaluation(const EvalCommand& command, std::vector<LabelledPhoto> photos)
        : command_(command), photos_(std::move(photos)), reader_(open_eyes(command.eyes)) {
        images_ = command.images.empty() ? std::filesystem::path{command.manifest}.parent_path()
                                         : std::filesystem::path{command.images};
        const auto count = photos_.size();
        run_ = {std::vector<PhotoReading>(count), std::vector<double>(count), std::vector<double>(count),
                std::vector<std::string>(count), std::vector<std::pair<int, int>>(count)};
    }

    void read_all() {
        const double start = now_ms();
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < command_.eyes.threads; ++i) threads.emplace_back([this] { work(); });
        }
        run_.wall_s = (now_ms() - start) / 1000;
        if (shows_progress_) fmt::print(stderr, "\r\x1b[K");
        for (std::size_t i = 0; i < photos_.size(); ++i)
            if (!run_.problems[i].empty()) fmt::print(stderr, "{}: {}\n", photos_[i].image, run_.problems[i]);
    }

    bool read_every_photo() const {
        return std::ranges::all_of(run_.problems, [](const std::string& problem) { return problem.empty(); });
    }

    void write_predictions() const {
        std::ofstream file{command_.predictions, std::ios::binary};
        file << json::text_of(json::Value{{"meta", meta()}}) << '\n';
        for (std::size_t i = 0; i < photos_.size(); ++i) file << json::text_of(json::Value(prediction(i))) << '\n';
        if (!file.flush()) throw std::runtime_error(command_.predictions + ": cannot be written");
    }

    void print_summary() const {
        const auto result = scored(photos_, run_.readings);
        const auto& s = result.all;
        const auto& times = run_.read_ms;
        std::vector<double> processor;
        for (const auto& reading : run_.readings) processor.push_back(reading.ms.all());
        fmt::print(
            "photos             {}\nbox recall IoU≥0.5 {}\ntop1               {}\ntop1/forgiven      {}\ntop10              {}\n",
            s.photos, share(s.box_hits, s.boxes), share(s.exact, s.texts), share(s.forgiven, s.texts), share(s.in_ten, s.texts));
        fmt::print("false plates       {} on {} fully labelled photos\n", s.false_plates, s.complete_photos);
        for (const auto& [kind, score] : vehicles_scored(photos_, run_.readings))
            fmt::print("vehicles AP50      {}: {:.3f} of {} labelled\n", json::name_of(kind), score.average_precision,
                       score.labelled);
        fmt::print("ms median / p95    {:.1f} / {:.1f} without decoding; decoding {:.1f}\n", percentile(times, 0.5),
                   percentile(times, 0.95), percentile(run_.decode_ms, 0.5));
        fmt::print("of the processor   {:.1f} / {:.1f} without decoding\n", percentile(processor, 0.5),
                   percentile(processor, 0.95));
        fmt::print("photos/s           {:.1f} with decoding, {} threads\n", photos_per_s(), command_.eyes.threads);
        fmt::print(
            "floor              {:.1f} ms: decoding and the bare networks, processor time, mean of {} photos; these cost {:.1f}\n",
            floor().first, std::min(floor_photos, photos_.size()), floor().second);
        fmt::print("peak memory        {:.0f} MB\n", peak_mb());
        fmt::print("number formats     {}\n", reader_->number_formats());
        fmt::print("searched at        up to {} pixels\n", reader_->long_side(photo_side_vast, photo_side_vast));
        if (command_.per_class)
            for (const auto& [name, score] : result.classes)
                fmt::print("{:<18} box {}, top1 {}, forgiven {}, top10 {}\n", name, share(score.box_hits, score.boxes),
                           share(score.exact, score.texts), share(score.forgiven, score.texts), share(score.in_ten, score.texts));
        if (!command_.why.empty()) write_misses(result.misses);
    }

private:
    void work() {
        for (std::size_t i = next_++; i < photos_.size(); i = next_++) {
            try {
                read(i);
            } catch (const std::exception& error) {
                run_.problems[i] = error.what();
            }
            if (shows_progress_ && ++done_ % 8 == 0) fmt::print(stderr, "\r{} / {}", done_.load(), photos_.size());
        }
    }

    void read(std::size_t i) {
        const auto bytes = bytes_of(images_ / photos_[i].image);
        const auto image = [&] {
            const vision::Stopwatch watch{run_.decode_ms[i]};
            return vision::decode(bytes);
        }();
        if (!image) {
            run_.problems[i] = image.error().detail.in(language_of_terminal());
            return;
        }
        run_.sizes[i] = {image->width, image->height};
        const double start = now_ms();
        run_.readings[i] = reader_->read(*image, {.region = command_.eyes.region,
                                                  .cut_out = photos_[i].cut_out,
                                                  .crops = !command_.why.empty(),
                                                  .vehicles = command_.eyes.vehicles});
        run_.read_ms[i] = now_ms() - start;
    }

    double photos_per_s() const { return static_cast<double>(photos_.size()) / std::max(1e-9, run_.wall_s); }

    // Decoding and the networks alone, and what the same photos cost as a whole: processor milliseconds, means.
    std::pair<double, double> floor() const {
        const std::size_t every = (photos_.size() + floor_photos - 1) / floor_photos;
        double bare = 0, whole = 0;
        int count = 0;
        for (std::size_t i = 0; i < photos_.size(); i += every) {
            const auto [width, height] = run_.sizes[i];
            if (width == 0 || photos_[i].cut_out) continue;
            bare += run_.decode_ms[i] + reader_->networks_ms(width, height, static_cast<int>(run_.readings[i].plates.size()));
            whole += run_.decode_ms[i] + run_.readings[i].ms.all();
            ++count;
        }
        return {bare / std::max(1, count), whole / std::max(1, count)};
    }

    static double peak_mb() {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        return static_cast<double>(usage.ru_maxrss) / 1024;
    }

    json::Object meta() const {
        return {{"peer", "patente"},
                {"threads", command_.eyes.threads},
                {"peak_rss_mb", std::round(peak_mb())},
                {"decode_ms", percentile(run_.decode_ms, 0.5)},
                {"photos_per_s_with_decode", photos_per_s()},
                {"wall_s", run_.wall_s},
                {"models", json::Value(reader_->version())}};
    }

    json::Object prediction(std::size_t i) const {
        json::Array plates;
        for (const auto& reading : run_.readings[i].plates) {
            json::Array candidates;
            candidates.emplace_back(reading.text);
            for (const auto& each : reading.alternatives) candidates.emplace_back(each.text);
            const auto& box = reading.box;
            plates.push_back(json::Object{{"text", reading.text},
                                          {"bbox", {box.x, box.y, box.width, box.height}},
                                          {"score", reading.confidence},
                                          {"plate_score", reading.plate_score},
                                          {"candidates", std::move(candidates)}});
        }
        return {{"image", photos_[i].image}, {"ms", run_.read_ms[i]}, {"plates", std::move(plates)}};
    }

    static std::string share(int part, int all) {
        return all == 0 ? "-" : fmt::format("{:.1f} % ({} of {})", 100.0 * part / all, part, all);
    }

    void write_misses(const std::vector<Miss>& misses) const {
        std::filesystem::create_directories(command_.why);
        for (const auto& miss : misses) {
            const auto& image = photos_[miss.photo].image;
            if (!miss.reading) {
                fmt::print("miss {} {}: no plate found there\n", image, miss.label);
                continue;
            }
            const auto name =
                fmt::format("{}_{}_{}.jpg", std::filesystem::path{image}.stem().string(), miss.label, miss.reading->text);
            fmt::print("miss {} {}: read {} ({:.2f}), {}\n", image, miss.label, miss.reading->text, miss.reading->confidence,
                       name);
            std::ofstream{std::filesystem::path{command_.why} / name, std::ios::binary}
                << vision::encode_jpeg(miss.reading->crop, 90);
        }
    }

    const EvalCommand& command_;
    std::vector<LabelledPhoto> photos_;
    std::unique_ptr<vision::PlateReader> reader_;
    std::filesystem::path images_;
    Run run_;
    std::atomic<std::size_t> next_ = 0, done_ = 0;
    bool shows_progress_ = isatty(STDERR_FILENO) == 1;
};

void run(EvalCommand& command) {
    auto photos = read_manifest(command.manifest);
    if (!photos) throw std::runtime_error(photos.error().detail.in(language_of_terminal()));
    const auto has_vehicles = [](const LabelledPhoto& photo) { return photo.vehicles.has_value(); };
    if (auto& search = command.eyes.vehicles;
        search == vision::VehicleSearch::in_passing && std::ranges::none_of(*photos, has_vehicles))
        search = vision::VehicleSearch::none;
    command.eyes.vehicle_score_min = faint_vehicle_score;
    Evaluation evaluation{command, std::move(*photos)};
    evaluation.read_all();
    if (!command.predictions.empty()) evaluation.write_predictions();
    evaluation.print_summary();
    if (!evaluation.read_every_photo()) throw CLI::RuntimeError(1);
}

}  // namespace

void add_eval_command(CLI::App& app) {
    auto* command = app.add_subcommand("eval", "Reads a labelled set of photos and scores the readings");
    command->footer("Exit code 1 when a photo could not be read; it counts as missed.");
    auto options = std::make_shared<EvalCommand>();
    command
        ->add_option(
            "manifest", options->manifest,
            R"(A JSON object a line: {"image", "plates": [{"text", "bbox"}], "vehicles": [{"class", "bbox"}], "complete", "crop"})")
        ->required()
        ->check(CLI::ExistingFile);
    command->add_option("--images", options->images, "Folder of the photos (default: the manifest's)")
        ->check(CLI::ExistingDirectory);
    command->add_option("--predictions,--out", options->predictions, "Write the readings here, a JSON object a line");
    command->add_option("--threads", options->eyes.threads, "Photos read at the same time")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    command->add_flag("--per-class", options->per_class, "Also by lines, region and height of the plate");
    command->add_option("--why", options->why, "One line a miss, and its crop written into this folder");
    options->eyes.add_to(*command);
    command->callback([options] { run(*options); });
}

}  // namespace patente
