#include "app/settings_in_force.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <map>
#include <stdexcept>

namespace patente {
namespace {

// The help of each option in Spanish; the English is the option's own.
const std::map<std::string, std::string_view>& in_spanish() {
    static const std::map<std::string, std::string_view> texts{
        {"data", "Carpeta de la base de datos, la evidencia y las claves"},
        {"database", "sqlite:RUTA o postgresql://usuario:clave@equipo:puerto/nombre (sqlite en la carpeta de datos)"},
        {"config", "Un archivo TOML con estos ajustes"},
        {"host", "Dirección en la que atiende"},
        {"port", "Puerto HTTP; 0 elige uno libre"},
        {"https-port", "También atiende con TLS"},
        {"tcp-port", "Puerto del servicio de imágenes, donde corre el rol tcp (7070); 0 elige uno libre"},
        {"tcp-tls", "El servicio de imágenes habla TLS, con el mismo certificado"},
        {"tls-certificate", "PEM con su cadena (si no, autofirmado)"},
        {"tls-key", "PEM"},
        {"client-ca", "PEM de quien firma los certificados de los dispositivos: el puerto HTTPS pide uno (patente certificate)"},
        {"public-origin", "https://estacionamiento.example, detrás de un proxy"},
        {"trusted-proxies", "Direcciones de los proxies que están delante; se cree lo que dicen en X-Forwarded-For"},
        {"phone", "Para teléfonos de esta red: todas las direcciones, TLS, un código QR"},
        {"demo", "Envía fotos generadas de autos que llegan y se van"},
        {"roles", "api, reader, worker, … o all"},
        {"public-upload", "Se pueden enviar fotos sin clave"},
        {"capture-max-age-h", "Horas tras las cuales una foto no abre sola una estadía"},
        {"region", "Qué patentes esperar, como en data/regions: ar, br, …"},
        {"reader-threads", "Fotos que se leen a la vez; 0 = una por núcleo"},
        {"alert-chance-min", "Probabilidad bajo la cual el avistaje de una patente vigilada no avisa (0,05)"},
        {"travel-kmh-max", "Velocidad en línea recta desde la que dos avistajes de una patente avisan (200); 0 = nunca"},
        {"webhooks-local", "Los webhooks pueden ir a este equipo y a redes privadas, y por http simple"},
        {"webhooks-give-up-h", "Horas tras las cuales un evento que un webhook no toma se da por perdido"},
        {"providers-local",
         "Los proveedores OpenID externos pueden ser de este equipo y de redes privadas, y hablar http simple"},
        {"pay-link", "Dónde se paga un ticket: https://pago.example/?ticket={ticket}&amount={amount}&currency={currency}"},
        {"payment-secrets", "Con qué firma sus mensajes el proveedor de pagos; varios, con comas, mientras se cambian"},
        {"payment-tolerance-s", "Segundos entre la hora de un mensaje del proveedor y su llegada"},
        {"audit-reasons", "Permisos con los que quien lee datos personales debe decir por qué: sightings.read,watch.read"},
        {"audit-personal-days",
         "Días tras los cuales se borran motivos, búsquedas y direcciones del registro de auditoría; 0 = nunca"},
        {"log-level", "debug, info, warning, error"},
        {"backups", "Carpeta de las copias de seguridad, mejor en otro disco (DATA/backups)"},
    };
    return texts;
}

bool is_secret(const std::string& name) { return name.find("secret") != name.npos || name.find("password") != name.npos; }

std::string name_of(const CLI::Option& option) { return option.get_lnames().empty() ? "" : option.get_lnames().front(); }

std::string shown(const CLI::Option& option) {
    const auto text = option.count() == 0 ? option.get_default_str() : fmt::format("{}", fmt::join(option.results(), ","));
    return name_of(option) == "database" ? without_password(text) : text;
}

operations::Source source_of(const CLI::App& command, const CLI::Option& option, const std::set<std::string>& of_file) {
    if (of_file.contains(name_of(option))) return operations::Source::file;
    if (option.count() == 0) return operations::Source::program;
    return std::ranges::find(command.parse_order(), &option) != command.parse_order().end() ? operations::Source::flag
                                                                                            : operations::Source::environment;
}

}  // namespace

std::set<std::string> take_from_file(CLI::App& command, const std::string& file) {
    std::ifstream stream(file);
    if (!stream) throw std::runtime_error(file + " cannot be read");
    std::set<std::string> taken;
    for (const auto& item : CLI::ConfigTOML().from_config(stream)) {
        auto* option = item.parents.empty() ? command.get_option_no_throw("--" + item.name) : nullptr;
        if (!option || item.name == "config" || item.name == "help")
            throw CLI::ConfigError(fmt::format("{}: there is no setting {}", file, item.fullname()));
        if (option->count() > 0) continue;
        option->add_result(item.inputs);
        option->run_callback();
        taken.insert(item.name);
    }
    return taken;
}

std::vector<operations::Setting> in_force(const CLI::App& serve, const std::set<std::string>& of_file) {
    std::vector<operations::Setting> all;
    for (const auto* option : serve.get_options()) {
        const auto name = name_of(*option);
        if (name == "help") continue;
        const auto spanish = in_spanish().find(name);
        if (spanish == in_spanish().end()) throw std::logic_error("--" + name + " has no help in Spanish");
        operations::Setting setting{.name = name,
                                    .environment = option->get_envname(),
                                    .source = source_of(serve, *option, of_file),
                                    .help = {option->get_description(), std::string(spanish->second)}};
        if (!is_secret(name)) {
            setting.value = shown(*option);
            setting.otherwise = option->get_default_str();
        }
        all.push_back(std::move(setting));
    }
    return all;
}

std::string without_password(const std::string& address) {
    const auto authority = address.find("://");
    const auto at = address.rfind('@');
    if (authority == address.npos || at == address.npos) return address;
    const auto colon = address.find(':', authority + 3);
    if (colon == address.npos || colon > at) return address;
    return address.substr(0, colon + 1) + "•••" + address.substr(at);
}

}  // namespace patente
