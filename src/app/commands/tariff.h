// patente tariff check | explain: a tariff document and what a stay owes by it, without a server.
#pragma once

namespace CLI {
class App;
}

namespace patente {

// Exit code 0; 1 when the document or the stay is not right (said on stderr, field by field); 2 when it cannot be read.
void add_tariff_command(CLI::App& app);

}  // namespace patente
