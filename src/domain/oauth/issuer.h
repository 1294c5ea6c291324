// The name that our tokens are issued under, and the address of everything OAuth: known once the process listens.
#pragma once

#include <mutex>
#include <string>

namespace patente::oauth {

// Safe from any thread.
class Issuer {
public:
    explicit Issuer(std::string text = {}) : text_(std::move(text)) {}
    void set(std::string text) {
        const std::lock_guard lock(mutex_);
        text_ = std::move(text);
    }
    std::string text() const {
        const std::lock_guard lock(mutex_);
        return text_;
    }

private:
    mutable std::mutex mutex_;
    std::string text_;
};

}  // namespace patente::oauth
