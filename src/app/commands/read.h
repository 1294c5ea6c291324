// patente read PHOTO…: the plates in photos, as a table or as data.
#pragma once

namespace CLI {
class App;
}

namespace patente {

void add_read_command(CLI::App& app);

}  // namespace patente
