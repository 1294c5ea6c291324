#include "platform/http/router.h"

#include <algorithm>
#include <stdexcept>

namespace patente::http {
namespace {

std::vector<std::string> split(const std::string& path) {
    if (!path.starts_with('/')) throw std::logic_error("a route must start with /: " + path);
    std::vector<std::string> segments{""};
    for (const char c : path.substr(1)) {
        if (c == '/')
            segments.emplace_back();
        else
            segments.back() += c;
    }
    return segments;
}

}  // namespace

Router::Segment Router::segment_of(const std::string& text, const std::string& path) {
    if (!text.contains('{') && !text.contains('}')) return {"", text};
    const auto close = text.find('}');
    if (!text.starts_with('{') || close == std::string::npos || close == 1 ||
        text.find_first_of("{}", close + 1) != std::string::npos)
        throw std::logic_error("a route's parameter must be {name} or {name}suffix: " + path);
    return {text.substr(1, close - 1), text.substr(close + 1)};
}

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
    for (const auto& route : routes_) {
        Row row{{}, &route};
        for (const auto& text : split(route.path)) row.segments.push_back(segment_of(text, route.path));
        auto& rows = rows_[row.segments.size()];
        for (const auto& other : rows)
            if (other.route->method == route.method && other.segments == row.segments)
                throw std::logic_error("two routes answer " + std::string(name_of(route.method)) + " " + route.path);
        rows.push_back(std::move(row));
    }
    for (auto& [count, rows] : rows_)
        std::ranges::stable_sort(rows, std::less{}, [](const Row& row) {
            std::vector<int> width;  // 0 a literal, 1 {parameter}.suffix, 2 {parameter}: the narrowest is tried first
            for (const auto& segment : row.segments)
                width.push_back(segment.parameter.empty() ? 0 : segment.literal.empty() ? 2 : 1);
            return width;
        });
}

bool Router::fits(const Row& row, const std::vector<std::string>& segments) {
    return std::ranges::equal(row.segments, segments, [](const Segment& segment, const std::string& text) {
        if (segment.parameter.empty()) return segment.literal == text;
        return text.size() > segment.literal.size() && text.ends_with(segment.literal);
    });
}

Router::Match Router::match(Method method, const std::vector<std::string>& segments) const {
    Match match;
    const auto rows = rows_.find(segments.size());
    if (rows == rows_.end()) return match;
    for (const auto& row : rows->second) {
        if (!fits(row, segments)) continue;
        if (std::ranges::find(match.allowed, row.route->method) == match.allowed.end())
            match.allowed.push_back(row.route->method);
        if (match.route || row.route->method != method) continue;
        match.route = row.route;
        for (std::size_t i = 0; i < segments.size(); ++i)
            if (const auto& [parameter, suffix] = row.segments[i]; !parameter.empty())
                match.parameters[parameter] = segments[i].substr(0, segments[i].size() - suffix.size());
    }
    return match;
}

}  // namespace patente::http
