#include "vision/plate/reader.h"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>

#include "base/json.h"
#include "vision/image/transform.h"
#include "vision/plate/characters.h"
#include "vision/plate/choose.h"
#include "vision/plate/find.h"
#include "vision/plate/merge.h"
#include "vision/plate/reason.h"
#include "vision/plate/straighten.h"
#include "vision/runtime/stopwatch.h"

namespace patente::vision {
namespace {

constexpr std::size_t beam_width = 16;
constexpr double hopeless_share = 0.1;  // of the confidence that is asked for: on held-out photos no second look made up for less
constexpr float crop_margin = 0.12f;    // of the picture that is kept, share of the box's sides

// The margins of a second look, in shares of the model's own.
constexpr std::array<float, 2> other_margins = {0.25f, 2.0f};

// What one photo at a time is read with.
struct Desk {
    runtime::Context detector, plate_detector, reader;  // the second leaves vehicles out
    std::vector<std::uint8_t> crops;
};

Box inside(const Box& box, const Image& photo) {
    const float left = std::clamp(box.x, 0.0f, static_cast<float>(photo.width));
    const float top = std::clamp(box.y, 0.0f, static_cast<float>(photo.height));
    return {left, top, std::clamp(box.x + box.width, left, static_cast<float>(photo.width)) - left,
            std::clamp(box.y + box.height, top, static_cast<float>(photo.height)) - top};
}

Image evidence(const Image& photo, const Box& box) {
    const float x = box.width * crop_margin, y = box.height * crop_margin;
    return crop(photo, static_cast<int>(box.x - x), static_cast<int>(box.y - y), static_cast<int>(box.width + 2 * x) + 1,
                static_cast<int>(box.height + 2 * y) + 1);
}

Found whole(const Image& photo) {
    const auto width = static_cast<float>(photo.width), height = static_cast<float>(photo.height);
    return {1, {0, 0, width, height}, {Point{0, 0}, Point{width, 0}, Point{width, height}, Point{0, height}}, 0, 1};
}

Result<runtime::Fastest> precision_for(const std::shared_ptr<const runtime::Network>& network, runtime::InputSize size,
                                       const ReaderOptions& options) {
    const auto fastest = TRY(runtime::fastest_precision(network, size, options.remembered));
    if (!options.precision) return fastest;
    if (runtime::can_run(*network, *options.precision)) return runtime::Fastest{*options.precision, fastest.ms};
    return fail(ErrorKind::invalid, "model-unusable",
                {fmt::format("{} cannot run in this number format on this processor.", network->name()),
                 fmt::format("{} no puede ejecutarse en este formato numérico en este procesador.", network->name())});
}

constexpr runtime::InputSize measured_size = {1, 384, 640};
constexpr int long_side_least = 640;
constexpr double closer_least = 1.2;  // times the pixels of the first search, or a second shows nothing new

// The longest side at which a photo of four to three is searched in the time that a person does not notice.
int long_side_for(double ms) {
    constexpr std::array sides = {1024, 896, 768};
    constexpr double search_ms = 20;
    const double ms_a_pixel = ms / (measured_size.height * measured_size.width);
    const auto side = std::ranges::find_if(sides, [&](int each) { return 0.75 * each * each * ms_a_pixel <= search_ms; });
    return side == sides.end() ? long_side_least : *side;
}

// A plate on its way: where it is, and what each view of it said.
struct Draft {
    Found found;
    Characters characters;  // of the first view
    std::vector<std::vector<Candidate>> views;
    std::vector<Candidate> candidates;

    float plate_score() const { return found.score * characters.legible; }
};

}  // namespace

struct PlateReader::State {
    DetectorModel detector;
    ReaderModel reader;
    ReaderOptions options;
    Prior prior;
    runtime::Precision detector_precision{}, reader_precision{};
    int long_side_max = 0;  // pixels, as this processor allows

    std::mutex mutex;
    std::condition_variable returned;
    std::vector<std::unique_ptr<Desk>> free;
    int made = 0;

    struct GiveBack {
        State* state;
        void operator()(Desk* desk) const {
            const std::lock_guard lock{state->mutex};
            state->free.emplace_back(desk);
            state->returned.notify_one();
        }
    };
    std::unique_ptr<Desk, GiveBack> borrow() {
        std::unique_lock lock{mutex};
        returned.wait(lock, [&] { return !free.empty() || made < options.contexts_max; });
        if (free.empty()) {
            free.push_back(std::make_unique<Desk>(runtime::Context{detector.network, detector_precision},
                                                  runtime::Context{detector.network, detector_precision, {"plates"}},
                                                  runtime::Context{reader.network, reader_precision}));
            ++made;
        }
        std::unique_ptr<Desk, GiveBack> desk{free.back().release(), GiveBack{this}};
        free.pop_back();
        return desk;
    }

    PhotoReading read(Desk& desk, const Image& photo, const ReadOptions& how) const;
    PhotoReading read_at(int long_side, Desk& desk, const Image& photo, const ReadOptions& how, Timings spent) const;
    std::vector<Draft> find(int long_side, Desk& desk, const Image& photo, const ReadOptions& how, PhotoReading& result) const;
    std::vector<Characters> look(Desk& desk, const Image& photo, const std::vector<const Draft*>& drafts, Frame frame,
                                 Timings& ms) const;
    void read_once(Desk& desk, const Image& photo, const ReadOptions& how, std::vector<Draft>& drafts, Timings& ms) const;
    void look_again(Desk& desk, const Image& photo, const ReadOptions& how, std::vector<Draft>& drafts, Timings& ms) const;
    void choose(Draft& draft, const ReadOptions& how) const;
    PlateReading reading_of(const Draft& draft, const Image& photo, const ReadOptions& how) const;
    bool is_reading(const Draft& draft, const ReadOptions& how) const;
    bool is_unsure(const Draft& draft, const ReadOptions& how) const;
    Frame frame(const ReadOptions& how, float share) const;
    int long_side_of(int width, int height, VehicleSearch vehicles) const;
};

// Plates are found from eight rows on, and half of those of sixteen are read (models/README.md): half of a photo shows most of
// what can be read.
int PlateReader::State::long_side_of(int width, int height, VehicleSearch vehicles) const {
    if (options.long_side != 0) return options.long_side;
    if (vehicles == VehicleSearch::closely) return long_side_max;
    return std::clamp(std::max(width, height) / 2, long_side_least, long_side_max);
}

Frame PlateReader::State::frame(const ReadOptions& how, float share) const {
    if (how.cut_out) share -= 1;  // a cut-out brings its own margins
    return {reader.width(), reader.height(), reader.margin_x * share, reader.margin_y * share};
}

std::vector<Draft> PlateReader::State::find(int long_side, Desk& desk, const Image& photo, const ReadOptions& how,
                                            PhotoReading& result) const {
    const Stopwatch watch{result.ms.find};
    std::vector<Draft> drafts;
    if (how.cut_out) {
        drafts.push_back({whole(photo)});
        return drafts;
    }
    auto& network = how.vehicles == VehicleSearch::none ? desk.plate_detector : desk.detector;
    auto finds = vision::find(network, detector, photo, {long_side, how.vehicles, options.vehicle_score_min});
    for (const auto& found : finds.plates) drafts.push_back({found});
    result.vehicles = std::move(finds.vehicles);
    return drafts;
}

std::vector<Characters> PlateReader::State::look(Desk& desk, const Image& photo, const std::vector<const Draft*>& drafts,
                                                 Frame frame, Timings& ms) const {
    const auto bytes = static_cast<std::size_t>(frame.width) * frame.height;
    {
        const Stopwatch watch{ms.straighten};
        desk.crops.resize(bytes * drafts.size());
        for (std::size_t i = 0; i < drafts.size(); ++i)
            straighten(photo, drafts[i]->found.corners, frame, desk.crops.data() + i * bytes);
    }
    const Stopwatch watch{ms.read};
    return read_characters(desk.reader, reader, desk.crops);
}

void PlateReader::State::choose(Draft& draft, const ReadOptions& how) const {
    draft.candidates =
        chosen(draft.views, [&](const std::string& text) { return prior.weight(text, draft.characters.regions, how.region); });
}

void PlateReader::State::read_once(Desk& desk, const Image& photo, const ReadOptions& how, std::vector<Draft>& drafts,
                                   Timings& ms) const {
    std::vector<Draft*> likely;  // the others cannot become readings, whatever the reader says
    for (auto& draft : drafts)
        if (draft.found.score >= options.plate_score_min) likely.push_back(&draft);
    auto answers = look(desk, photo, {likely.begin(), likely.end()}, frame(how, 1), ms);
    const Stopwatch watch{ms.choose};
    for (std::size_t i = 0; i < likely.size(); ++i) {
        Draft& draft = *likely[i];
        draft.characters = std::move(answers[i]);
        if (!how.cut_out && draft.plate_score() < options.plate_score_min) continue;
        draft.views.push_back(likeliest_texts(draft.characters, reader.alphabet, beam_width));
        choose(draft, how);
    }
}

// Views that cut a little nearer and a little wider agree on what is on the plate, not on what lies beside it.
void PlateReader::State::look_again(Desk& desk, const Image& photo, const ReadOptions& how, std::vector<Draft>& drafts,
                                    Timings& ms) const {
    std::vector<Draft*> unsure;
    for (auto& draft : drafts)
        if (is_unsure(draft, how)) unsure.push_back(&draft);
    if (unsure.empty()) return;
    for (const float share : other_margins) {
        const auto answers = look(desk, photo, {unsure.begin(), unsure.end()}, frame(how, share), ms);
        const Stopwatch watch{ms.choose};
        for (std::size_t i = 0; i < unsure.size(); ++i)
            unsure[i]->views.push_back(likeliest_texts(answers[i], reader.alphabet, beam_width));
    }
    const Stopwatch watch{ms.choose};
    for (auto* draft : unsure) choose(*draft, how);
}

bool PlateReader::State::is_unsure(const Draft& draft, const ReadOptions& how) const {
    if (draft.candidates.empty() || draft.candidates[0].probability >= options.second_look_below) return false;
    const bool is_hopeless = draft.candidates[0].probability < options.confidence_min * hopeless_share;
    return how.cut_out || !is_hopeless || draft.plate_score() >= options.plate_score_sure;
}

bool PlateReader::State::is_reading(const Draft& draft, const ReadOptions& how) const {
    if (draft.candidates.empty()) return false;
    const auto& best = draft.candidates[0];
    if (how.cut_out || best.probability >= options.confidence_min) return true;
    return draft.plate_score() >= options.plate_score_sure && best.text.size() > text_length_min;  // two letters: a head lamp
}

PlateReading PlateReader::State::reading_of(const Draft& draft, const Image& photo, const ReadOptions& how) const {
    PlateReading reading;
    reading.text = draft.candidates[0].text;
    reading.confidence = draft.candidates[0].probability;
    reading.character_confidence = character_confidence(draft.candidates);
    reading.alternatives.assign(draft.candidates.begin() + 1, draft.candidates.end());
    const auto& regions = draft.characters.regions;
    const auto likeliest = std::ranges::max_element(regions);
    const auto& region = reader.regions[likeliest - regions.begin()];
    reading.region = region == "unknown" || *likeliest < 0.5f ? how.region : region;
    reading.lines = draft.characters.two_lines > 0.5f ? 2 : 1;
    reading.plate_score = draft.plate_score();
    reading.box = inside(draft.found.box, photo);
    reading.corners = draft.found.corners;
    if (how.crops) reading.crop = evidence(photo, reading.box);
    return reading;
}

PhotoReading PlateReader::State::read_at(int long_side, Desk& desk, const Image& photo, const ReadOptions& how,
                                         Timings spent) const {
    PhotoReading result{.ms = spent};
    auto drafts = find(long_side, desk, photo, how, result);
    read_once(desk, photo, how, drafts, result.ms);
    look_again(desk, photo, how, drafts, result.ms);

    const Stopwatch watch{result.ms.choose};
    std::vector<Found> illegible;
    std::vector<PlateReading> readings;
    for (const auto& draft : drafts) {
        if (!is_reading(draft, how))
            illegible.push_back(draft.found);
        else
            readings.push_back(reading_of(draft, photo, how));
    }
    result.plates = merged(std::move(readings));
    for (auto& plate : result.plates) plate.vehicle = vehicle_of(plate.box, result.vehicles);
    std::ranges::stable_sort(result.plates, std::greater{}, &PlateReading::plate_score);
    if (result.plates.empty()) result.nothing_read = reason_for(photo, illegible);
    return result;
}

// Where half a photo shows nothing that can be read, more of it may.
PhotoReading PlateReader::State::read(Desk& desk, const Image& photo, const ReadOptions& how) const {
    const int half = long_side_of(photo.width, photo.height, how.vehicles);
    auto result = read_at(half, desk, photo, how, {});
    const int more = std::min(std::max(photo.width, photo.height), long_side_max);
    if (!result.plates.empty() || how.cut_out || options.long_side != 0 || more < half * closer_least) return result;
    return read_at(more, desk, photo, how, result.ms);
}

PlateReader::PlateReader() : state_(new State) {}
PlateReader::~PlateReader() = default;

Result<std::unique_ptr<PlateReader>> PlateReader::load(const ModelPaths& models, ReaderOptions options) {
    std::unique_ptr<PlateReader> made{new PlateReader};
    auto& state = *made->state_;
    state.detector = TRY(DetectorModel::load(models.detector));
    state.reader = TRY(ReaderModel::load(models.reader));
    state.prior = TRY(Prior::made(options.formats, state.reader.regions));
    const auto detector = TRY(precision_for(state.detector.network, measured_size, options));
    state.detector_precision = detector.precision;
    state.reader_precision =
        TRY(precision_for(state.reader.network, {1, state.reader.height(), state.reader.width()}, options)).precision;
    state.options = std::move(options);
    state.long_side_max = long_side_for(detector.ms);
    return made;
}

double PlateReader::networks_ms(int width, int height, int plates) const {
    const auto desk = state_->borrow();
    const auto size = letterbox_of(width, height, long_side(width, height));
    auto& network = desk->plate_detector;
    if (!network.prepare({1, size.padded_height, size.padded_width}))
        throw std::runtime_error("the detector does not take this size");
    const std::vector<std::uint8_t> crops(static_cast<std::size_t>(state_->reader.width()) * state_->reader.height() * plates);
    double ms = 0;
    {
        const Stopwatch watch{ms};
        network.run();
        read_characters(desk->reader, state_->reader, crops);
    }
    return ms;
}

PhotoReading PlateReader::read(const Image& photo, const ReadOptions& options) const {
    if (photo.empty() || photo.channels != 3) throw std::runtime_error("a plate reader takes RGB pictures");
    const auto desk = state_->borrow();
    return state_->read(*desk, photo, options);
}

int PlateReader::long_side(int width, int height) const { return state_->long_side_of(width, height, VehicleSearch::in_passing); }

std::string PlateReader::version() const {
    return fmt::format("detector {}, reader {}", state_->detector.version, state_->reader.version);
}

std::string PlateReader::number_formats() const {
    return fmt::format("detector {}, reader {}", json::name_of(state_->detector_precision),
                       json::name_of(state_->reader_precision));
}

}  // namespace patente::vision
