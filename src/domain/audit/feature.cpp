#include "domain/audit/feature.h"

#include "domain/audit/api.h"

namespace patente::audit {

Feature feature(const Dependencies& on) {
    return {.name = "audit",
            .routes = routes(on),
            .workers = {},
            .migrations = migrations(),
            .engines = {{.role = "api", .start = [] {}, .stop = [&recorder = on.recorder] { recorder.tell_counted(true); }},
                        {.role = "worker",
                         .start = [&sequencer = on.sequencer] { sequencer.start(); },
                         .stop = [&sequencer = on.sequencer] { sequencer.stop(); }}}};
}

}  // namespace patente::audit
