// POST /v1/captures: keeps the photos, has them read and answers with what became of them.
#pragma once

#include "domain/captures/feature.h"

namespace patente::captures {

// Safe from any thread; one for all requests, since it counts those that wait.
class Receiver {
public:
    Receiver(const Dependencies& on, const Settings& settings) : on_(on), settings_(settings) {}

    // 201 with the readings; 202 with Location when the sender asked for that, when too many wait already or when
    // the reading takes longer than settings.wait.
    http::Answer receive(const http::Request& request);

    // Until they are read, at most settings.wait; not at all when settings.waiting_max wait already.
    void wait_for(const std::vector<Capture>& captures);

private:
    std::vector<Capture> keep(const http::Request& request, const Given& given, const std::vector<const http::Part*>& images);
    void keep_answer(storage::Session& session, const http::Request& request, const std::vector<Capture>& kept);
    http::Response answer(const std::vector<Capture>& captures, Instant now);

    const Dependencies on_;
    const Settings settings_;
    std::atomic<int> waiting_ = 0;
};

}  // namespace patente::captures
