// Passwords: which ones are taken, and their hashes.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace patente::auth {

// After NIST SP 800-63B, section 5.1.1.2: long enough, none of the commonest, not the log-in name; no rules of composition.
// The fault, named `pointer`, or nothing.
std::optional<Fault> password_fault(std::string_view password, std::string_view login, const std::string& pointer);

// Short enough to read out and type, long enough that nobody guesses it before it is changed: "kwdr-7tmp-x3qn-9hfb".
std::string one_time_password();
bool is_one_time_password(std::string_view text);  // has that shape

// Argon2id as OWASP asks for: 19 MiB, two passes, one lane. Only so many hash at once, and few wait for their turn, so that a
// flood of log-ins takes neither the memory nor the handlers. Safe from any thread.
class PasswordHasher {
public:
    explicit PasswordHasher(int at_once = hashings_at_once(), int waiting_max = 16);

    // Both: busy "log-ins-busy" when too many wait.
    Result<std::string> hash(std::string_view password);
    // Costs the same whether there is a hash or not: without one, "no".
    Result<bool> matches(std::string_view password, const std::optional<std::string>& hash);

    std::uint64_t hashings() const { return hashings_; }  // since it was made

private:
    class Turn;
    static int hashings_at_once();

    const int at_once_, waiting_max_;
    std::mutex mutex_;
    std::condition_variable freed_;
    int running_ = 0, waiting_ = 0;
    std::atomic<std::uint64_t> hashings_{0};
};

}  // namespace patente::auth
