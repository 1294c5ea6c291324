#include "domain/sightings/cameras/plate_recognizer.h"

#include <fmt/format.h>

#include <algorithm>

#include "domain/vocabulary/capture_time.h"
#include "domain/vocabulary/plate.h"

namespace patente::sightings::plate_recognizer {

namespace {

constexpr std::size_t alternatives_max = 10, name_length_max = 80, as_read_max = 32, results_max = 100;

const json::Value* at(const json::Value* value, std::string_view name) {
    const auto* object = value ? value->if_object() : nullptr;
    return object ? object->if_contains(name) : nullptr;
}

const json::Value* first(const json::Value* value) {
    const auto* array = value ? value->if_array() : nullptr;
    return array && !array->empty() ? &array->front() : nullptr;
}

std::optional<std::string> text_in(const json::Value* value) {
    if (!value || !value->is_string()) return std::nullopt;
    return std::string(value->as_string());
}

double score_in(const json::Value* value) {
    return value && value->is_number() ? std::clamp(value->to_number<double>(), 0.0, 1.0) : 0;
}

// "us-ca" as it is; codes that are no region's, such as "", count as not known.
std::string region_in(const json::Value* value) {
    const std::string code = text_in(value).value_or("");
    const bool is_country = code.size() == 2 || (code.size() > 3 && code.size() <= 6 && code[2] == '-');
    const bool is_code =
        std::ranges::all_of(code, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
    return is_country && is_code ? code : "";
}

// What a result says of its plate, in the older shape or in that of vehicle detection.
struct PlateSaid {
    const json::Value *plate, *score, *region, *candidates;
    bool is_newer;

    explicit PlateSaid(const json::Value& result) {
        const json::Value* props = at(at(&result, "plate"), "props");
        is_newer = props != nullptr;
        candidates = is_newer ? at(props, "plate") : at(&result, "candidates");
        const json::Value* best = first(candidates);
        plate = is_newer ? at(best, "value") : at(&result, "plate");
        score = is_newer ? at(best, "score") : at(&result, "score");
        region = is_newer ? at(first(at(props, "region")), "value") : at(at(&result, "region"), "code");
    }
};

void add_alternatives(NewSighting& sighting, const PlateSaid& said) {
    const auto* candidates = said.candidates ? said.candidates->if_array() : nullptr;
    if (!candidates) return;
    for (const auto& each : *candidates) {
        const auto text = text_in(at(&each, said.is_newer ? "value" : "plate"));
        const auto plate = text ? normalised(*text) : Result<std::string>{""};
        if (!plate || plate->empty() || *plate == sighting.plate || sighting.alternatives.size() == alternatives_max) continue;
        sighting.alternatives.push_back({*plate, score_in(at(&each, "score"))});
    }
}

class Message {
public:
    Result<Seen> read(const json::Value& message) {
        const json::Value* data = at(&message, "data");
        if (!data || !data->is_object()) fault("/data", "required", {"This field is required.", "Este campo es obligatorio."});
        Seen seen{.device = text_in(at(data, "camera_id")).value_or("")};
        if (seen.device.size() > name_length_max)
            fault("/data/camera_id", "length", {"At most 80 characters.", "80 caracteres como máximo."});
        if (const auto timestamp = text_in(at(data, "timestamp"))) {
            seen.at = iso_time(*timestamp);
            if (!seen.at) fault("/data/timestamp", "type", {"No ISO 8601 time.", "No es una hora ISO 8601."});
        }
        if (data) read_results(at(data, "results"), seen);
        if (faults_.empty()) return seen;
        return fail(
            ErrorKind::invalid, "camera-message-invalid",
            {"Some fields of the message are not right; see errors.", "Algunos campos del mensaje no están bien; ver errores."},
            std::move(faults_));
    }

private:
    void fault(std::string pointer, std::string code, Text detail) {
        faults_.push_back({std::move(pointer), std::move(code), std::move(detail)});
    }

    void read_results(const json::Value* results, Seen& seen) {
        const auto* array = results ? results->if_array() : nullptr;
        if (!array) return fault("/data/results", "type", {"A list.", "Una lista."});
        if (array->size() > results_max) return fault("/data/results", "length", {"At most 100.", "100 como máximo."});
        for (std::size_t i = 0; i < array->size(); ++i) read_result((*array)[i], i, seen);
    }

    void read_result(const json::Value& result, std::size_t number, Seen& seen) {
        const json::Value* stated = at(&result, "plate");
        if (result.is_object() && (!stated || stated->is_null())) return;  // a vehicle whose plate was not read
        const PlateSaid said(result);
        const auto text = text_in(said.plate);
        const auto plate = normalised(text.value_or(""));
        if (text && text->size() > as_read_max)
            return fault(fmt::format("/data/results/{}/plate", number), "length",
                         {"At most 32 characters.", "32 caracteres como máximo."});
        if (!plate) return fault(fmt::format("/data/results/{}/plate", number), "pattern", plate.error().detail);
        NewSighting sighting{
            .plate = *plate, .plate_as_read = *text, .confidence = score_in(said.score), .region = region_in(said.region)};
        add_alternatives(sighting, said);
        seen.plates.push_back(std::move(sighting));
    }

    std::vector<Fault> faults_;
};

}  // namespace

Result<Seen> seen_in(const std::string& text) { return Message{}.read(TRY(json::parsed(text))); }

}  // namespace patente::sightings::plate_recognizer
