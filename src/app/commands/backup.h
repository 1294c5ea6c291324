#pragma once

namespace CLI {
class App;
}

namespace patente {

// `patente backup`: a copy of all that an installation keeps, made while it works. `patente restore`: the way back.
void add_backup_command(CLI::App& app);
void add_restore_command(CLI::App& app);

}  // namespace patente
