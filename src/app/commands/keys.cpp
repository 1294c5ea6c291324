#include "app/commands/keys.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <stdexcept>

#include "app/acting.h"
#include "app/rows.h"
#include "app/settings.h"
#include "domain/audit/store.h"
#include "platform/auth/keys.h"

namespace patente {
namespace {

struct KeyArguments {
    Settings settings;
    std::string name;
    std::vector<std::string> permissions, zones, devices;
    std::string expires_at, id;
};

void with_keys(const KeyArguments& asked, const std::function<void(auth::Keys&)>& act) {
    const auto database = storage::Database::open({.connection = asked.settings.connection(), .readers = 1});
    database->migrate(auth::migrations());
    database->migrate(audit::migrations());
    const SystemClock clock;
    auth::Keys keys(*database, clock);
    act(keys);
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : ",") + word;
    return text;
}

auth::WantedKey wanted_of(const KeyArguments& asked) {
    const auto expires_at = asked.expires_at.empty() ? std::nullopt : parse_rfc3339(asked.expires_at);
    if (!asked.expires_at.empty() && !expires_at) throw std::runtime_error("no time: " + asked.expires_at);
    return {asked.name, asked.permissions, expires_at, asked.zones, asked.devices};
}

void list(auth::Keys& keys) {
    for (const auto& key : keys.list())
        fmt::print("{}  {:<20} {}  {}{}\n", key.id.text(), key.name, to_rfc3339(key.made_at), joined(key.permissions),
                   key.revoked_at ? "  revoked " + to_rfc3339(*key.revoked_at) : "");
}

void add(auth::Keys& keys, const auth::WantedKey& wanted) {
    const auto record = recorded_as_command("key add", SystemClock{}.now());
    const auto made = keys.make(wanted, all_permissions());
    if (made) return fmt::print("{}\n", made->secret);
    std::string text = made.error().detail.en;
    for (const auto& fault : made.error().faults) text += fmt::format("\n  {}: {}", fault.pointer.substr(1), fault.detail.en);
    throw std::runtime_error(text);
}

void revoke(auth::Keys& keys, const std::string& text) {
    const auto id = auth::KeyId::parse(text);
    if (!id) throw std::runtime_error("no key id: " + text + "; see patente key list");
    const auto record = recorded_as_command("key revoke", SystemClock{}.now());
    if (const auto revoked = keys.revoke(*id); !revoked) throw std::runtime_error(revoked.error().detail.en);
}

}  // namespace

void add_keys_command(CLI::App& app) {
    auto* command = app.add_subcommand("key", "The API keys of a data folder")->require_subcommand(1)->fallthrough();
    const auto asked = std::make_shared<KeyArguments>();
    add_data_flags(*command, asked->settings);
    command->add_subcommand("list", "Shows every key but never its secret")->callback([asked] { with_keys(*asked, list); });
    auto* add_command = command->add_subcommand("add", "Makes a key and shows it, once");
    add_command->add_option("--name", asked->name, "Who or what will use it")->required();
    add_command->add_option("--permissions", asked->permissions, "captures.create,sightings.create,… or *")
        ->required()
        ->delimiter(',');
    add_command->add_option("--zones", asked->zones, "Ids of the zones it is limited to")->delimiter(',');
    add_command->add_option("--devices", asked->devices, "Names of the devices it is limited to")->delimiter(',');
    add_command->add_option("--expires-at", asked->expires_at, "2027-01-01T00:00:00Z");
    add_command->callback([asked] {
        const auto wanted = wanted_of(*asked);
        with_keys(*asked, [&](auth::Keys& keys) { add(keys, wanted); });
    });
    auto* revoke_command = command->add_subcommand("revoke", "Refuses a key from now on");
    revoke_command->add_option("id", asked->id, "As list shows it")->required();
    revoke_command->callback([asked] { with_keys(*asked, [&](auth::Keys& keys) { revoke(keys, asked->id); }); });
}

}  // namespace patente
