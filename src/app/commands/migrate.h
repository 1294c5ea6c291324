#pragma once

namespace CLI {
class App;
}

namespace patente {

// `patente migrate`: brings a database's tables up to this program, without serving; --check only tells.
void add_migrate_command(CLI::App& app);

}  // namespace patente
