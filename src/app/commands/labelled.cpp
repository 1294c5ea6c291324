#include "app/commands/labelled.h"

#include <fmt/format.h>

#include <fstream>
#include <functional>
#include <ranges>
#include <set>

#include "base/json.h"

namespace patente {
namespace {

using vision::Box;
using vision::PlateReading;

constexpr float overlap_min = 0.5f;

std::string plain(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        if ((upper >= 'A' && upper <= 'Z') || (upper >= '0' && upper <= '9')) result += upper;
    }
    return result;
}

std::string forgiven(std::string text) {
    std::ranges::replace(text, 'O', '0');
    std::ranges::replace(text, 'I', '1');
    return text;
}

std::string text_in(const json::Object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value && value->is_string() ? std::string{value->as_string()} : std::string{};
}

bool flag_in(const json::Object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value && value->is_bool() && value->as_bool();
}

std::optional<Box> box_in(const json::Object& object) {
    const auto* value = object.if_contains("bbox");
    if (!value || !value->is_array() || value->as_array().size() != 4) return std::nullopt;
    float side[4];
    for (int i = 0; i < 4; ++i) side[i] = value->as_array()[i].is_number() ? value->as_array()[i].to_number<float>() : 0;
    return Box{side[0], side[1], side[2], side[3]};
}

std::optional<LabelledVehicle> vehicle_in(const json::Value& value) {
    const auto* vehicle = value.if_object();
    if (!vehicle) return std::nullopt;
    const auto kind = json::enum_named<vision::VehicleKind>(text_in(*vehicle, "class"));
    const auto box = box_in(*vehicle);
    if (!kind || !box) return std::nullopt;
    return LabelledVehicle{*kind, *box};
}

std::optional<LabelledPhoto> photo_in(const json::Value& value) {
    const auto* row = value.if_object();
    const auto* plates = row ? row->if_contains("plates") : nullptr;
    if (!plates || !plates->is_array() || text_in(*row, "image").empty()) return std::nullopt;
    LabelledPhoto photo{text_in(*row, "image"), flag_in(*row, "crop"), flag_in(*row, "complete"), {}, {}};
    if (const auto* vehicles = row->if_contains("vehicles")) {
        if (!vehicles->is_array()) return std::nullopt;
        photo.vehicles.emplace();
        for (const auto& each : vehicles->as_array()) {
            const auto vehicle = vehicle_in(each);
            if (!vehicle) return std::nullopt;
            photo.vehicles->push_back(*vehicle);
        }
    }
    for (const auto& each : plates->as_array()) {
        const auto* plate = each.if_object();
        if (!plate) return std::nullopt;
        const auto* lines = plate->if_contains("lines");
        photo.plates.push_back({plain(text_in(*plate, "text")), box_in(*plate), text_in(*plate, "region"),
                                lines && lines->is_int64() ? static_cast<int>(lines->as_int64()) : 0});
    }
    return photo;
}

struct Pair {
    float overlap;
    double confidence;
    std::size_t label, reading;
};

// Best pairs first; each label and each reading is used once. `least` 0 also takes a label's centre inside a box.
std::map<std::size_t, std::size_t> matched(const std::vector<Label>& labels, const std::vector<PlateReading>& readings,
                                           float least) {
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < labels.size(); ++i)
        for (std::size_t j = 0; labels[i].box && j < readings.size(); ++j) {
            const float shared = vision::overlap(*labels[i].box, readings[j].box);
            if (least > 0 ? shared >= least : shared > 0 || readings[j].box.holds(labels[i].box->centre()))
                pairs.push_back({shared, readings[j].confidence, i, j});
        }
    std::ranges::stable_sort(pairs, [](const Pair& a, const Pair& b) {
        return std::pair{a.overlap, a.confidence} > std::pair{b.overlap, b.confidence};
    });
    std::map<std::size_t, std::size_t> result;
    std::set<std::size_t> taken;
    for (const auto& pair : pairs)
        if (!result.contains(pair.label) && taken.insert(pair.reading).second) result[pair.label] = pair.reading;
    return result;
}

bool lists(const PlateReading& reading, const std::string& text) {
    return reading.text == text ||
           std::ranges::find(reading.alternatives, text, &vision::Candidate::text) != reading.alternatives.end();
}

std::vector<std::string> classes_of(const Label& label) {
    std::vector<std::string> classes;
    if (label.lines > 0) classes.push_back(fmt::format("lines {}", label.lines));
    if (!label.region.empty()) classes.push_back("region " + label.region);
    if (label.box) {
        const float height = label.box->height;
        classes.push_back(height < 16   ? "height 0 to 16"
                          : height < 24 ? "height 16 to 24"
                          : height < 40 ? "height 24 to 40"
                                        : "height 40 and up");
    }
    return classes;
}

class Scorer {
public:
    Scorer(const std::vector<LabelledPhoto>& photos, const std::vector<vision::PhotoReading>& readings)
        : photos_(photos), readings_(readings) {}

    Scored run() {
        for (std::size_t i = 0; i < photos_.size(); ++i) score(i);
        return std::move(result_);
    }

private:
    void score(std::size_t index) {
        const auto& photo = photos_[index];
        const auto& found = readings_[index].plates;
        const auto strict = photo.cut_out ? std::map<std::size_t, std::size_t>{} : matched(photo.plates, found, overlap_min);
        const auto loose = photo.cut_out ? std::map<std::size_t, std::size_t>{} : matched(photo.plates, found, 0);
        ++result_.all.photos;
        for (std::size_t i = 0; i < photo.plates.size(); ++i) {
            const bool by_place = !photo.cut_out && photo.plates[i].box;
            std::vector<const PlateReading*> pool;
            if (!by_place)
                for (const auto& reading : found) pool.push_back(&reading);
            else if (const auto at = loose.find(i); at != loose.end())
                pool.push_back(&found[at->second]);
            Score score = score_of(photo.plates[i], pool, by_place, strict.contains(i));
            add(result_.all, score);
            for (const auto& name : classes_of(photo.plates[i])) add(result_.classes[name], score);
            if (score.texts > score.exact) result_.misses.push_back({index, photo.plates[i].text, surest(pool)});
        }
        count_false(photo, found);
    }

    static const PlateReading* surest(const std::vector<const PlateReading*>& pool) {
        const auto best = std::ranges::max_element(pool, {}, &PlateReading::confidence);
        return best == pool.end() ? nullptr : *best;
    }

    static Score score_of(const Label& label, const std::vector<const PlateReading*>& pool, bool by_place, bool strict) {
        Score score{.plates = 1, .boxes = by_place, .box_hits = strict};
        if (label.text.empty()) return score;
        const auto* best = surest(pool);
        score.texts = 1;
        score.exact = best && best->text == label.text;
        score.forgiven = best && forgiven(best->text) == forgiven(label.text);
        score.in_ten = std::ranges::any_of(pool, [&](const PlateReading* each) { return lists(*each, label.text); });
        return score;
    }

    static void add(Score& to, const Score& more) {
        to.plates += more.plates, to.boxes += more.boxes, to.box_hits += more.box_hits, to.texts += more.texts;
        to.exact += more.exact, to.forgiven += more.forgiven, to.in_ten += more.in_ten;
    }

    // A photo whose labels lack boxes cannot tell a false plate from the labelled one.
    void count_false(const LabelledPhoto& photo, const std::vector<PlateReading>& found) {
        if (!photo.complete || photo.cut_out ||
            !std::ranges::all_of(photo.plates, [](const Label& label) { return label.box.has_value(); }))
            return;
        ++result_.all.complete_photos;
        for (const auto& reading : found)
            result_.all.false_plates += std::ranges::none_of(photo.plates, [&](const Label& label) {
                return vision::overlap(*label.box, reading.box) > 0 || reading.box.holds(label.box->centre());
            });
    }

    const std::vector<LabelledPhoto>& photos_;
    const std::vector<vision::PhotoReading>& readings_;
    Scored result_;
};

struct VehicleAnswers {
    int labelled = 0;
    std::vector<std::pair<float, bool>> answers;  // score; whether it is right
};

// Likeliest first, each answer claims the label it overlaps most; a label that is claimed already makes it wrong.
void add_vehicles(std::map<vision::VehicleKind, VehicleAnswers>& to, const std::vector<LabelledVehicle>& labels,
                  const std::vector<vision::Vehicle>& found) {
    for (const auto& label : labels) ++to[label.kind].labelled;
    std::vector<bool> claimed(labels.size());
    for (const auto& vehicle : found) {
        std::optional<std::size_t> nearest;
        float most = overlap_min;
        for (std::size_t i = 0; i < labels.size(); ++i)
            if (const float shared = vision::overlap(labels[i].box, vehicle.box);
                labels[i].kind == vehicle.kind && shared >= most)
                nearest = i, most = shared;
        const bool right = nearest && !claimed[*nearest];
        if (right) claimed[*nearest] = true;
        to[vehicle.kind].answers.emplace_back(vehicle.score, right);
    }
}

double average_precision(VehicleAnswers kind) {
    std::ranges::stable_sort(kind.answers, std::greater{}, &std::pair<float, bool>::first);
    std::vector<double> precision_at_hit;
    int answers = 0;
    for (const auto& [score, right] : kind.answers) {
        ++answers;
        if (right) precision_at_hit.push_back(static_cast<double>(precision_at_hit.size() + 1) / answers);
    }
    double greatest = 0, sum = 0;
    for (const double precision : precision_at_hit | std::views::reverse) sum += greatest = std::max(greatest, precision);
    return sum / kind.labelled;
}

}  // namespace

Result<std::vector<LabelledPhoto>> read_manifest(const std::filesystem::path& file) {
    const auto invalid = [&](std::size_t line) {
        return fail(ErrorKind::invalid, "manifest-invalid",
                    {fmt::format("{}:{}: this is no labelled photo.", file.string(), line),
                     fmt::format("{}:{}: no es una foto etiquetada.", file.string(), line)});
    };
    std::ifstream stream{file};
    if (!stream)
        return fail(ErrorKind::not_found, "manifest-missing",
                    {fmt::format("{} cannot be opened.", file.string()), fmt::format("{} no se puede abrir.", file.string())});
    std::vector<LabelledPhoto> photos;
    std::size_t number = 0;
    for (std::string line; std::getline(stream, line);) {
        ++number;
        if (line.find_first_not_of(" \t\r") == line.npos) continue;
        const auto value = json::parsed(line);
        auto photo = value ? photo_in(*value) : std::nullopt;
        if (!photo) return invalid(number);
        photos.push_back(std::move(*photo));
    }
    if (photos.empty()) return invalid(number);
    return photos;
}

Scored scored(const std::vector<LabelledPhoto>& photos, const std::vector<vision::PhotoReading>& readings) {
    return Scorer{photos, readings}.run();
}

std::map<vision::VehicleKind, VehicleScore> vehicles_scored(const std::vector<LabelledPhoto>& photos,
                                                            const std::vector<vision::PhotoReading>& readings) {
    std::map<vision::VehicleKind, VehicleAnswers> kinds;
    for (std::size_t i = 0; i < photos.size(); ++i)
        if (photos[i].vehicles) add_vehicles(kinds, *photos[i].vehicles, readings[i].vehicles);
    std::map<vision::VehicleKind, VehicleScore> scores;
    for (const auto& [kind, answers] : kinds)
        if (answers.labelled > 0) scores[kind] = {answers.labelled, average_precision(answers)};
    return scores;
}

}  // namespace patente
