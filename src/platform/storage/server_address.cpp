#include "platform/storage/server_address.h"

#include <algorithm>

namespace patente::storage {

std::string with_database(const std::string& address, const std::string& name) {
    const auto options = address.find('?');
    const auto slash = address.find('/', address.find("//") + 2);
    return address.substr(0, std::min(slash, options)) + "/" + name +
           (options == std::string::npos ? "" : address.substr(options));
}

}  // namespace patente::storage
