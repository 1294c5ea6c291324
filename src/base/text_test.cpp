#include "base/text.h"

#include <gtest/gtest.h>

namespace patente {
namespace {

TEST(PreferredLanguage, TakesTheBestThatWeSpeak) {
    EXPECT_EQ(preferred_language("en-US,en;q=0.9,es;q=0.8", Language::es), Language::en);
    EXPECT_EQ(preferred_language("fr, es-AR;q=0.5, en;q=0.4", Language::en), Language::es);
    EXPECT_EQ(preferred_language("en;q=0, es;q=0.1", Language::en), Language::es);
    EXPECT_EQ(preferred_language("fr,de", Language::es), Language::es);
    EXPECT_EQ(preferred_language("", Language::en), Language::en);
    EXPECT_EQ(preferred_language(";;,q=;,,en;q=abc", Language::es), Language::es);
}

}  // namespace
}  // namespace patente
