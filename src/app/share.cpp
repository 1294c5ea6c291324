#include "app/share.h"

#include <cstdlib>
#include <stdexcept>

namespace patente {
namespace {

bool is_share(const std::filesystem::path& folder) { return std::filesystem::exists(folder / "models" / "manifest.json"); }

}  // namespace

std::filesystem::path share_folder() {
    if (const char* named = std::getenv("PATENTE_SHARE")) {
        if (is_share(named)) return named;
        throw std::runtime_error(std::string{"PATENTE_SHARE="} + named + " holds no models/manifest.json");
    }
    const auto program = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    if (is_share(program / "../share/patente")) return std::filesystem::canonical(program / "../share/patente");
    for (auto folder = program; folder != folder.root_path(); folder = folder.parent_path())
        if (is_share(folder)) return folder;
    throw std::runtime_error("no models/manifest.json in the folders above " + program.string() +
                             "; name the folder that holds models/ and data/ in PATENTE_SHARE");
}

}  // namespace patente
