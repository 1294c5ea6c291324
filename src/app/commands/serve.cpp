#include "app/commands/serve.h"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/demo.h"
#include "app/process.h"
#include "app/roles.h"
#include "app/settings_in_force.h"
#include "app/terminal_qr.h"
#include "platform/observe/log.h"

namespace patente {
namespace {

// Blocks the signals that end us, for all threads to come; must run before the first of them.
sigset_t block_ending_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    signal(SIGPIPE, SIG_IGN);
    return signals;
}

void wait_for(const sigset_t& signals) {
    int which = 0;
    sigwait(&signals, &which);
    observe::log_info("app", "ending", {{"signal", which}});
}

// The address by which others in this network reach the machine: of the first interface that is up and not the loopback.
std::string address_in_network() {
    ifaddrs* interfaces = nullptr;
    if (getifaddrs(&interfaces) != 0) return "127.0.0.1";
    std::string found = "127.0.0.1";
    for (const auto* each = interfaces; each; each = each->ifa_next) {
        if (!each->ifa_addr || each->ifa_addr->sa_family != AF_INET || !(each->ifa_flags & IFF_UP) ||
            (each->ifa_flags & IFF_LOOPBACK))
            continue;
        char text[INET_ADDRSTRLEN];
        inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(each->ifa_addr)->sin_addr, text, sizeof text);
        found = text;
        break;
    }
    freeifaddrs(interfaces);
    return found;
}

void for_phones(Settings& settings) {
    settings.host = "0.0.0.0";
    if (!settings.https_port) settings.https_port = 8443;
    settings.public_name = address_in_network();
}

void greet(const Settings& settings, const Process& process, const http::Server& server, const tcp::Server* images) {
    const bool everywhere = settings.host == "0.0.0.0" || settings.host == "::";
    const std::string name = everywhere ? "127.0.0.1" : settings.host;
    std::string line = fmt::format("listening http={}:{}", settings.host, server.port());
    if (server.tls_port() != 0) line += fmt::format(" https={}:{}", settings.host, server.tls_port());
    if (images) line += fmt::format(" tcp={}:{}", settings.host, std::max(images->port(), images->tls_port()));
    fmt::print("{}\n", line);
    fmt::print("key {}{}\n", process.admin_key_file().string(), process.new_admin_key() ? " (new)" : "");
    if (process.first_password())
        fmt::print("sign in as admin with {} and choose a password (until then it is in {})\n", *process.first_password(),
                   (settings.data / "admin.password").string());
    fmt::print("open http://{}:{}/app/#key={}\n", name, server.port(),
               process.new_admin_key() ? *process.new_admin_key() : "…  (the key is in that file)");
    fmt::print("try  curl -H \"Authorization: Bearer $(cat {})\" -F image=@photo.jpg http://{}:{}/v1/captures\n",
               process.admin_key_file().string(), name, server.port());
    if (settings.phone) {
        const auto address = fmt::format("https://{}:{}/app/", settings.public_name, server.tls_port());
        fmt::print("phone {}\n{}", address, terminal_qr(address));
    }
    std::fflush(stdout);
}

void serve(Settings settings) {
    const sigset_t signals = block_ending_signals();
    observe::set_up_log(*observe::level_named(settings.log_level));
    const auto roles = chosen_roles(settings.roles);
    if (!roles) throw std::runtime_error(roles.error().detail.en);
    if (settings.phone) for_phones(settings);

    Process process(settings);
    process.start_jobs(*roles);
    const http::Server& server = process.open_doors();
    const bool takes_images = std::ranges::find(*roles, "tcp") != roles->end();
    greet(settings, process, server, takes_images ? &process.open_image_service() : nullptr);
    std::optional<Demo> demo;
    if (settings.demo) demo.emplace(process.routes(), process.blobs(), process.clock());
    wait_for(signals);
    demo.reset();
    process.finish();
}

}  // namespace

void add_serve_command(CLI::App& app) {
    auto* command = app.add_subcommand("serve", "Answers, reads and does what follows, until SIGTERM");
    const auto settings = std::make_shared<Settings>();
    add_serve_flags(*command, *settings);
    command->callback([command, settings] {
        settings->in_force = in_force(*command, settings->of_file);
        serve(*settings);
    });
}

}  // namespace patente
