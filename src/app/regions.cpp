#include "app/regions.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <set>
#include <stdexcept>

namespace patente {
namespace {

[[noreturn]] void refuse(const toml::source_region& where, std::string_view what) {
    throw std::runtime_error(fmt::format("{}:{}: {}", where.path ? *where.path : "", where.begin.line, what));
}

toml::table parsed(const std::filesystem::path& file) {
    try {
        return toml::parse_file(file.string());
    } catch (const toml::parse_error& error) {
        refuse(error.source(), error.description());
    }
}

void allow_only(const toml::table& table, const std::set<std::string_view>& known) {
    for (const auto& [key, node] : table)
        if (!known.contains(key.str())) refuse(node.source(), fmt::format("\"{}\" is not known here", key.str()));
}

template <typename T>
std::optional<T> optional_of(const toml::table& table, std::string_view key) {
    const auto* node = table.get(key);
    if (!node) return std::nullopt;
    const auto value = node->value_exact<T>();
    if (!value) refuse(node->source(), fmt::format("\"{}\" is of another type", key));
    return value;
}

template <typename T>
T required_of(const toml::table& table, std::string_view key) {
    const auto value = optional_of<T>(table, key);
    if (!value) refuse(table.source(), fmt::format("\"{}\" is missing", key));
    return *value;
}

int number_of(const toml::table& table, std::string_view key, int otherwise) {
    return static_cast<int>(optional_of<std::int64_t>(table, key).value_or(otherwise));
}

template <typename T, typename As = T>
std::vector<As> list_of(const toml::table& table, std::string_view key) {
    std::vector<As> items;
    const auto* node = table.get(key);
    if (!node) return items;
    if (!node->is_array()) refuse(node->source(), fmt::format("\"{}\" is no list", key));
    for (const auto& item : *node->as_array()) {
        const auto value = item.value_exact<T>();
        if (!value) refuse(item.source(), fmt::format("\"{}\" holds something of another type", key));
        items.push_back(static_cast<As>(*value));
    }
    return items;
}

template <typename Read>
void each_table(const toml::table& file, std::string_view key, Read&& read) {
    const auto* list = file.get_as<toml::array>(key);
    if (!list) refuse(file.source(), fmt::format("there is no [[{}]]", key));
    for (const auto& item : *list) {
        if (!item.is_table()) refuse(item.source(), fmt::format("write [[{}]]", key));
        read(*item.as_table());
    }
}

// In the order of their names, so that every machine reads the same.
std::vector<std::filesystem::path> toml_files(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{folder})
        if (entry.path().extension() == ".toml") files.push_back(entry.path());
    std::ranges::sort(files);
    if (files.empty()) throw std::runtime_error(fmt::format("{} holds no .toml file", folder.string()));
    return files;
}

PlateFormat format_of(const toml::table& table, const std::string& region) {
    allow_only(table, {"region", "name", "pattern", "letters", "example", "classes", "lines", "rows", "since", "flag"});
    PlateFormat format;
    format.region = optional_of<std::string>(table, "region").value_or(region);
    format.name = required_of<std::string>(table, "name");
    format.pattern = required_of<std::string>(table, "pattern");
    format.letters = optional_of<std::string>(table, "letters").value_or("");
    format.example = required_of<std::string>(table, "example");
    format.classes = list_of<std::string>(table, "classes");
    if (table.contains("lines")) format.lines = list_of<std::int64_t, int>(table, "lines");
    format.rows = list_of<std::int64_t, std::size_t>(table, "rows");
    format.since = number_of(table, "since", 0);
    format.flag = optional_of<std::string>(table, "flag").value_or("");
    if (const auto wrong = Formats::of({format}); !wrong) refuse(table.source(), wrong.error().faults.front().detail.en);
    return format;
}

std::optional<Day> date_of(const toml::table& table, std::string_view key) {
    const auto date = optional_of<toml::date>(table, key);
    if (!date) return std::nullopt;
    using namespace std::chrono;
    return Day{year_month_day{year{date->year}, month{date->month}, day{date->day}}};
}

HolidayRule rule_of(const toml::table& table) {
    allow_only(table, {"name", "month", "day", "easter", "once", "moved", "since", "until"});
    HolidayRule rule;
    rule.name = required_of<std::string>(table, "name");
    rule.month = number_of(table, "month", 0);
    rule.day = number_of(table, "day", 0);
    if (const auto easter = optional_of<std::int64_t>(table, "easter")) rule.easter = static_cast<int>(*easter);
    rule.once = date_of(table, "once");
    rule.since = number_of(table, "since", rule.since);
    rule.until = number_of(table, "until", rule.until);
    const auto moved = json::enum_named<Moved>(optional_of<std::string>(table, "moved").value_or("no"));
    if (!moved) refuse(table.source(), "moved is \"no\", \"argentina\", \"chile\" or \"next_monday\"");
    rule.moved = *moved;
    const bool yearly = rule.month >= 1 && rule.month <= 12 && rule.day >= 1 && rule.day <= 31;
    const bool neither = rule.month == 0 && rule.day == 0;
    if ((!yearly && !neither) || yearly + rule.easter.has_value() + rule.once.has_value() != 1)
        refuse(table.source(), "a holiday has month and day, or easter, or once");
    return rule;
}

}  // namespace

Formats load_formats(const std::filesystem::path& folder) {
    std::vector<PlateFormat> formats;
    for (const auto& path : toml_files(folder)) {
        const auto file = parsed(path);
        allow_only(file, {"region", "format"});
        const auto region = required_of<std::string>(file, "region");
        each_table(file, "format", [&](const toml::table& table) { formats.push_back(format_of(table, region)); });
    }
    return *Formats::of(std::move(formats));
}

HolidayCalendars load_holidays(const std::filesystem::path& folder) {
    HolidayCalendars calendars;
    for (const auto& path : toml_files(folder)) {
        const auto file = parsed(path);
        allow_only(file, {"id", "holiday"});
        HolidayCalendar calendar{required_of<std::string>(file, "id"), {}};
        each_table(file, "holiday", [&](const toml::table& table) { calendar.rules.push_back(rule_of(table)); });
        if (!calendars.emplace(calendar.id, calendar).second) refuse(file.source(), "another file has this id");
    }
    return calendars;
}

audit::Acts load_acts(const std::filesystem::path& path) {
    audit::Acts acts;
    const auto file = parsed(path);
    for (const auto& [act, node] : file) {
        const auto* text = node.as_table();
        if (!text) refuse(node.source(), "write [\"METHOD /path\"] with es and en");
        allow_only(*text, {"es", "en"});
        acts[std::string(act.str())] = {required_of<std::string>(*text, "en"), required_of<std::string>(*text, "es")};
    }
    return acts;
}

Confusions load_confusions(const std::filesystem::path& path) {
    const auto file = parsed(path);
    allow_only(file, {"readings", "wrong", "missed", "added", "misread", "confidence"});
    const auto* misread = file.get_as<toml::table>("misread");
    if (!misread) refuse(file.source(), "there is no [misread]");
    std::vector<Confusions::Count> counts;
    for (const auto& [key, node] : *misread) {
        const auto times = node.value_exact<std::int64_t>();
        if (key.str().size() != 2 || !times)
            refuse(node.source(), "write the true and the read character and how often: B8 = 12");
        counts.push_back({key.str()[0], key.str()[1], static_cast<int>(*times)});
    }
    const auto table = Confusions::measured(counts, number_of(file, "missed", 0), number_of(file, "added", 0));
    if (!table) refuse(misread->source(), table.error().detail.en);
    return *table;
}

}  // namespace patente
