// patente audit: verify, head, export, erase.
#pragma once

namespace CLI {
class App;
}

namespace patente {

void add_audit_command(CLI::App& app);

}  // namespace patente
