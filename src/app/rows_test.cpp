// Every row of the product, held to what the audit log needs of it.
#include "app/rows.h"

#include <gtest/gtest.h>

#include <set>

#include "app/regions.h"

namespace patente {
namespace {

using http::Method;
using http::Route;

std::string act_of(const Route& route) { return std::string(http::name_of(route.method)) + " " + route.path; }

// Names of members that say who was where, in whatever schema they stand.
const std::set<std::string, std::less<>> personal_names{"plate", "plates",    "read_as", "readings",
                                                        "crop",  "thumbnail", "owner",   "evidence"};

bool has_personal_name(const json::Value& schema, const json::Components& components, std::set<std::string>& seen) {
    if (const auto* object = schema.if_object()) {
        if (const auto* properties = object->if_contains("properties"); properties && properties->is_object())
            for (const auto& member : properties->get_object())
                if (personal_names.contains(std::string_view(member.key()))) return true;
        if (const auto* reference = object->if_contains("$ref")) {
            const std::string text(reference->as_string());
            const auto name = text.substr(text.rfind('/') + 1);
            if (seen.insert(name).second && has_personal_name(json::Value(components.at(name)), components, seen)) return true;
        }
        for (const auto& member : *object)
            if (has_personal_name(member.value(), components, seen)) return true;
    }
    if (const auto* array = schema.if_array())
        for (const auto& each : *array)
            if (has_personal_name(each, components, seen)) return true;
    return false;
}

bool shows_persons(const Route& route) {
    if (route.gives_type.starts_with("image/")) return true;
    if (!route.gives) return false;
    json::Components components;
    const json::Value schema(route.gives(components));
    std::set<std::string> seen;
    return has_personal_name(schema, components, seen);
}

// Rows whose answers have such a name and yet show nobody, each with why.
const std::map<std::string, std::string, std::less<>> shows_nobody{
    {"GET /v1/parking/totals", "numbers of plates, not plates"},
    {"GET /v1/parking/totals/usual", "numbers of plates, not plates"},
};

TEST(Rows, SayWhoseDataTheyShow) {
    with_rows([](const std::vector<Route>& rows) {
        for (const auto& row : rows)
            if (row.method == Method::get && shows_persons(row) && !shows_nobody.contains(act_of(row))) {
                EXPECT_FALSE(row.personal.empty())
                    << act_of(row) << " shows plates or photos: give it .personal, or say here why not";
            }
    });
}

TEST(Rows, HiddenPagesOfTicketsSaySoToo) {
    with_rows([](const std::vector<Route>& rows) {
        for (const auto& row : rows)
            if (row.hidden && row.path.starts_with("/t/") && !row.path.ends_with("/qr.svg")) {
                EXPECT_FALSE(row.personal.empty()) << act_of(row);
            }
    });
}

TEST(Rows, HaveTheirActNamedInBothLanguages) {
    const auto acts = load_acts(std::filesystem::path(PATENTE_ROOT) / "data/acts.toml");
    std::set<std::string> known;
    with_rows([&](const std::vector<Route>& rows) {
        for (const auto& row : rows) {
            if (row.method == Method::get && row.personal.empty()) continue;
            known.insert(act_of(row));
            EXPECT_TRUE(acts.contains(act_of(row))) << "data/acts.toml lacks \"" << act_of(row) << "\"";
        }
    });
    for (const auto& [act, text] : acts) {
        EXPECT_FALSE(text.es.empty() || text.en.empty()) << act;
        const bool is_row = std::isupper(static_cast<unsigned char>(act.front())) != 0;
        EXPECT_TRUE(!is_row || known.contains(act)) << "data/acts.toml names \"" << act << "\", which is no row";
    }
}

}  // namespace
}  // namespace patente
