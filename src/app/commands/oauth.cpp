#include "app/commands/oauth.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include "app/installation.h"
#include "domain/oauth/rules.h"
#include "domain/oauth/signing_keys.h"

namespace patente {
namespace {

void with_keys(const Settings& settings, const std::function<void(oauth::SigningKeys&)>& act) {
    refuse_missing_database(settings);
    const auto database = storage::Database::open({.connection = settings.connection(), .readers = 1});
    database->migrate(oauth::migrations());
    const SystemClock clock;
    auth::Sealer sealer(settings.data / "oauth.key");
    oauth::SigningKeys keys(*database, clock, sealer);
    act(keys);
}

void list(oauth::SigningKeys& keys) {
    const auto now = SystemClock{}.now();
    const auto all = keys.now();
    for (const auto& each : all->rows) {
        const bool signs = oauth::signing(all->rows, each.algorithm, now) == &each;
        const auto* state = signs ? "signs" : each.signs_from > now ? "announced" : "retired";
        fmt::print("{}  {:<5}  {:<9}  signs from {}\n", each.id, each.algorithm, state, to_rfc3339(each.signs_from));
    }
}

}  // namespace

void add_oauth_command(CLI::App& app) {
    auto* command = app.add_subcommand("oauth", "The keys that sign access tokens")->require_subcommand(1)->fallthrough();
    const auto settings = std::make_shared<Settings>();
    const auto at_once = std::make_shared<bool>(false);
    add_data_flags(*command, *settings);
    command->add_subcommand("keys", "Shows them, never their private parts")->callback([settings] {
        with_keys(*settings, list);
    });
    auto* rotate = command->add_subcommand("rotate", "Announces the next keys, which sign in ten minutes");
    rotate->add_flag("--at-once", *at_once, "They sign now, and every token of the old ones is refused: where a key was stolen");
    rotate->callback([settings, at_once] {
        with_keys(*settings, [&](oauth::SigningKeys& keys) {
            keys.rotate(*at_once);
            list(keys);
        });
    });
}

}  // namespace patente
