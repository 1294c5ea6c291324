#include "platform/feed/feed.h"

#include "platform/feed/store.h"
#include "platform/observe/log.h"

namespace patente::feed {

using storage::Isolation;
using storage::Session;

namespace {

constexpr const char* appended = "feed";                      // announced with each event
constexpr std::chrono::milliseconds look_every{100};          // for events of unheard processes
constexpr std::chrono::milliseconds look_though_told{2'000};  // a net under the announcements
constexpr std::chrono::milliseconds pause_after_trouble{1'000};
constexpr std::chrono::hours sweep_every{1};
constexpr int numbered_at_once = 1'000;
constexpr int removed_at_once = 10'000;
constexpr int page_length = 200;

}  // namespace

void append(Session& session, const NewEvent& event) { append(session, std::span(&event, 1)); }

void append(Session& session, std::span<const NewEvent> events) {
    if (events.empty()) return;
    add(session, events);
    for (const auto& each : events) session.tell_witness({each.type, each.data});
    session.announce({appended, ""});
}

Feed::Feed(storage::Database& database, const Clock& clock, FeedSettings settings)
    : database_(database), clock_(clock), settings_(settings), next_sweep_(Steady::now()) {}

void Feed::start() {
    appended_ = database_.listen(appended, [this](const std::string&) { look_again(); });
    thread_ = std::thread([this] { run(); });
}

void Feed::stop() {
    if (!thread_.joinable()) return;
    appended_.reset();
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

bool Feed::number_some(Instant happened_before) {
    if (!database_.read([&](Session& session) { return has_unnumbered(session, happened_before); })) return false;
    database_.write([](Session& session) { number_appended(session, numbered_at_once); }, Isolation::read_committed);
    return true;
}

void Feed::number_before(Instant happened_before) {
    while (number_some(happened_before)) {}
}

// Numbers come as they are needed: while all who follow are far from the last one, writers have the database for themselves.
Numbers Feed::numbers_near_followers() {
    const auto given = [this] { return database_.read([](Session& session) { return numbers(session); }); };
    const auto sofar = given();
    const bool is_near = std::ranges::any_of(followers_, [&](const Follower& follower) {
        return follower.reader->has_room() && follower.position + page_length > sofar.last;
    });
    return is_near && number_some(Instant::max()) ? given() : sofar;
}

std::int64_t Feed::last_number() {
    number_before(Instant::max());
    return database_.read([](Session& session) { return numbers(session).last; });
}

void Feed::follow(std::shared_ptr<Reader> reader, std::int64_t after) {
    {
        const std::lock_guard lock(mutex_);
        newcomers_.push_back({std::move(reader), after});
        ++followers_count_;
    }
    look_again();
}

void Feed::look_again() {
    const std::lock_guard lock(mutex_);
    look_ = true;
    wake_.notify_one();
}

std::size_t Feed::followers() const {
    const std::lock_guard lock(mutex_);
    return followers_count_;
}

void Feed::sweep() {
    const Instant before = clock_.now() - settings_.kept;
    number_before(before);  // an event without a number would be gone without a trace
    const auto remove_some = [&](Session& session) { return remove_before(session, before, removed_at_once); };
    while (database_.write(remove_some, Isolation::read_committed) >= removed_at_once) {}
}

void Feed::run() {
    std::unique_lock lock(mutex_);
    while (!ending_) {
        look_ = false;
        take_in_newcomers();
        lock.unlock();
        auto wait = pause();
        try {
            if (!followers_.empty() && tell_round()) wait = std::chrono::milliseconds{0};
            if (Steady::now() >= next_sweep_) {
                next_sweep_ = Steady::now() + sweep_every;
                sweep();
            }
        } catch (const std::exception& error) {
            observe::log_error("feed", "events could not be told and are tried again", {{"error", error.what()}});
            wait = pause_after_trouble;
        }
        lock.lock();
        followers_count_ = followers_.size() + newcomers_.size();
        wake_.wait_for(lock, wait, [&] { return (look_ && wait != pause_after_trouble) || ending_; });
    }
}

std::chrono::milliseconds Feed::pause() const {
    if (followers_.empty()) return sweep_every;
    return database_.hears_others() ? look_though_told : look_every;
}

void Feed::take_in_newcomers() {
    std::ranges::move(newcomers_, std::back_inserter(followers_));
    newcomers_.clear();
}

// One page for each place where followers stand; nearly always that is one place, the end.
bool Feed::tell_round() {
    std::erase_if(followers_, [](const Follower& follower) { return follower.reader->is_gone(); });
    const auto [last, swept] = numbers_near_followers();
    std::map<std::int64_t, std::vector<Event>> pages;  // by the number before their first
    bool more = false;
    std::erase_if(followers_, [&](Follower& follower) {
        if (!follower.reader->has_room() || follower.position >= last) return false;
        if (follower.position < swept) {
            if (!follower.reader->tell_missed(follower.position + 1, swept)) return true;
            follower.position = swept;
        }
        const auto [page, is_new] = pages.try_emplace(follower.position);
        if (is_new)
            page->second =
                database_.read([&](Session& session) { return events_after(session, follower.position, page_length); });
        if (!tell(follower, page->second)) return true;
        more = more || (follower.position < last && follower.reader->has_room());
        return false;
    });
    return more;
}

bool Feed::tell(Follower& follower, const std::vector<Event>& page) {
    for (const auto& event : page) {
        if (!follower.reader->has_room()) return true;
        if (follower.reader->wants(event.what) && !follower.reader->tell(event)) return false;
        follower.position = event.number;
    }
    return true;
}

}  // namespace patente::feed
