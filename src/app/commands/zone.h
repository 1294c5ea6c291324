#pragma once

namespace CLI {
class App;
}

namespace patente {

// `patente zone list | show | put`: the parking zones of a data folder, also while its server runs.
void add_zone_command(CLI::App& app);

}  // namespace patente
