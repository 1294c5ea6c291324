#include "domain/audit/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace patente::audit {
namespace {

constexpr std::string_view no_character = "\xEF\xBF\xBD";

// Bytes of the character that begins here; 0: it is no UTF-8.
std::size_t length_of_character(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    const std::size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (length == 0 || text.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(i) & 0xC0) != 0x80) return 0;
    const bool is_short = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
    const bool is_beyond = (first == 0xED && byte(1) >= 0xA0) || (first == 0xF4 && byte(1) >= 0x90);
    return is_short || is_beyond ? 0 : length;
}

bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; });
}

void append_text(std::string& out, std::string_view text) {
    out += '"';
    if (is_plain(text)) {
        out += text;
    } else {
        while (!text.empty()) {
            const auto length = length_of_character(text);
            const char c = text.front();
            if (length == 0)
                out += no_character;
            else if (c == '"' || c == '\\')
                (out += '\\') += c;
            else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
                fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(c));
            else
                out += text.substr(0, length);
            text.remove_prefix(std::max<std::size_t>(1, length));
        }
    }
    out += '"';
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
    out += name;
    append_text(out, text);
}

}  // namespace

std::string line_of(const Entry& entry) {
    std::string line;
    line.reserve(512);
    line += "{\"number\":";
    line += std::to_string(entry.number);
    append_member(line, ",\"at\":", to_rfc3339(entry.at));
    append_member(line, ",\"by\":{\"kind\":", entry.by.kind);
    append_member(line, ",\"id\":", entry.by.id);
    append_member(line, ",\"name\":", entry.by.name);
    append_member(line, "},\"act\":", entry.act);
    append_member(line, ",\"outcome\":", entry.outcome);
    append_member(line, ",\"subject\":{\"kind\":", entry.subject.kind);
    append_member(line, ",\"id\":", entry.subject.id);
    line += "},\"detail\":";
    line += entry.detail;
    append_member(line, ",\"personal_hash\":", entry.personal_hash);
    append_member(line, ",\"previous_hash\":", entry.previous_hash);
    line += '}';
    return line;
}

std::string object_of(std::span<const std::pair<std::string_view, std::string_view>> members) {
    std::string out = "{";
    for (const auto& [name, text] : members) {
        if (text.empty()) continue;
        if (out.size() > 1) out += ',';
        append_text(out, name);
        out += ':';
        append_text(out, text);
    }
    return out += '}';
}

std::string text_as_json(std::string_view text) {
    std::string out;
    append_text(out, text);
    return out;
}

std::string cut(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return std::string(text);
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
    return std::string(text.substr(0, bytes));
}

std::string ranges_of(const std::vector<std::int64_t>& numbers) {
    std::string text;
    for (auto first = numbers.begin(); first != numbers.end();) {
        auto last = first;
        while (last + 1 != numbers.end() && *(last + 1) == *last + 1) ++last;
        if (!text.empty()) text += ',';
        text += std::to_string(*first);
        if (last != first) text += '-' + std::to_string(*last);
        first = last + 1;
    }
    return text;
}

std::vector<std::pair<std::int64_t, std::int64_t>> ranges_in(std::string_view text) {
    std::vector<std::pair<std::int64_t, std::int64_t>> ranges;
    while (!text.empty()) {
        const auto part = text.substr(0, text.find(','));
        text.remove_prefix(std::min(text.size(), part.size() + 1));
        const char* const end = part.data() + part.size();
        std::int64_t first = 0;
        auto [at, problem] = std::from_chars(part.data(), end, first);
        if (problem != std::errc{}) continue;
        std::int64_t last = first;
        if (at != end && *at == '-')
            std::tie(at, problem) = [&] {
                const auto read = std::from_chars(at + 1, end, last);
                return std::pair{read.ptr, read.ec};
            }();
        if (problem == std::errc{} && at == end && 0 < first && first <= last) ranges.emplace_back(first, last);
    }
    return ranges;
}

bool Strangers::tells(const NewEntry& entry) {
    if (minutes_.empty()) began_ = entry.at;
    const std::pair key{entry.act, entry.subject.id};
    if (const auto found = minutes_.find(key); found != minutes_.end()) {
        ++found->second.more;
        return false;
    }
    if (minutes_.size() < different_max) {
        minutes_.emplace(key, Minute{entry, 0});
        return true;
    }
    // Beyond them all are one: what they did is not told apart.
    NewEntry other{.at = entry.at, .by = entry.by, .act = "other", .outcome = entry.outcome};
    ++minutes_.try_emplace({"other", ""}, Minute{std::move(other), 0}).first->second.more;
    return false;
}

std::vector<Strangers::Told> Strangers::over(Instant now) {
    if (minutes_.empty() || now - began_ < std::chrono::minutes{1}) return {};
    return rest();
}

std::vector<Strangers::Told> Strangers::rest() {
    std::vector<Told> told;
    for (auto& [key, minute] : minutes_)
        if (minute.more > 0) told.push_back({std::move(minute.entry), minute.more});
    minutes_.clear();
    return told;
}

}  // namespace patente::audit
