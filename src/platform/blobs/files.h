// The files behind blobs, for who copies or checks them all.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace patente::blobs {

std::string sha256_of_file(const std::filesystem::path& file);  // throws when it cannot be read

// Every blob of such a folder, in no order; what comes meanwhile may be among them.
void each_blob(const std::filesystem::path& folder,
               const std::function<void(const std::string& sha256, const std::filesystem::path& file)>& act);

}  // namespace patente::blobs
