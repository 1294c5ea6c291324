#pragma once

namespace CLI {
class App;
}

namespace patente {

// `patente queue list` and `patente queue retry`: jobs that wait, run or were given up, also while a server runs.
void add_queue_command(CLI::App& app);

}  // namespace patente
