#include <array>

#include "domain/events/feature.h"
#include "domain/events/rules.h"
#include "domain/events/wire.h"

namespace patente::events {
namespace {

std::string text_of(const feed::Event& event) {
    return told({event.number, event.what.type, event.what.plate, event.what.zone, event.what.at, event.what.data});
}

// The events told last, as JSON: a thousand readers hear the same. Used by the feed's thread alone.
class Texts {
public:
    const std::string& of(const feed::Event& event) {
        Told& told = told_[static_cast<std::size_t>(event.number) % told_.size()];
        if (told.number != event.number) told = {event.number, text_of(event)};
        return told.text;
    }

private:
    struct Told {
        std::int64_t number = 0;
        std::string text;
    };
    std::array<Told, 256> told_;  // more than a page of the feed
};

// Somebody who follows, by Server-Sent Events or WebSocket.
class StreamReader final : public feed::Reader {
public:
    StreamReader(std::shared_ptr<http::EventStream> stream, Filter filter, auth::Caller caller, std::shared_ptr<Texts> texts)
        : stream_(std::move(stream)), filter_(std::move(filter)), caller_(std::move(caller)), texts_(std::move(texts)) {}

    bool has_room() const override { return stream_->has_room(); }
    bool is_gone() const override { return stream_->is_over(); }
    bool wants(const feed::NewEvent& event) const override {
        return caller_.may_at(event.zone) && events::wants(filter_, event.type, event.plate, event.zone);
    }
    bool tell(const feed::Event& event) override {
        return stream_->send(std::to_string(event.number), event.what.type, texts_->of(event));
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
    const auth::Caller caller_;
    const std::shared_ptr<Texts> texts_;
};

// By the header that EventSource sends, or in the query, since a page's WebSocket sends none.
std::string last_event_id(const http::Request& request) {
    const auto header = request.header("last-event-id");
    return header.empty() ? request.query_value("last_event_id").value_or("") : std::string(header);
}

http::Answer follow(feed::Feed& feed, const std::shared_ptr<Texts>& texts, const http::Request& request) {
    const Filter filter = TRY(filter_of(request.query));
    if (!request.caller.devices.empty())
        return fail(ErrorKind::forbidden, "out-of-reach",
                    {"Events do not say their device: who is limited to some follows none.",
                     "Los eventos no dicen su dispositivo: quien está limitado a algunos no los sigue."});
    const auto last = feed.last_number();
    const auto after = TRY(position_in(last_event_id(request), last)).value_or(last);
    http::Response response;
    response.events = [&feed, texts, filter, caller = request.caller, after](std::shared_ptr<http::EventStream> stream) {
        const auto reader = std::make_shared<StreamReader>(stream, filter, caller, texts);
        reader->tell_following(after);
        feed.follow(reader, after);
        stream->on_room([&feed] { feed.look_again(); });
        stream->on_close([&feed] { feed.look_again(); });
    };
    return response;
}

std::vector<http::QueryParameter> parameters() {
    return {{"type", "Types, separated by commas: parking.closed; or rooms, for all of their types: sightings,parking."},
            {"plate", "The whole plate, in any spelling."},
            {"zone", "A zone's id.", {{"type", "string"}, {"format", "uuid"}}},
            {"last_event_id", "The same as the header Last-Event-ID, for who cannot send it."}};
}

}  // namespace

std::vector<http::Route> routes(feed::Feed& feed) {
    return {
        {.method = http::Method::get,
         .path = "/v1/events",
         .permission = "events.read",
         .summary = "Follow what happens, as Server-Sent Events or over WebSocket",
         .answer = [&feed,
                    texts = std::make_shared<Texts>()](const http::Request& request) { return follow(feed, texts, request); },
         .gives = http::schema_of<wire::EventOut>(),
         .gives_type = "text/event-stream",
         .query = parameters(),
         .description =
             "Begins with events.following, whose id names the event after which it tells all. Each event's `data` is one line of "
             "JSON as below, its `event` the type. Come back with the header Last-Event-ID to hear what happened meanwhile; 0 "
             "begins with the oldest that is kept. events.missed names the events that are kept no more (7 days). A comment "
             "comes every 15 s. Who takes nothing for 30 s is cut off and misses nothing on coming back.\n\n"
             "Asked with Upgrade: websocket, each event is a message {\"id\", \"event\", \"data\"}. A page, which cannot send "
             "Authorization, offers the protocols patente.events and patente.key.KEY. Who is too slow hears events.dropped with the "
             "last id that was sent, and is closed with 1013; a server that ends closes with 1001.",
         .personal = "events",
         .web_socket = true}};
}

}  // namespace patente::events
