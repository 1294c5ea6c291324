// The whole offer of audit to the product.
#pragma once

#include "domain/audit/recorder.h"
#include "domain/audit/sequencer.h"
#include "platform/serve/feature.h"

namespace patente::audit {

// All must outlive the feature.
struct Dependencies {
    storage::Database& database;
    const Clock& clock;
    const Signer& signer;
    const Acts& acts;
    Recorder& recorder;
    Sequencer& sequencer;
};

Feature feature(const Dependencies& dependencies);

}  // namespace patente::audit
