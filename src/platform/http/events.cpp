#include "platform/http/events.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace patente::http {
namespace {

void append_line(std::string& text, std::string_view field, std::string_view value) {
    text.append(field).append(": ");
    std::ranges::copy_if(value, std::back_inserter(text), [](char c) { return c != '\r' && c != '\n' && c != '\0'; });
    text += '\n';
}

}  // namespace

std::string event_text(std::string_view id, std::string_view event, std::string_view data) {
    std::string text;
    if (!id.empty()) append_line(text, "id", id);
    if (!event.empty()) append_line(text, "event", event);
    while (true) {
        const auto end = data.find('\n');
        append_line(text, "data", data.substr(0, end));
        if (end == std::string_view::npos) break;
        data.remove_prefix(end + 1);
    }
    return text += '\n';
}

std::string event_message(std::string_view id, std::string_view event, std::string_view data) {
    const auto quoted = [](std::string_view text) { return json::text_of(json::Value(boost::json::string_view(text))); };
    return fmt::format(R"({{"id":{},"event":{},"data":{}}})", quoted(id), quoted(event), data);
}

bool EventChannel::send(std::string_view id, std::string_view event, std::string_view data) {
    std::string text = format_(id, event, data);
    const std::lock_guard hold(lock_);
    if (closed_ || cut_) return false;
    cut_ = bytes_waiting_ + text.size() > bytes_max_;
    if (!cut_) {
        bytes_waiting_ += text.size();
        waiting_.push_back({std::string(id), std::move(text)});
    }
    wake_();
    return !cut_;
}

void EventChannel::on_close(std::function<void()> closed) {
    {
        const std::lock_guard hold(lock_);
        if (!closed_) {
            on_close_.push_back(std::move(closed));
            return;
        }
    }
    closed();
}

bool EventChannel::has_room() const {
    const std::lock_guard hold(lock_);
    return !is_half_full();
}

void EventChannel::on_room(std::function<void()> room) {
    const std::lock_guard hold(lock_);
    on_room_.push_back(std::move(room));
}

std::vector<EventWritten> EventChannel::take() {
    std::vector<EventWritten> taken;
    std::vector<std::function<void()>> listeners;
    {
        const std::lock_guard hold(lock_);
        if (is_half_full()) listeners = on_room_;
        taken = std::exchange(waiting_, {});
        bytes_waiting_ = 0;
    }
    for (const auto& listener : listeners) listener();
    return taken;
}

bool EventChannel::has_events() const {
    const std::lock_guard hold(lock_);
    return !waiting_.empty();
}

bool EventChannel::is_cut() const {
    const std::lock_guard hold(lock_);
    return cut_;
}

bool EventChannel::is_over() const {
    const std::lock_guard hold(lock_);
    return closed_ || cut_;
}

void EventChannel::close() {
    std::vector<std::function<void()>> listeners;
    {
        const std::lock_guard hold(lock_);
        if (closed_) return;
        closed_ = true;
        std::exchange(wake_, nullptr)();
        listeners = std::move(on_close_);
        on_room_.clear();
    }
    for (const auto& listener : listeners) listener();
}

}  // namespace patente::http
