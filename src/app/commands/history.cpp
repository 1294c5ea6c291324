#include "app/commands/history.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "app/commands/image_client.h"
#include "base/json.h"

namespace patente {
namespace {

struct HistoryCommand {
    ImageClientOptions at;
    std::string plate, from, to;
    int limit = 100;
};

void print_item(const json::Value& item, bool as_json) {
    if (as_json)
        fmt::print("{}\n", json::text_of(item));
    else
        print_capture(std::string(item.at("received_at").as_string()), json::text_of(item));
}

void run(const HistoryCommand& command) {
    patente_client::Client client(command.at.clients().front());
    json::Object filter;
    if (!command.plate.empty()) filter["plate"] = command.plate;
    if (!command.from.empty()) filter["from"] = command.from;
    if (!command.to.empty()) filter["to"] = command.to;
    for (int left = command.limit; left > 0;) {
        filter["limit"] = std::min(left, 200);
        const auto [head, body] = client.history(json::text_of(json::Value(filter)));
        const auto items = json::parsed(body), page = json::parsed(head);
        if (!items || !page) throw std::runtime_error("the server's page is no JSON");
        for (const auto& item : items->as_array()) print_item(item, command.at.json);
        left -= static_cast<int>(items->as_array().size());
        if (page->at("next").is_null()) return;
        filter["cursor"] = page->at("next");
    }
}

}  // namespace

void add_history_command(CLI::App& app) {
    auto* command = app.add_subcommand("history", "What this key sent to an image service before, newest first");
    auto options = std::make_shared<HistoryCommand>();
    options->at.add_to(*command, false);
    command->add_option("--plate", options->plate, "A plate; * and ? stand for any characters and for one");
    command->add_option("--from", options->from, "RFC 3339 time of arrival: this and later");
    command->add_option("--to", options->to, "RFC 3339 time of arrival: before this");
    command->add_option("--limit", options->limit, "At most so many")->check(CLI::Range(1, 1'000'000))->capture_default_str();
    command->callback([options] { run(*options); });
}

}  // namespace patente
