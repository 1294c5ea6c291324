#include "app/terminal_qr.h"

#include <set>
#include <utility>

#include "platform/print/qr_code.h"

namespace patente {

std::string terminal_qr(std::string_view text) {
    std::set<std::pair<int, int>> dark;
    const int side = print::each_dark_module(text, [&](int column, int row) { dark.emplace(column, row); });
    const int quiet = print::qr_quiet_zone;
    std::string drawn;
    for (int row = -quiet; row < side + quiet; row += 2) {
        drawn += "\033[30;107m";  // black on white, whatever the terminal's own colours
        for (int column = -quiet; column < side + quiet; ++column) {
            const bool upper = dark.contains({column, row}), lower = dark.contains({column, row + 1});
            drawn += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
        }
        drawn += "\033[0m\n";
    }
    return drawn;
}

}  // namespace patente
