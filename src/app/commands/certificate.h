#pragma once

namespace CLI {
class App;
}

namespace patente {

// `patente certificate make-ca | issue | list | revoke`: certificates that devices show instead of a key.
void add_certificate_command(CLI::App& app);

}  // namespace patente
