// Finds the row that answers a method and a path.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "platform/http/route.h"

namespace patente::http {

class Router {
public:
    // Throws std::logic_error for a path that does not start with "/", a broken {parameter}, or two rows alike.
    explicit Router(std::vector<Route> routes);

    struct Match {
        const Route* route = nullptr;  // nullptr: nothing answers this method there
        std::map<std::string, std::string> parameters;
        std::vector<Method> allowed;  // what the path answers to; empty: there is no such path
    };
    // A literal segment wins over {parameter}.suffix, that over a {parameter}; a parameter is never empty.
    Match match(Method method, const std::vector<std::string>& segments) const;

    const std::vector<Route>& routes() const { return routes_; }

private:
    struct Segment {  // "{ticket}.pdf" is a parameter with a suffix
        std::string parameter;
        std::string literal;
        auto operator<=>(const Segment&) const = default;
    };
    struct Row {
        std::vector<Segment> segments;
        const Route* route;
    };

    static Segment segment_of(const std::string& text, const std::string& path);
    static bool fits(const Row& row, const std::vector<std::string>& segments);

    std::vector<Route> routes_;
    std::map<std::size_t, std::vector<Row>> rows_;  // by the number of segments, literal ones first
};

}  // namespace patente::http
