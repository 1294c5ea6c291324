// `--demo`: photos of rendered cars that come and go, sent as a phone would send them.
#pragma once

#include <thread>
#include <vector>

#include "platform/blobs/blobs.h"
#include "platform/http/route.h"

namespace patente {

// Sends until all photos were sent or it is destroyed.
class Demo {
public:
    Demo(const std::vector<http::Route>& routes, const blobs::Blobs& blobs, const Clock& clock);

private:
    std::jthread thread_;
};

}  // namespace patente
