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

struct Refresher {
    std::mutex mutex;  // held while it runs, so that its owner cannot go away meanwhile
    std::function<void()> refresh;
};

struct Refreshers {
    std::mutex mutex;
    std::vector<std::shared_ptr<Refresher>> all;
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
    const auto refresher = std::make_shared<Refresher>();
    refresher->refresh = std::move(refresh);
    const std::lock_guard lock(refreshers().mutex);
    refreshers().all.push_back(refresher);
    return {nullptr, [refresher](void*) {
                {
                    const std::lock_guard all(refreshers().mutex);
                    std::erase(refreshers().all, refresher);
                }
                const std::lock_guard running(refresher->mutex);
                refresher->refresh = nullptr;
            }};
}

std::string metrics_text() {
    std::vector<std::shared_ptr<Refresher>> now;
    {
        const std::lock_guard lock(refreshers().mutex);
        now = refreshers().all;
    }
    for (const auto& each : now) {
        const std::lock_guard lock(each->mutex);
        if (each->refresh) each->refresh();
    }
    return prometheus::TextSerializer().Serialize(registry().Collect());
}

}  // namespace patente::observe
