#include "domain/vocabulary/plate.h"

#include <fmt/format.h>

#include <algorithm>

namespace patente {
namespace {

bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// ---- folding -------------------------------------------------------------------------------------------------------

struct Fold {
    char32_t first, last;
    std::string_view letters;
};

// Latin letters with marks, full-width forms aside; ranges of Unicode that fold to the same letters.
constexpr Fold folds[] = {
    {0x00C0, 0x00C5, "A"}, {0x00C6, 0x00C6, "AE"}, {0x00C7, 0x00C7, "C"},  {0x00C8, 0x00CB, "E"},  {0x00CC, 0x00CF, "I"},
    {0x00D0, 0x00D0, "D"}, {0x00D1, 0x00D1, "N"},  {0x00D2, 0x00D6, "O"},  {0x00D8, 0x00D8, "O"},  {0x00D9, 0x00DC, "U"},
    {0x00DD, 0x00DD, "Y"}, {0x00DF, 0x00DF, "SS"}, {0x00E0, 0x00E5, "A"},  {0x00E6, 0x00E6, "AE"}, {0x00E7, 0x00E7, "C"},
    {0x00E8, 0x00EB, "E"}, {0x00EC, 0x00EF, "I"},  {0x00F0, 0x00F0, "D"},  {0x00F1, 0x00F1, "N"},  {0x00F2, 0x00F6, "O"},
    {0x00F8, 0x00F8, "O"}, {0x00F9, 0x00FC, "U"},  {0x00FD, 0x00FD, "Y"},  {0x00FF, 0x00FF, "Y"},  {0x0100, 0x0105, "A"},
    {0x0106, 0x010D, "C"}, {0x010E, 0x0111, "D"},  {0x0112, 0x011B, "E"},  {0x011C, 0x0123, "G"},  {0x0124, 0x0127, "H"},
    {0x0128, 0x0131, "I"}, {0x0132, 0x0133, "IJ"}, {0x0134, 0x0135, "J"},  {0x0136, 0x0138, "K"},  {0x0139, 0x0142, "L"},
    {0x0143, 0x014B, "N"}, {0x014C, 0x0151, "O"},  {0x0152, 0x0153, "OE"}, {0x0154, 0x0159, "R"},  {0x015A, 0x0161, "S"},
    {0x0162, 0x0167, "T"}, {0x0168, 0x0173, "U"},  {0x0174, 0x0175, "W"},  {0x0176, 0x0178, "Y"},  {0x0179, 0x017E, "Z"},
    {0x0218, 0x0219, "S"}, {0x021A, 0x021B, "T"},
};

// Cyrillic and Greek capitals that plates use for the Latin letter of the same shape.
constexpr std::pair<char32_t, char> same_shapes[] = {
    {0x0410, 'A'}, {0x0412, 'B'}, {0x0415, 'E'}, {0x041A, 'K'}, {0x041C, 'M'}, {0x041D, 'H'}, {0x041E, 'O'},
    {0x0420, 'P'}, {0x0421, 'C'}, {0x0422, 'T'}, {0x0423, 'Y'}, {0x0425, 'X'}, {0x0406, 'I'}, {0x0391, 'A'},
    {0x0392, 'B'}, {0x0395, 'E'}, {0x0396, 'Z'}, {0x0397, 'H'}, {0x0399, 'I'}, {0x039A, 'K'}, {0x039C, 'M'},
    {0x039D, 'N'}, {0x039F, 'O'}, {0x03A1, 'P'}, {0x03A4, 'T'}, {0x03A5, 'Y'}, {0x03A7, 'X'},
};

void append_folded(std::string& plate, char32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;  // full-width forms
    if (c < 0x80) {
        const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : static_cast<char>(c);
        if (is_letter(upper) || is_digit(upper)) plate += upper;
        return;
    }
    for (const auto& fold : folds)
        if (c >= fold.first && c <= fold.last) return void(plate += fold.letters);
    for (const auto& [shape, letter] : same_shapes)
        if (c == shape) return void(plate += letter);
}

// One character off the front; bytes that are no UTF-8 count as a character that is left out.
char32_t take_character(std::string_view& text) {
    const auto byte = static_cast<unsigned char>(text.front());
    const std::size_t length = byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 0;
    if (length == 0 || text.size() < length) {
        text.remove_prefix(1);
        return 0xFFFD;
    }
    char32_t c = length == 1 ? byte : byte & (0x7Fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0u) != 0x80u) {
            text.remove_prefix(1);
            return 0xFFFD;
        }
        c = c << 6 | (next & 0x3Fu);
    }
    text.remove_prefix(length);
    return c;
}

std::string folded(std::string_view text) {
    std::string plate;
    while (!text.empty()) append_folded(plate, take_character(text));
    return plate;
}

// ---- look-alikes ---------------------------------------------------------------------------------------------------

constexpr std::string_view look_alike_classes[] = {"0OQD", "1I", "8B", "5S", "2Z", "6G", "VU"};

char look_alike_of(char c) {
    for (const auto& alike : look_alike_classes)
        if (alike.contains(c)) return alike.front();
    return c;
}

// ---- formats -------------------------------------------------------------------------------------------------------

struct Element {
    char kind;
    std::size_t least, most;
};

std::optional<std::size_t> take_count(std::string_view& pattern) {
    std::size_t count = 0, digits = 0;
    for (; !pattern.empty() && is_digit(pattern.front()) && digits < 3; pattern.remove_prefix(1), ++digits)
        count = count * 10 + static_cast<std::size_t>(pattern.front() - '0');
    return digits > 0 ? std::optional{count} : std::nullopt;
}

bool take(std::string_view& text, char expected) {
    if (text.empty() || text.front() != expected) return false;
    text.remove_prefix(1);
    return true;
}

// "{2}" or "{1,4}" off the front; {1, 1} when there is none.
std::optional<std::pair<std::size_t, std::size_t>> take_repeats(std::string_view& pattern) {
    if (!take(pattern, '{')) return std::pair<std::size_t, std::size_t>{1, 1};
    const auto least = take_count(pattern);
    if (!least) return std::nullopt;
    auto most = least;
    if (take(pattern, ',')) most = take_count(pattern);
    if (!most || !take(pattern, '}') || *most < *least || *most == 0 || *most > plate_length_max) return std::nullopt;
    return std::pair{*least, *most};
}

std::optional<std::vector<Element>> elements_of(std::string_view pattern) {
    std::vector<Element> elements;
    while (!pattern.empty()) {
        const char kind = pattern.front();
        if (kind != 'L' && kind != 'D' && kind != 'A') return std::nullopt;
        pattern.remove_prefix(1);
        const auto repeats = take_repeats(pattern);
        if (!repeats) return std::nullopt;
        elements.push_back({kind, repeats->first, repeats->second});
    }
    std::size_t least = 0, most = 0;
    for (const auto& element : elements) least += element.least, most += element.most;
    if (elements.empty() || most < plate_length_min || least > plate_length_max || elements.size() > plate_length_max)
        return std::nullopt;
    return elements;
}

bool allowed(const Element& element, const std::string& letters, char c) {
    const bool letter = is_letter(c) && (letters.empty() || letters.contains(c));
    return element.kind == 'L' ? letter : element.kind == 'D' ? is_digit(c) : letter || is_digit(c);
}

bool fits_from(const std::vector<Element>& elements, std::size_t at, const std::string& letters, std::string_view plate) {
    if (at == elements.size()) return plate.empty();
    const auto& element = elements[at];
    for (std::size_t count = 0; count <= element.most; ++count) {
        if (count >= element.least && fits_from(elements, at + 1, letters, plate.substr(count))) return true;
        if (count == plate.size() || !allowed(element, letters, plate[count])) return false;
    }
    return false;
}

void check_format(const PlateFormat& format, std::size_t index, std::vector<Fault>& faults) {
    const auto add = [&](std::string_view field, std::string code, Text detail) {
        faults.push_back({fmt::format("/{}/{}", index, field), std::move(code), std::move(detail)});
    };
    if (format.region.empty()) add("region", "required", {"A format belongs to a region.", "Un formato pertenece a una región."});
    if (!is_pattern(format.pattern))
        add("pattern", "pattern",
            {"A pattern is made of L, D and A with {n} or {n,m}: \"LLDDDLL\".",
             "Un patrón se forma con L, D y A con {n} o {n,m}: «LLDDDLL»."});
    else if (!fits(format, format.example))
        add("example", "example",
            {fmt::format("The example {} does not fit its own pattern.", format.example),
             fmt::format("El ejemplo {} no cumple su propio patrón.", format.example)});
    if (format.lines.empty() || !std::ranges::all_of(format.lines, [](int lines) { return lines == 1 || lines == 2; }))
        add("lines", "range", {"A plate has 1 or 2 lines.", "Una patente tiene 1 o 2 renglones."});
    std::size_t total = 0;
    for (const auto row : format.rows) total += row;
    if (!format.rows.empty() && total != format.example.size())
        add("rows", "range", {"The rows do not add up to the example.", "Los renglones no suman el ejemplo."});
}

// ---- Brazil --------------------------------------------------------------------------------------------------------

bool shaped(std::string_view plate, std::string_view shape) {
    return plate.size() == shape.size() && std::ranges::equal(plate, shape, [](char c, char kind) {
               return kind == 'L' ? is_letter(c) : kind == 'D' ? is_digit(c) : c >= 'A' && c <= 'J';
           });
}

}  // namespace

Result<std::string> normalised(std::string_view text) {
    auto plate = folded(text.substr(0, 200));
    if (plate.size() < plate_length_min || plate.size() > plate_length_max)
        return fail(ErrorKind::invalid, "plate-invalid",
                    {fmt::format("A plate has {} to {} letters and digits.", plate_length_min, plate_length_max),
                     fmt::format("Una patente tiene de {} a {} letras y números.", plate_length_min, plate_length_max)});
    return plate;
}

bool is_normalised(std::string_view text) {
    return text.size() >= plate_length_min && text.size() <= plate_length_max &&
           std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c); });
}

std::string look_alike_key(std::string_view plate) {
    std::string key{plate};
    std::ranges::transform(key, key.begin(), look_alike_of);
    return key;
}

bool look_alike(char a, char b) { return look_alike_of(a) == look_alike_of(b); }

std::string look_alikes_of(char character) {
    std::string alike(1, character);
    for (const char other : std::string_view{"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
        if (other != character && look_alike(other, character)) alike += other;
    return alike;
}

Result<std::string> plate_search(std::string_view text) {
    constexpr std::size_t pattern_length_max = 24;
    if (!is_plate_pattern(text)) return normalised(text);
    std::string pattern;
    bool good = true;
    for (const char c : text) {
        if (c >= 'a' && c <= 'z')
            pattern += static_cast<char>(c - 'a' + 'A');
        else if (is_letter(c) || is_digit(c) || c == '*' || c == '?')
            pattern += c;
        else
            good &= c == ' ' || c == '-' || c == '.';
    }
    if (!good || pattern.size() > pattern_length_max)
        return fail(ErrorKind::invalid, "plate-invalid",
                    {"Letters, digits, * (any characters) and ? (one character), at most 24.",
                     "Letras, números, * (cualquier texto) y ? (un carácter), 24 como máximo."});
    return pattern;
}

bool matches_wildcard(std::string_view pattern, std::string_view plate) {
    // The last star takes what is needed; no backtracking beyond it, so linear in practice and never exponential.
    std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
    while (t < plate.size()) {
        if (p < pattern.size() && (pattern[p] == '?' || (pattern[p] != '*' && pattern[p] == plate[t]))) {
            ++p, ++t;
        } else if (p < pattern.size() && pattern[p] == '*') {
            star = p++, resume = t;
        } else if (star != std::string_view::npos) {
            p = star + 1, t = ++resume;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

std::size_t literal_run(std::string_view pattern) {
    std::size_t longest = 0, run = 0;
    for (const char c : pattern) longest = std::max(longest, run = c == '*' || c == '?' ? 0 : run + 1);
    return longest;
}

std::string masked(std::string_view plate) {
    const std::size_t shown = plate.size() >= 6 ? 2 : plate.size() >= 4 ? 1 : 0;
    std::string text{plate.substr(0, shown)};
    for (std::size_t i = shown; i + shown < plate.size(); ++i) text += "·";
    return text += plate.substr(plate.size() - shown);
}

bool is_pattern(std::string_view pattern) { return elements_of(pattern).has_value(); }

bool fits(const PlateFormat& format, std::string_view plate) {
    const auto elements = elements_of(format.pattern);
    return elements && plate.size() <= plate_length_max && fits_from(*elements, 0, format.letters, plate);
}

Result<Formats> Formats::of(std::vector<PlateFormat> formats) {
    std::vector<Fault> faults;
    for (std::size_t i = 0; i < formats.size(); ++i) check_format(formats[i], i, faults);
    if (!faults.empty())
        return fail(ErrorKind::invalid, "region-invalid",
                    {"Some plate formats are not right; see errors.", "Algunos formatos de patente no están bien; ver errores."},
                    std::move(faults));
    Formats made;
    made.formats_ = std::move(formats);
    return made;
}

bool Formats::knows(std::string_view region) const {
    return std::ranges::any_of(formats_, [&](const PlateFormat& format) { return format.region == region; });
}

std::vector<const PlateFormat*> Formats::fitting(std::string_view plate, std::string_view region) const {
    std::vector<const PlateFormat*> found;
    for (const auto& format : formats_)
        if ((region.empty() || format.region == region) && fits(format, plate)) found.push_back(&format);
    return found;
}

std::vector<std::string> plate_flags(const Formats& formats, std::string_view plate, std::string_view region) {
    if (region.empty() || !formats.knows(region)) return {};
    const auto fitting = formats.fitting(plate, region);
    if (fitting.empty()) return {"no_format"};
    std::vector<std::string> flags;
    for (const auto* format : fitting) {
        if (format->flag.empty()) return {};
        if (std::ranges::find(flags, format->flag) == flags.end()) flags.push_back(format->flag);
    }
    return flags;
}

std::string identity_of(std::string_view plate, std::string_view region) {
    std::string identity{plate};
    if (region == "br" && shaped(plate, "LLLDDDD")) identity[4] = static_cast<char>('A' + (plate[4] - '0'));
    return identity;
}

std::vector<std::string> spellings_of(std::string_view plate, std::string_view region) {
    std::vector<std::string> all{std::string{plate}};
    if (region != "br") return all;
    std::string other{plate};
    if (shaped(plate, "LLLDDDD"))
        other[4] = static_cast<char>('A' + (plate[4] - '0'));
    else if (shaped(plate, "LLLDJDD"))
        other[4] = static_cast<char>('0' + (plate[4] - 'A'));
    else
        return all;
    all.push_back(other);
    return all;
}

}  // namespace patente
