#pragma once

namespace CLI {
class App;
}

namespace patente {

// `patente key list | add | revoke`: the API keys of a data folder, also while its server runs.
void add_keys_command(CLI::App& app);

}  // namespace patente
