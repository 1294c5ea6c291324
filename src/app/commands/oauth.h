#pragma once

namespace CLI {
class App;
}

namespace patente {

// `patente oauth keys | rotate`: the keys that sign tokens, also while the server runs.
void add_oauth_command(CLI::App& app);

}  // namespace patente
