#include "app/commands/image_client.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <filesystem>

#include "app/commands/eyes.h"
#include "base/json.h"

namespace patente {
namespace {

patente_client::Options client_at(const std::string& server) {
    const auto colon = server.rfind(':');
    patente_client::Options options;
    options.host = server.substr(0, colon);
    if (colon != std::string::npos) {
        const auto [end, problem] = std::from_chars(server.data() + colon + 1, server.data() + server.size(), options.port);
        if (problem != std::errc{} || end != server.data() + server.size())
            throw std::runtime_error(fmt::format("«{}» is no HOST:PORT", server));
    }
    options.language = code_of(language_of_terminal());
    return options;
}

std::string text_of(const json::Object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->as_string()) : "";
}

}  // namespace

void ImageClientOptions::add_to(CLI::App& command, bool several) {
    command
        .add_option("--server", servers,
                    "HOST:PORT of the image service" + std::string(several ? "; may stand more than once" : ""))
        ->envname("PATENTE_SERVER")
        ->expected(1, several ? 64 : 1)
        ->capture_default_str();
    command.add_option("--key", key, "API key; else that of --key-file")->envname("PATENTE_KEY");
    command.add_option("--key-file", key_file, "File that holds the key")->capture_default_str();
    command.add_flag("--tls", tls, "The server speaks TLS");
    command.add_option("--trust", trusted, "PEM of the certificate to trust, where the system does not")
        ->check(CLI::ExistingFile);
    command.add_flag("--json", json, "One JSON object a line");
}

std::vector<patente_client::Options> ImageClientOptions::clients() const {
    std::string secret = key;
    if (secret.empty()) {
        if (!std::filesystem::exists(key_file)) throw std::runtime_error("no key: give --key, PATENTE_KEY or --key-file");
        secret = bytes_of(key_file);
        secret.erase(secret.find_last_not_of(" \r\n") + 1);
    }
    std::vector<patente_client::Options> all;
    for (const auto& server : servers) {
        all.push_back(client_at(server));
        all.back().key = secret;
        all.back().tls = tls;
        all.back().trusted_file = trusted;
    }
    return all;
}

void print_capture(const std::string& name, const std::string& json) {
    const auto capture = json::parsed(json);
    if (!capture || !capture->is_object()) throw std::runtime_error("the server's answer is no JSON: " + json);
    const auto& readings = capture->at("readings").as_array();
    const std::string duplicate = capture->at("duplicate_of").is_null() ? "" : "=";
    if (readings.empty()) fmt::print("{:<40} {}\n", name, text_of(capture->as_object(), "nothing_read"));
    for (const auto& each : readings)
        fmt::print("{:<40} {:<12} {:>5.1f} %  {:<4} {}\n", name, text_of(each.as_object(), "plate"),
                   100 * each.at("confidence").to_number<double>(), text_of(each.as_object(), "region"), duplicate);
}

}  // namespace patente
