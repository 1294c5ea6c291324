#include "platform/http/events.h"

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

bool EventChannel::send(std::string_view id, std::string_view event, std::string_view data) {
    const std::string text = event_text(id, event, data);
    const std::lock_guard hold(lock_);
    if (closed_ || cut_) return false;
    cut_ = waiting_.size() + text.size() > bytes_max_;
    if (!cut_) waiting_ += text;
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
    return waiting_.size() < bytes_max_ / 2;
}

void EventChannel::on_room(std::function<void()> room) {
    const std::lock_guard hold(lock_);
    on_room_.push_back(std::move(room));
}

std::string EventChannel::take() {
    std::string text;
    std::vector<std::function<void()>> listeners;
    {
        const std::lock_guard hold(lock_);
        text = std::exchange(waiting_, {});
        if (!text.empty()) listeners = on_room_;
    }
    for (const auto& listener : listeners) listener();
    return text;
}

bool EventChannel::has_text() const {
    const std::lock_guard hold(lock_);
    return !waiting_.empty();
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
