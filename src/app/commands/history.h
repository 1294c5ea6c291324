// patente history: what this key sent to an image service before.
#pragma once

namespace CLI {
class App;
}

namespace patente {

void add_history_command(CLI::App& app);

}  // namespace patente
