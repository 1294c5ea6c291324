// Any bytes as JSON, and as the fields of a struct: what is written is read back as it was, and every fault points into
// the document.
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "base/json.h"

namespace {

using namespace patente;

enum class Colour { red, blue };
constexpr auto names_of(Colour) {
    return std::array<std::pair<Colour, std::string_view>, 2>{{{Colour::red, "red"}, {Colour::blue, "blue"}}};
}

struct Wheel {
    double size = 1;
    std::optional<std::string> name;

    static constexpr auto fields() {
        return std::tuple{json::field("size", &Wheel::size).range(0, 10), json::field("name", &Wheel::name).length(1, 8)};
    }
};

struct Visit {
    std::string plate;
    int count = 0;
    bool open = false;
    Colour colour = Colour::red;
    Instant at;
    Uuid id;
    std::vector<Wheel> wheels;
    json::Value kept;

    static constexpr auto fields() {
        return std::tuple{json::field("plate", &Visit::plate).pattern("[A-Z0-9]{2,12}", "AB123CD"),
                          json::field("count", &Visit::count).range(0, 1000),
                          json::field("open", &Visit::open).or_default(),
                          json::field("colour", &Visit::colour).or_default(),
                          json::field("at", &Visit::at).or_default(),
                          json::field("id", &Visit::id).or_default(),
                          json::field("wheels", &Visit::wheels).length(0, 4).or_default(),
                          json::field("kept", &Visit::kept).or_default()};
    }
};

void check(bool holds) {
    if (!holds) std::abort();
}

// Boost.JSON 1.81 reads a number of more than 15 digits up to one unit in its last place beside.
bool same(const json::Value& one, const json::Value& other) {
    if (one.kind() != other.kind())
        return one.is_number() && other.is_number() && one.to_number<double>() == other.to_number<double>();
    if (const auto* number = one.if_double()) return std::abs(*number - other.get_double()) <= std::abs(*number) * 1e-15;
    if (const auto* array = one.if_array()) return std::ranges::equal(*array, other.get_array(), same);
    if (const auto* object = one.if_object())
        return std::ranges::equal(*object, other.get_object(),
                                  [](const auto& a, const auto& b) { return a.key() == b.key() && same(a.value(), b.value()); });
    return one == other;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto value = json::parsed(text);
    if (!value) return 0;
    const auto written = json::text_of(*value);
    const auto again = json::parsed(written);
    check(again && same(*again, *value));
    const auto visit = json::read<Visit>(text);
    if (visit) {
        const auto said = json::text_of(*visit);
        const auto twice = json::read<Visit>(said);
        check(twice && same(json::value_of(*twice), json::value_of(*visit)));
        check(visit->count >= 0 && visit->count <= 1000 && visit->wheels.size() <= 4);
    } else {
        for (const auto& fault : visit.error().faults) check(fault.pointer.empty() || fault.pointer.front() == '/');
    }
    return 0;
}
