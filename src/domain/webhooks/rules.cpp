#include "domain/webhooks/rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "domain/vocabulary/plate.h"

namespace patente::webhooks {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds pause_first = 2s, pause_quick = 60s;
constexpr std::chrono::seconds pause_most = 1h;

bool is_visible_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

// What is wrong with the address, as code and sentence; nothing for a good one.
std::optional<Fault> url_fault(std::string_view url, bool local_allowed) {
    const auto fault = [](std::string code, Text detail) { return Fault{"/url", std::move(code), std::move(detail)}; };
    const bool https = url.starts_with("https://"), http = url.starts_with("http://");
    if (!https && !(http && local_allowed))
        return fault("scheme", {"It must begin with https://.", "Debe empezar con https://."});
    if (!is_visible_ascii(url))
        return fault("pattern", {"It may hold no blanks or characters beyond ASCII; encode them.",
                                 "No puede tener espacios ni caracteres fuera de ASCII; codifíquelos."});
    url.remove_prefix(https ? 8 : 7);
    const auto authority = url.substr(0, url.find_first_of("/?#"));
    if (authority.find('@') != std::string_view::npos)
        return fault("credentials", {"It may hold no user or password.", "No puede tener usuario ni contraseña."});
    if (authority.empty() || authority.front() == ':') return fault("host", {"The host is missing.", "Falta el servidor."});
    if (url.find('#') != std::string_view::npos)
        return fault("fragment", {"It may hold no #fragment.", "No puede tener un #fragmento."});
    return std::nullopt;
}

}  // namespace

Result<Settings> checked(Settings settings, bool local_allowed) {
    std::vector<Fault> faults;
    if (auto fault = url_fault(settings.url, local_allowed)) faults.push_back(*std::move(fault));
    for (std::size_t i = 0; i < settings.types.size(); ++i)
        if (!events::is_type(settings.types[i]))
            faults.push_back({fmt::format("/types/{}", i),
                              "pattern",
                              {"\"" + settings.types[i] + "\" is no type such as parking.closed or parking.",
                               "«" + settings.types[i] + "» no es un tipo como parking.closed o parking."}});
    if (!settings.plate.empty()) {
        auto plate = normalised(settings.plate);
        if (plate)
            settings.plate = *std::move(plate);
        else
            faults.push_back({"/plate", "pattern", plate.error().detail});
    }
    if (faults.empty()) return settings;
    return fail(ErrorKind::invalid, "webhook-invalid",
                {"The webhook is not right; see errors.", "El webhook no está bien; ver errores."}, std::move(faults));
}

std::chrono::milliseconds pause_after(int failures, std::chrono::milliseconds failing_for, double chance) {
    const auto quick = std::min(pause_quick, pause_first * (1 << std::clamp(failures - 1, 0, 10)));
    const auto patient = std::clamp<std::chrono::milliseconds>(failing_for / 8, quick, pause_most);
    return std::chrono::milliseconds{static_cast<std::int64_t>(static_cast<double>(patient.count()) * (0.5 + chance / 2))};
}

Health health_after(Health health, const Attempt& attempt) {
    if (attempt.is_success()) return {};
    if (is_down(health) && attempt.at < health.retry_at) {  // it was under way when the pause began
        health.last_fault = attempt.fault;
        return health;
    }
    if (!health.failing_since) health.failing_since = attempt.at;
    ++health.failures;
    health.last_fault = attempt.fault;
    health.retry_at = attempt.at + pause_after(health.failures, attempt.at - *health.failing_since, attempt.chance);
    return health;
}

int room_for(const Health& health, int in_flight, Instant now) {
    if (!is_down(health)) return in_flight_max - in_flight;
    return health.retry_at <= now && in_flight == 0 ? 1 : 0;
}

Delivery delivery_after(Delivery delivery, const Attempt& attempt, const Health& health,
                        std::chrono::milliseconds give_up_after) {
    ++delivery.attempts;
    delivery.last_status = attempt.status;
    delivery.last_fault = attempt.fault;
    const auto age = attempt.at - delivery.made_at;
    if (attempt.is_success() || age >= give_up_after) {
        delivery.state = attempt.is_success() ? State::delivered : State::dead;
        delivery.ended_at = attempt.at;
        return delivery;
    }
    const auto own = attempt.at + pause_after(delivery.attempts, age, attempt.chance);
    delivery.ready_at = is_down(health) ? health.retry_at : own;
    delivery.ready_at = std::max(delivery.ready_at, attempt.at + std::min<std::chrono::seconds>(attempt.retry_after, pause_most));
    return delivery;
}

std::string fault_of(int status, const std::string& answer) {
    if (status >= 200 && status < 300) return {};
    constexpr std::size_t shown = 200;
    std::string text = answer.substr(0, shown);
    std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < ' ' || static_cast<unsigned char>(c) > '~'; });
    return fmt::format("HTTP {}{}{}", status, text.empty() ? "" : ": ", text);
}

}  // namespace patente::webhooks
