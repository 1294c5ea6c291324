#include "domain/webhooks/sender.h"

#include <random>

#include "domain/webhooks/hearing.h"
#include "domain/webhooks/signing.h"
#include "domain/webhooks/store.h"
#include "platform/observe/log.h"
#include "platform/observe/metrics.h"

namespace patente::webhooks {

using storage::Isolation;
using storage::Session;

namespace {

constexpr std::chrono::milliseconds look_every{1'000};  // for what became due, or that others put
constexpr std::chrono::seconds last_answers{5};         // at the end
constexpr std::chrono::hours sweep_every{1};

double chance() {
    thread_local std::minstd_rand random{std::random_device{}()};
    return std::uniform_real_distribution<double>(0, 1)(random);
}

void report(const std::string& outcome, bool went_down, const EndpointId& endpoint, const DeliveryId& delivery,
            const std::string& fault) {
    observe::counter("patente_webhook_attempts_total", "Posts to webhooks by how they ended", {{"outcome", outcome}}).add();
    if (outcome != "dead" && !went_down) return;
    observe::log_warning("webhooks", outcome == "dead" ? "a delivery was given up" : "a webhook is down",
                         {{"webhook", endpoint.text()}, {"delivery", delivery.text()}, {"error", fault}});
}

}  // namespace

Sender::Sender(storage::Database& database, const Clock& clock, SenderSettings settings)
    : database_(database), clock_(clock), settings_(std::move(settings)), next_sweep_(std::chrono::steady_clock::now()) {}

void Sender::start() {
    client_ = std::make_unique<web::Client>(
        web::ClientSettings{.local_allowed = settings_.local_allowed, .user_agent = settings_.user_agent});
    put_ = database_.listen(std::string(put), [this](const std::string&) { look_again(); });
    thread_ = std::thread([this] { run(); });
}

void Sender::stop() {
    if (!thread_.joinable()) return;
    put_.reset();
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void Sender::look_again() {
    const std::lock_guard lock(mutex_);
    look_ = true;
    wake_.notify_one();
}

std::vector<Sender::Sent> Sender::wait_for_work() {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, look_every, [&] { return look_ || ending_ || !came_back_.empty(); });
    look_ = false;
    return std::exchange(came_back_, {});
}

void Sender::run() {
    const auto is_ending = [this] {
        const std::lock_guard lock(mutex_);
        return ending_;
    };
    while (!is_ending()) work(wait_for_work(), true);
    end();
}

// Waits a little for answers that are on their way; what has none is free for the next start.
void Sender::end() {
    const auto end = std::chrono::steady_clock::now() + last_answers;
    while (!under_way_.empty() && std::chrono::steady_clock::now() < end) {
        std::unique_lock lock(mutex_);
        wake_.wait_until(lock, end, [&] { return !came_back_.empty(); });
        auto came_back = std::exchange(came_back_, {});
        lock.unlock();
        work(std::move(came_back), false);
    }
    cut_ = true;
    client_->stop();  // tells those that it cuts off
    work(std::exchange(came_back_, {}), false);
}

void Sender::work(std::vector<Sent> came_back, bool post_more) {
    std::ranges::move(came_back, std::back_inserter(unwritten_));
    try {
        write_down_all();
        if (!post_more) return;
        for (const auto& each : leased()) post(each);
        sweep();
    } catch (const std::exception& error) {
        observe::log_error("webhooks", "webhooks stand still and are tried again", {{"error", error.what()}});
    }
}

std::set<DeliveryId> Sender::under_way_of(const EndpointId& endpoint) const {
    const auto found = under_way_.find(endpoint);
    return found == under_way_.end() ? std::set<DeliveryId>{} : found->second;
}

std::vector<Sender::Letter> Sender::leased() {
    const Instant now = clock_.now();
    std::vector<std::pair<Endpoint, std::vector<Delivery>>> found;
    database_.read([&](Session& session) {
        found.clear();
        for (const auto& endpoint : store::active_endpoints(session)) {
            const auto busy = under_way_of(endpoint.id);
            const int room = room_for(endpoint.health, static_cast<int>(busy.size()), now);
            if (room <= 0) continue;
            auto due = store::due(session, endpoint.id, now, room + static_cast<int>(busy.size()));
            std::erase_if(due, [&](const Delivery& each) { return busy.contains(each.id); });
            if (due.size() > static_cast<std::size_t>(room)) due.resize(static_cast<std::size_t>(room));
            if (!due.empty()) found.emplace_back(endpoint, std::move(due));
        }
    });
    if (found.empty()) return {};
    std::vector<Letter> letters;
    database_.write(
        [&](Session& session) {
            letters.clear();
            for (const auto& [endpoint, due] : found) {
                std::vector<std::string> secrets;
                for (const auto& each : store::secrets(session, endpoint.id)) secrets.push_back(each.text);
                for (auto delivery : due)
                    if (store::lease(session, delivery, now + lease_time))
                        letters.push_back({std::move(delivery), endpoint.settings.url, secrets});
            }
        },
        Isolation::read_committed);
    return letters;
}

void Sender::post(const Letter& letter) {
    const auto& delivery = letter.delivery;
    auto headers = signed_headers(letter.secrets, "msg_" + delivery.id.text(), clock_.now(), delivery.body);
    headers.emplace_back("content-type: application/json");
    under_way_[delivery.endpoint].insert(delivery.id);
    client_->post({.url = letter.url, .headers = std::move(headers), .body = delivery.body, .time = answer_time},
                  [this, delivery](const web::Outcome& outcome) {
                      const std::lock_guard lock(mutex_);
                      came_back_.push_back({delivery, outcome});
                      wake_.notify_one();
                  });
}

void Sender::write_down_all() {
    if (unwritten_.empty()) return;
    std::vector<Ended> ended;
    database_.write(
        [&](Session& session) {
            ended.clear();
            for (const auto& each : unwritten_)
                if (auto one = written_down(session, each)) ended.push_back(*std::move(one));
        },
        Isolation::read_committed);
    for (const auto& each : ended) report(each.outcome, each.went_down, each.endpoint, each.delivery, each.fault);
    for (const auto& each : unwritten_) {
        auto& of_endpoint = under_way_[each.delivery.endpoint];
        of_endpoint.erase(each.delivery.id);
        if (of_endpoint.empty()) under_way_.erase(each.delivery.endpoint);
    }
    unwritten_.clear();
}

std::optional<Sender::Ended> Sender::written_down(Session& session, const Sent& sent) {
    const auto& outcome = sent.outcome;
    if (outcome.status == 0 && cut_) {  // no attempt: it was we who ended it
        store::save(session, sent.delivery);
        return std::nullopt;
    }
    const Attempt attempt{.at = clock_.now(),
                          .status = outcome.status,
                          .fault = outcome.status == 0 ? outcome.fault : fault_of(outcome.status, outcome.body),
                          .retry_after = outcome.retry_after,
                          .chance = chance()};
    const auto endpoint = store::endpoint(session, sent.delivery.endpoint);
    if (!endpoint) return std::nullopt;  // it was removed meanwhile
    const auto health = health_after(endpoint->health, attempt);
    if (health != endpoint->health) store::save_health(session, endpoint->id, health);
    const auto delivery = delivery_after(sent.delivery, attempt, health, settings_.give_up_after);
    if (!store::save(session, delivery)) return std::nullopt;
    if (attempt.is_success() && is_down(endpoint->health)) store::hurry(session, endpoint->id, attempt.at);
    return Ended{delivery.id, endpoint->id,
                 attempt.is_success()            ? "delivered"
                 : delivery.state == State::dead ? "dead"
                                                 : "failed",
                 attempt.fault, is_down(health) && !is_down(endpoint->health)};
}

void Sender::sweep() {
    if (std::chrono::steady_clock::now() < next_sweep_) return;
    next_sweep_ = std::chrono::steady_clock::now() + sweep_every;
    const Instant now = clock_.now();
    const store::SweepTimes times{.waiting_since = now - settings_.give_up_after - std::chrono::hours{1},
                                  .delivered_before = now - settings_.delivered_kept,
                                  .dead_before = now - settings_.dead_kept,
                                  .now = now};
    database_.write([&](Session& session) { store::sweep(session, times); }, Isolation::read_committed);
}

}  // namespace patente::webhooks
