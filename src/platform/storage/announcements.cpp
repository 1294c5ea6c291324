#include "platform/storage/announcements.h"

namespace patente::storage {

std::shared_ptr<void> Listeners::add(std::string channel, Heard heard) {
    const auto leave = [registry = registry_](void* token) {
        {
            const std::lock_guard lock(registry->mutex);
            registry->listeners.erase(token);
        }
        delete static_cast<char*>(token);
    };
    std::shared_ptr<void> token(new char, leave);
    const std::lock_guard lock(registry_->mutex);
    registry_->listeners.emplace(token.get(), Listener{std::move(channel), std::move(heard)});
    return token;
}

void Listeners::call(const Announcement& announcement) const {
    const std::lock_guard lock(registry_->mutex);
    for (const auto& [token, listener] : registry_->listeners)
        if (listener.channel == announcement.channel) listener.heard(announcement.text);
}

}  // namespace patente::storage
