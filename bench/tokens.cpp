// What checking an access token costs, beside the floor: the bare check of its Ed25519 signature by OpenSSL. On a fresh SQLite
// file; every figure is the median of several rounds, in processor time, so that the machine may do other things meanwhile. Exits
// with 1 where a token seen before costs more than 20 µs, or a new one than 250 µs.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <functional>

#include "base/base64url.h"
#include "domain/oauth/feature.h"

namespace {

using namespace patente;
using namespace std::chrono_literals;

constexpr std::size_t tokens_count = 1'000, rounds = 9;
constexpr double seen_most_us = 20, new_most_us = 250;

class OneUser final : public oauth::Users {
public:
    std::optional<oauth::User> user(storage::Session&, const std::string& id) override {
        std::vector<std::string> permissions;
        for (int i = 0; i < 30; ++i) permissions.push_back("room" + std::to_string(i) + ".act");
        return oauth::User{id, "ana", "Ana", permissions, {}, {}};
    }
    Result<std::string> add(storage::Session&, const oauth::NewUser&, Instant) override {
        throw std::logic_error("not asked for");
    }
    Result<> set_roles(storage::Session&, const std::string&, const std::vector<std::string>&, Instant) override { return {}; }
    bool vouched_for(storage::Session&, const std::string&, Instant) override { throw std::logic_error("not asked for"); }
};

double processor_us() {
    timespec now{};
    if (::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) != 0) throw std::runtime_error("no clock of the processor's time");
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

double median_us(const std::function<void()>& round) {
    std::vector<double> times;
    for (std::size_t i = 0; i < rounds; ++i) {
        const double began = processor_us();
        round();
        times.push_back((processor_us() - began) / tokens_count);
    }
    std::ranges::nth_element(times, times.begin() + rounds / 2);
    return times[rounds / 2];
}

void must(bool good) {
    if (!good) throw std::runtime_error("a good token was refused");
}

}  // namespace

int main() {
    const auto folder = std::filesystem::temp_directory_path() / ("bench-tokens-" + Uuid::made_at(SystemClock{}.now()).text());
    std::filesystem::create_directories(folder);
    double floor = 0, fresh = 0, seen = 0;
    {
        const SystemClock clock;
        const auto database = storage::Database::open({.connection = "sqlite:" + (folder / "patente.db").string()});
        database->migrate(oauth::migrations());
        OneUser users;
        const auto process = [&] {
            auto services = std::make_unique<oauth::Services>(*database, clock, users, folder / "oauth.key", false);
            services->issuer.set("https://parking.example");
            return services;
        };
        auto services = process();
        services->keys.keep();
        const Instant now = clock.now();
        const oauth::Client client{.id = oauth::ClientId::made_at(now), .settings = {.name = "App", .permissions = {"*"}}};
        database->write([&](storage::Session& session) { oauth::store::add(session, client); });
        std::vector<std::string> tokens;
        for (std::size_t i = 0; i < tokens_count; ++i)
            tokens.push_back(services->tokens.issued({.id = Uuid::made_at(now).text(),
                                                      .grant = oauth::GrantId::made_at(now),
                                                      .user = "ana",
                                                      .client = client.id,
                                                      .scopes = {"room1.act", "room2.act", "room3.act", "openid"},
                                                      .issued_at = now,
                                                      .expires_at = now + 600s}));
        const auto all_callers = [&](oauth::Services& of) {
            for (const auto& token : tokens) must(of.tokens.caller_of(token).has_value());
        };

        const auto key = services->keys.signing(auth::Algorithm::eddsa);
        std::vector<std::pair<std::string, std::string>> parts;
        for (const auto& token : tokens) {
            const auto dot = token.rfind('.');
            parts.emplace_back(token.substr(0, dot), *from_base64url(std::string_view(token).substr(dot + 1)));
        }
        floor = median_us([&] {
            for (const auto& [text, signature] : parts) must(key.public_key().verifies(text, signature));
        });
        fresh = median_us([&] { all_callers(*process()); });
        all_callers(*services);
        seen = median_us([&] { all_callers(*services); });
        std::printf("access tokens of %zu bytes, %zu of them, processor time, median of %zu rounds\n", tokens[0].size(),
                    tokens_count, rounds);
    }
    std::filesystem::remove_all(folder);
    std::printf("floor, the signature alone  %7.2f us\n", floor);
    std::printf("new token                   %7.2f us   %.2f x the floor   (at most %.0f)\n", fresh, fresh / floor, new_most_us);
    std::printf("token seen before           %7.2f us   %.2f x the floor   (at most %.0f)\n", seen, seen / floor, seen_most_us);
    return seen <= seen_most_us && fresh <= new_most_us ? 0 : 1;
}
