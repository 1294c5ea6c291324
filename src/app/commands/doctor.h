#pragma once

namespace CLI {
class App;
}

namespace patente {

// `patente doctor`: looks at all that an installation needs, also while its server runs, and says what to do.
void add_doctor_command(CLI::App& app);

}  // namespace patente
