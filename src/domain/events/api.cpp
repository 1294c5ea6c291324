#include "domain/events/feature.h"
#include "domain/events/rules.h"
#include "domain/events/wire.h"

namespace patente::events {
namespace {

std::optional<std::string> unless_empty(const std::string& text) { return text.empty() ? std::nullopt : std::optional{text}; }

wire::EventOut view_of(const feed::Event& event) {
    auto data = json::parsed(event.what.data);
    if (!data) throw std::runtime_error("the data of an event of the feed is no JSON");
    return {std::to_string(event.number),  event.what.type, event.what.at, unless_empty(event.what.plate),
            unless_empty(event.what.zone), *std::move(data)};
}

// Somebody who follows by Server-Sent Events.
class StreamReader final : public feed::Reader {
public:
    StreamReader(std::shared_ptr<http::EventStream> stream, Filter filter)
        : stream_(std::move(stream)), filter_(std::move(filter)) {}

    bool has_room() const override { return stream_->has_room(); }
    bool is_gone() const override { return stream_->is_over(); }
    bool wants(const feed::NewEvent& event) const override { return events::wants(filter_, event.type, event.plate, event.zone); }
    bool tell(const feed::Event& event) override {
        return stream_->send(std::to_string(event.number), event.what.type, json::text_of(view_of(event)));
    }
    bool tell_missed(std::int64_t first, std::int64_t last) override {
        const wire::MissedOut missed{std::to_string(first), std::to_string(last)};
        return stream_->send(missed.last, "events.missed", json::text_of(missed));
    }
    void tell_following(std::int64_t after) {
        const wire::FollowingOut following{std::to_string(after)};
        stream_->send(following.after, "events.following", json::text_of(following));
    }

private:
    const std::shared_ptr<http::EventStream> stream_;
    const Filter filter_;
};

http::Answer follow(feed::Feed& feed, const http::Request& request) {
    const Filter filter = TRY(filter_of(request.query));
    const auto last = feed.last_number();
    const auto after = TRY(position_in(request.header("last-event-id"), last)).value_or(last);
    http::Response response;
    response.events = [&feed, filter, after](std::shared_ptr<http::EventStream> stream) {
        const auto reader = std::make_shared<StreamReader>(stream, filter);
        reader->tell_following(after);
        feed.follow(reader, after);
        stream->on_room([&feed] { feed.look_again(); });
        stream->on_close([&feed] { feed.look_again(); });
    };
    return response;
}

std::vector<http::QueryParameter> filter_parameters() {
    return {{"type", "Types, separated by commas: parking.closed; or rooms, for all of their types: sightings,parking."},
            {"plate", "The whole plate, in any spelling."},
            {"zone", "A zone's id.", {{"type", "string"}, {"format", "uuid"}}}};
}

}  // namespace

std::vector<http::Route> routes(feed::Feed& feed) {
    return {
        {.method = http::Method::get,
         .path = "/v1/events",
         .permission = "events.read",
         .summary = "Follow what happens, as Server-Sent Events",
         .answer = [&feed](const http::Request& request) { return follow(feed, request); },
         .gives = http::schema_of<wire::EventOut>(),
         .gives_type = "text/event-stream",
         .query = filter_parameters(),
         .description =
             "Begins with events.following, whose id names the event after which it tells all. Each event's `data` is one line of "
             "JSON as below, its `event` the type. Come back with the header Last-Event-ID to hear what happened meanwhile; 0 "
             "begins with the oldest that is kept. events.missed names the events that are kept no more (7 days). A comment "
             "comes every 15 s. Who takes nothing for 30 s is cut off and misses nothing on coming back."}};
}

}  // namespace patente::events
