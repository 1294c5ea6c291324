// patente user: the users of a data folder, for an operator who cannot sign in.
#pragma once

namespace CLI {
class App;
}

namespace patente {

void add_users_command(CLI::App& app);

}  // namespace patente
