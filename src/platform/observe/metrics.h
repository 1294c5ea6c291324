// What the product counts, in the text format of Prometheus. Names end in their unit: "_total", "_seconds".
// Everything here is safe from any thread; the objects handed out are cheap to copy and live as long as the program.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace patente::observe {

using Labels = std::map<std::string, std::string>;

class Counter {
public:
    explicit Counter(prometheus::Counter& inner) : inner_(&inner) {}
    void add(double by = 1);  // never less than 0

private:
    prometheus::Counter* inner_;
};

class Gauge {
public:
    explicit Gauge(prometheus::Gauge& inner) : inner_(&inner) {}
    void set(double value);
    void add(double by);

private:
    prometheus::Gauge* inner_;
};

class Histogram {
public:
    explicit Histogram(prometheus::Histogram& inner) : inner_(&inner) {}
    void observe(double value);

private:
    prometheus::Histogram* inner_;
};

// The same name and labels give the same counter. `help` of the first call stands.
Counter counter(const std::string& name, const std::string& help, const Labels& labels = {});
Gauge gauge(const std::string& name, const std::string& help, const Labels& labels = {});
// The default bounds suit seconds, from 1 ms to 10 s.
Histogram histogram(const std::string& name, const std::string& help, const Labels& labels = {},
                    const std::vector<double>& bounds = {.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10});

// `refresh` runs before each reading, to set gauges that are only worth asking for then. It stops with the owner of
// the returned token.
[[nodiscard]] std::shared_ptr<void> before_reading(std::function<void()> refresh);

std::string metrics_text();  // for GET /metrics, Content-Type "text/plain; version=0.0.4"

}  // namespace patente::observe
