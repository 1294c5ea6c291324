#include "domain/watch/import_rules.h"

#include <algorithm>
#include <array>
#include <map>

namespace patente::watch {
namespace {

struct Row {
    int line = 0;
    std::vector<std::string> cells;
};

Failure refused(Text why) { return fail(ErrorKind::invalid, "import-invalid", std::move(why)); }

// Cuts a file into rows; a quoted cell may hold the divider, line ends and doubled quotes.
class CsvReader {
public:
    CsvReader(std::string_view text, char divider) : text_(text), divider_(divider) {}

    // False at the end; an open quote is left open.
    bool next(Row& row) {
        row = {line_, {}};
        if (at_ >= text_.size()) return false;
        for (;;) {
            row.cells.push_back(cell());
            if (at_ >= text_.size()) return true;
            const char ended_by = text_[at_++];
            if (ended_by == divider_) continue;
            if (ended_by == '\r' && at_ < text_.size() && text_[at_] == '\n') ++at_;
            ++line_;
            return true;
        }
    }
    bool has_open_quote() const { return open_quote_; }

private:
    std::string cell() {
        if (at_ < text_.size() && text_[at_] == '"') return quoted();
        const auto end = std::min(text_.find_first_of(std::string{divider_, '\r', '\n'}, at_), text_.size());
        std::string value(text_.substr(at_, end - at_));
        at_ = end;
        return value;
    }
    std::string quoted() {
        std::string value;
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == '"') {
                if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') {
                    ++at_;
                    return value + rest_of_cell();
                }
                ++at_;
            }
            if (text_[at_] == '\n') ++line_;
            value += text_[at_];
        }
        open_quote_ = true;
        return value;
    }
    std::string rest_of_cell() {
        const auto end = std::min(text_.find_first_of(std::string{divider_, '\r', '\n'}, at_), text_.size());
        std::string rest(text_.substr(at_, end - at_));
        at_ = end;
        return rest;
    }

    std::string_view text_;
    char divider_;
    std::size_t at_ = 0;
    int line_ = 1;
    bool open_quote_ = false;
};

constexpr std::array<std::string_view, 6> columns{"plate", "why", "who", "reference", "region", "until"};

Result<std::map<std::string, std::size_t>> header_of(const Row& row) {
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        std::string name = row.cells[i];
        std::erase(name, ' ');
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        if (std::ranges::find(columns, name) == columns.end())
            return refused(
                {"The first line names the column \"" + name + "\"; known are plate, why, who, reference, region and until.",
                 "La primera línea nombra la columna «" + name + "»; se conocen plate, why, who, reference, region y until."});
        if (!places.emplace(name, i).second)
            return refused({"The column " + name + " is there twice.", "La columna " + name + " está dos veces."});
    }
    for (const auto* required : {"plate", "why", "who"})
        if (!places.contains(required))
            return refused({std::string("The column ") + required + " is missing in the first line.",
                            std::string("Falta la columna ") + required + " en la primera línea."});
    return places;
}

std::optional<Instant> end_of(const std::string& text) {
    constexpr std::size_t date_length = 10;
    if (text.size() != date_length) return parse_rfc3339(text);
    const auto begins = parse_rfc3339(text + "T00:00:00Z");
    return begins ? std::optional{*begins + std::chrono::days{1}} : std::nullopt;
}

}  // namespace

Result<Imported> imported(std::string_view csv) {
    if (csv.starts_with("\xef\xbb\xbf")) csv.remove_prefix(3);
    if (static_cast<std::size_t>(std::ranges::count(csv, '\n')) > import_lines_max)
        return refused({"The file has more than 100,000 lines; divide it.", "El archivo tiene más de 100.000 líneas; divídalo."});
    const auto first_line = csv.substr(0, csv.find('\n'));
    const bool semicolons = first_line.find(';') != std::string_view::npos && first_line.find(',') == std::string_view::npos;
    CsvReader reader(csv, semicolons ? ';' : ',');
    Row row;
    if (!reader.next(row)) return refused({"The file is empty.", "El archivo está vacío."});
    const auto places = TRY(header_of(row));
    Imported result;
    std::map<std::string, std::size_t> by_plate;
    while (reader.next(row)) {
        if (row.cells.size() == 1 && row.cells[0].empty()) continue;
        ++result.lines;
        const auto faults_before = result.faults.size();
        const auto fault = [&](std::string column, std::string code, Text detail) {
            result.faults.push_back({row.line, std::move(column), std::move(code), std::move(detail)});
        };
        const auto cell = [&](const std::string& name) {
            const auto place = places.find(name);
            return place == places.end() || place->second >= row.cells.size() ? std::string{} : row.cells[place->second];
        };
        if (row.cells.size() > places.size())
            fault("", "columns", {"There are more cells than columns.", "Hay más celdas que columnas."});
        json::Object fields;
        for (const auto* name : {"plate", "why", "who", "reference", "region"}) fields[name] = json::value_of(cell(name));
        if (const auto until = cell("until"); !until.empty()) {
            const auto end = end_of(until);
            if (end)
                fields["until"] = json::value_of(*end);
            else
                fault("until", "pattern",
                      {"Write 2026-12-31 or 2026-12-31T18:00:00-03:00.", "Escriba 2026-12-31 o 2026-12-31T18:00:00-03:00."});
        }
        auto entry = json::read_value<EntrySettings>(fields);
        if (entry) entry = checked(*std::move(entry));
        if (!entry)
            for (const auto& each : entry.error().faults) fault(each.pointer.substr(1), each.code, each.detail);
        if (result.faults.size() > faults_before) continue;
        const auto [known, is_new] = by_plate.try_emplace(entry->plate, result.entries.size());
        if (is_new)
            result.entries.push_back(*std::move(entry));
        else
            result.entries[known->second] = *std::move(entry);
    }
    if (reader.has_open_quote()) return refused({"A quote is not closed.", "Hay comillas sin cerrar."});
    return result;
}

}  // namespace patente::watch
