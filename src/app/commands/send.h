// patente send IMAGE|FOLDER|PATTERN…: photos to an image service, and what was read in them.
#pragma once

namespace CLI {
class App;
}

namespace patente {

void add_send_command(CLI::App& app);

}  // namespace patente
