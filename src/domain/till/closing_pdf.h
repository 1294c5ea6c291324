// A closing on paper: an A4 sheet, or a roll of 80 mm as long as it takes.
#pragma once

#include "domain/till/model.h"

namespace patente::till {

enum class ClosingPaper { a4, roll_80mm };
constexpr auto names_of(ClosingPaper) {
    return std::array<std::pair<ClosingPaper, std::string_view>, 2>{
        {{ClosingPaper::a4, "a4"}, {ClosingPaper::roll_80mm, "80mm"}}};
}

// The same arguments give the same bytes.
std::string closing_pdf(const Closing& closing, Language language, ClosingPaper paper);

}  // namespace patente::till
