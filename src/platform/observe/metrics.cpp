#include "platform/observe/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <mutex>

namespace patente::observe {
namespace {

prometheus::Registry& registry() {
    static auto& only = *new prometheus::Registry;  // never destroyed: threads may count until the very end
    return only;
}

struct Refreshers {
    std::mutex mutex;
    std::vector<std::weak_ptr<std::function<void()>>> all;
};

Refreshers& refreshers() {
    static auto& only = *new Refreshers;
    return only;
}

}  // namespace

void Counter::add(double by) { inner_->Increment(by); }
void Gauge::set(double value) { inner_->Set(value); }
void Gauge::add(double by) { inner_->Increment(by); }
void Histogram::observe(double value) { inner_->Observe(value); }

Counter counter(const std::string& name, const std::string& help, const Labels& labels) {
    return Counter(prometheus::BuildCounter().Name(name).Help(help).Register(registry()).Add(labels));
}

Gauge gauge(const std::string& name, const std::string& help, const Labels& labels) {
    return Gauge(prometheus::BuildGauge().Name(name).Help(help).Register(registry()).Add(labels));
}

Histogram histogram(const std::string& name, const std::string& help, const Labels& labels, const std::vector<double>& bounds) {
    return Histogram(prometheus::BuildHistogram().Name(name).Help(help).Register(registry()).Add(labels, bounds));
}

std::shared_ptr<void> before_reading(std::function<void()> refresh) {
    auto token = std::make_shared<std::function<void()>>(std::move(refresh));
    const std::lock_guard lock(refreshers().mutex);
    std::erase_if(refreshers().all, [](const auto& each) { return each.expired(); });
    refreshers().all.push_back(token);
    return token;
}

std::string metrics_text() {
    std::vector<std::shared_ptr<std::function<void()>>> now;
    {
        const std::lock_guard lock(refreshers().mutex);
        for (const auto& each : refreshers().all)
            if (auto alive = each.lock()) now.push_back(std::move(alive));
    }
    for (const auto& refresh : now) (*refresh)();
    return prometheus::TextSerializer().Serialize(registry().Collect());
}

}  // namespace patente::observe
