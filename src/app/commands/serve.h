#pragma once

namespace CLI {
class App;
}

namespace patente {

// `patente serve`: everything in one process, or the roles that are named. Ends with 0 on SIGTERM and SIGINT, after
// what runs has finished.
void add_serve_command(CLI::App& app);

}  // namespace patente
