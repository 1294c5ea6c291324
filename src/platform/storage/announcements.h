// Short words between those who use one database: «something of this kind is there», so that nobody has to look all
// the time. Only a hint: one may be lost when a connection is, so who waits for it also looks now and then.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace patente::storage {

// Letters, digits, "_" and "." in a channel; a text of at most 200 bytes.
struct Announcement {
    std::string channel;
    std::string text;

    auto operator<=>(const Announcement&) const = default;
};

class Announcer {
public:
    virtual ~Announcer() = default;
    virtual void announce(const Announcement& announcement) = 0;
};

// Who listens in this process. Safe from any thread.
class Listeners {
public:
    using Heard = std::function<void(const std::string& text)>;

    // Until the token is gone; its end waits for a call that runs.
    std::shared_ptr<void> add(std::string channel, Heard heard);
    void call(const Announcement& announcement) const;

private:
    struct Listener {
        std::string channel;
        Heard heard;
    };
    struct Registry {
        std::mutex mutex;
        std::map<const void*, Listener> listeners;  // by token
    };
    std::shared_ptr<Registry> registry_ = std::make_shared<Registry>();
};

}  // namespace patente::storage
