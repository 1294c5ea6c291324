// patente eval MANIFEST: reads a labelled set of photos, scores the readings and writes them out.
#pragma once

namespace CLI {
class App;
}

namespace patente {

void add_eval_command(CLI::App& app);

}  // namespace patente
