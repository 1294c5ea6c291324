#include "domain/vocabulary/reading.h"

#include <gtest/gtest.h>

namespace patente {
namespace {

TEST(Confusions, AreMeasuredAndSmoothed) {
    const auto table = Confusions::measured({{'B', '8', 30}, {'X', 'Y', 3}}, 10, 5);
    ASSERT_TRUE(table);
    EXPECT_GT(table->truth_of('8', 'B'), 0.8);
    EXPECT_GT(table->truth_of('Y', 'X'), table->truth_of('Y', 'M'));
    EXPECT_GT(table->truth_of('Y', 'M'), 0);
    EXPECT_EQ(table->truth_of('8', '8'), 0);
    double sum = 0;
    for (const char truth : std::string{"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}) sum += table->truth_of('8', truth);
    EXPECT_NEAR(sum, 1, 1e-9);
    EXPECT_GT(table->missed(), table->added());
    EXPECT_EQ(Confusions::measured({{'b', '8', 1}}, 0, 0).error().problem, "confusions-invalid");
    EXPECT_FALSE(Confusions::measured({{'B', '8', -1}}, 0, 0));
}

TEST(Belief, FallsWithWhatDiffers) {
    const auto table = Confusions::of_look_alikes();
    const PlateRead read{"AB123CD", 0.9, {{"AB123CO", 0.05}}};
    const Belief belief{read, false, false, table};
    EXPECT_GT(belief.chance_of("AB123CD"), belief.chance_of("AB123CO"));
    EXPECT_GT(belief.chance_of("AB123CO"), belief.chance_of("AB123CX"));
    EXPECT_GT(belief.chance_of("AB123CX"), belief.chance_of("AB124CX"));
    EXPECT_GT(belief.chance_of("AB124CX"), belief.chance_of("XY987ZZ"));
    EXPECT_EQ(belief.chance_of("XY987ZZ"), 0);
}

TEST(Belief, OfTwoReadingsNamesTheTextBetweenThem) {
    const auto table = Confusions::of_look_alikes();
    const PlateRead a{"AB128CO", 0.5, {}}, b{"ABI28CD", 0.5, {}};
    const auto texts = texts_of(Belief{a, false, false, table}, Belief{b, false, false, table});
    EXPECT_EQ(texts, (std::set<std::string>{"AB128CD", "AB128CO", "ABI28CD", "ABI28CO"}));
}

TEST(MayAgree, LetsThroughThreeEditsAndWhatIsNamed) {
    EXPECT_TRUE(may_agree({"AB123CD", 1, {}}, {"AB456CD", 1, {}}));
    EXPECT_FALSE(may_agree({"AB123CD", 1, {}}, {"AX456CD", 1, {}}));
    EXPECT_TRUE(may_agree({"AB123CD", 1, {{"AX456CD", 0.1}}}, {"AX456CD", 1, {}}));
}

}  // namespace
}  // namespace patente
