#include "platform/feed/listener.h"

#include "platform/feed/store.h"
#include "platform/observe/log.h"
#include "platform/observe/metrics.h"

namespace patente::feed {

using storage::Session;

namespace {

constexpr std::size_t inbox_size = 400;
constexpr std::chrono::seconds save_every{10};                           // a position that nothing was done at
constexpr std::chrono::milliseconds pause_least{50}, pause_most{1'000};  // after trouble
constexpr int tries_max = 5;                                             // of one event that cannot be heard

}  // namespace

// Where the feed leaves what is wanted.
class Listener::Inbox final : public Reader {
public:
    explicit Inbox(std::vector<std::string> types) : types_(std::move(types)) {}

    bool has_room() const override {
        const std::lock_guard lock(mutex_);
        return events_.size() < inbox_size;
    }
    bool wants(const NewEvent& event) const override {
        return types_.empty() || std::ranges::find(types_, event.type) != types_.end();
    }
    bool tell(const Event& event) override {
        const std::lock_guard lock(mutex_);
        events_.push_back(event);
        wake_.notify_one();
        return !gone_;
    }
    bool tell_missed(std::int64_t first, std::int64_t last) override {
        observe::log_warning("feed", "events were swept before they were heard", {{"first", first}, {"last", last}});
        return !is_gone();
    }
    bool is_gone() const override {
        const std::lock_guard lock(mutex_);
        return gone_;
    }

    void leave() {
        const std::lock_guard lock(mutex_);
        gone_ = true;
        wake_.notify_one();
    }
    // What lies there; waits for it until then.
    std::vector<Event> take(std::chrono::steady_clock::time_point until) {
        std::unique_lock lock(mutex_);
        wake_.wait_until(lock, until, [&] { return gone_ || !events_.empty(); });
        return std::exchange(events_, {});
    }
    void sleep(std::chrono::milliseconds time) {
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, time, [&] { return gone_; });
    }

private:
    const std::vector<std::string> types_;  // its own: the feed holds an inbox longer than its listener
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<Event> events_;
    bool gone_ = false;
};

Listener::Listener(Feed& feed, storage::Database& database, Listening listening)
    : feed_(feed), database_(database), listening_(std::move(listening)) {}

void Listener::start() {
    const auto last = feed_.last_number();
    saved_ = heard_ = database_.write([&](Session& session) { return position_of(session, listening_.name, last); });
    taken_.clear();
    next_save_ = std::chrono::steady_clock::now() + save_every;
    inbox_ = std::make_shared<Inbox>(listening_.types);
    feed_.follow(inbox_, heard_);
    thread_ = std::thread([this] { run(); });
}

void Listener::stop() {
    if (!thread_.joinable()) return;
    inbox_->leave();
    thread_.join();
    feed_.look_again();
}

void Listener::run() {
    while (!inbox_->is_gone()) {
        try {
            hear_some();
            troubles_ = 0;
        } catch (const storage::Unavailable& error) {
            note_trouble(error, false);
        } catch (const std::exception& error) {
            note_trouble(error, true);
        }
    }
    try {
        save();
    } catch (const std::exception& error) {
        observe::log_warning("feed", "the position is not saved; some events are looked at again",
                             {{"listener", listening_.name}, {"error", error.what()}});
    }
}

void Listener::hear_some() {
    if (taken_.empty()) {
        taken_ = inbox_->take(next_save_);
        feed_.look_again();  // there is room
    }
    if (!taken_.empty()) {
        const bool one_by_one = troubles_ > 0;  // to find which it is
        const auto count = one_by_one ? 1 : taken_.size();
        hear({taken_.begin(), taken_.begin() + static_cast<std::ptrdiff_t>(count)});
        taken_.erase(taken_.begin(), taken_.begin() + static_cast<std::ptrdiff_t>(count));
    }
    if (std::chrono::steady_clock::now() >= next_save_) save();
}

// Others who hear under this name move the row: then what they have heard is left out, and the rest is considered anew.
void Listener::hear(std::vector<Event> events) {
    for (;;) {
        std::erase_if(events, [&](const Event& each) { return each.number <= heard_; });
        if (events.empty()) return;
        const auto last = events.back().number;
        const Effect effect = database_.read([&](Session& session) { return listening_.consider(session, events); });
        if (!effect) return moved_on(last);
        const auto stands = database_.write([&](Session& session) {
            if (!move_position(session, listening_.name, saved_, last)) return position_of(session, listening_.name, saved_);
            effect(session);
            return last;
        });
        saved_ = stands;
        heard_ = std::max(heard_, stands);
    }
}

void Listener::moved_on(std::int64_t number) { heard_ = std::max(heard_, number); }

void Listener::save() {
    next_save_ = std::chrono::steady_clock::now() + save_every;
    if (heard_ <= saved_) return;
    saved_ = database_.write([&](Session& session) {
        return move_position(session, listening_.name, saved_, heard_) ? heard_ : position_of(session, listening_.name, saved_);
    });
}

void Listener::note_trouble(const std::exception& error, bool is_ours) {
    observe::log_error("feed", "events could not be heard and are tried again",
                       {{"listener", listening_.name}, {"error", error.what()}});
    if (is_ours) ++troubles_;
    if (troubles_ > tries_max && !taken_.empty()) {
        const auto& event = taken_.front();
        observe::log_error("feed", "an event was passed over: it cannot be heard",
                           {{"listener", listening_.name}, {"number", event.number}, {"type", event.what.type}});
        observe::counter("patente_feed_passed_over_total", "Events that a room could not hear", {{"listener", listening_.name}})
            .add();
        moved_on(event.number);
        taken_.erase(taken_.begin());
        troubles_ = 0;
    }
    inbox_->sleep(is_ours ? std::min(pause_most, pause_least * (1 << std::min(troubles_, 10))) : pause_most);
}

}  // namespace patente::feed
