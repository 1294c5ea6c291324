#include "domain/vocabulary/place.h"

#include <gtest/gtest.h>

namespace patente {
namespace {

TEST(Distance, IsThatOfTheGlobe) {
    EXPECT_EQ(distance_m(-34.6, -58.4, -34.6, -58.4), 0);
    EXPECT_NEAR(distance_m(0, 0, 1, 0), 111'195, 1);                                    // a degree of a meridian
    EXPECT_NEAR(distance_m(-34.6037, -58.3816, -33.4489, -70.6693), 1'138'800, 2'000);  // Buenos Aires to Santiago
    EXPECT_NEAR(distance_m(0, 179.9, 0, -179.9), 22'239, 1);                            // over the antimeridian
    EXPECT_NEAR(distance_m(90, 0, -90, 0), 20'015'115, 1);                              // from pole to pole
}

struct LinkCase {
    const char* link;
    double lat, lon;
};

class Link : public testing::TestWithParam<LinkCase> {};

TEST_P(Link, HasItsCoordinatesRead) {
    const auto place = place_of_link(GetParam().link);
    ASSERT_TRUE(place) << GetParam().link;
    EXPECT_DOUBLE_EQ(place->lat, GetParam().lat);
    EXPECT_DOUBLE_EQ(place->lon, GetParam().lon);
    EXPECT_EQ(place->source, PlaceSource::link);
}

INSTANTIATE_TEST_SUITE_P(
    Maps, Link,
    testing::Values(
        LinkCase{"geo:-34.6037,-58.3816", -34.6037, -58.3816}, LinkCase{"geo:-34.6037,-58.3816,25;u=12", -34.6037, -58.3816},
        LinkCase{"geo:0,0?q=-34.6037,-58.3816(Obelisco)", -34.6037, -58.3816},
        LinkCase{"https://www.google.com/maps/@-34.6037,-58.3816,17z", -34.6037, -58.3816},
        LinkCase{"https://www.google.com/maps/place/Obelisco/@-34.61,-58.39,17z/data=!3m1!4b1!4m5!3m4!8m2!3d-34.6037!4d-58.3816",
                 -34.6037, -58.3816},
        LinkCase{"https://www.google.com/maps/search/?api=1&query=-34.6037%2C-58.3816", -34.6037, -58.3816},
        LinkCase{"https://www.google.com/maps/search/-34.6037,+-58.3816", -34.6037, -58.3816},
        LinkCase{"https://maps.google.com/?q=loc:-34.6037,-58.3816", -34.6037, -58.3816},
        LinkCase{"https://maps.google.com.ar/maps?ll=-34.6037,-58.3816&z=17", -34.6037, -58.3816},
        LinkCase{"https://maps.apple.com/?ll=-34.6037,-58.3816&q=Obelisco", -34.6037, -58.3816},
        LinkCase{"https://maps.apple.com/place?coordinate=-34.6037,-58.3816", -34.6037, -58.3816},
        LinkCase{"https://www.openstreetmap.org/?mlat=-34.6037&mlon=-58.3816#map=17/-34.7/-58.4", -34.6037, -58.3816},
        LinkCase{"https://www.openstreetmap.org/#map=17/-34.6037/-58.3816", -34.6037, -58.3816},
        LinkCase{"https://osm.org/#map=17/-34.6037/-58.3816&layers=N", -34.6037, -58.3816}));

TEST(Link, CarriesTheUncertaintyOfAGeoAddress) {
    EXPECT_EQ(place_of_link("geo:1,2;crs=wgs84;u=12.5")->accuracy_m, 12.5);
    EXPECT_EQ(place_of_link("geo:1,2;u=-4")->accuracy_m, std::nullopt);
}

TEST(Link, IsRefusedWithoutCoordinates) {
    for (const auto* link : {"https://maps.app.goo.gl/abcdef", "https://www.google.com/maps/place/Obelisco", "geo:", "geo:95,10",
                             "geo:1,200", "https://www.openstreetmap.org/", "https://maps.apple.com/?q=Obelisco", "geo:nan,inf",
                             "https://www.openstreetmap.org/?mlat=1", "https://www.google.com/maps/@", "geo:1"})
        EXPECT_EQ(place_of_link(link).error().problem, "location-link-empty") << link;
    for (const auto* link :
         {"", "hello", "https://example.com/?q=1,2", "javascript:alert(1)", "https://google.evil.example@example.com/"})
        EXPECT_FALSE(place_of_link(link)) << link;
}

TEST(ChosenPlace, FollowsTheOrderOfTrust) {
    const Place exif{-34.6, -58.4, 20, PlaceSource::exif}, phone{-34.6, -58.4, 30, PlaceSource::phone},
        link{-34.6, -58.4, {}, PlaceSource::link};
    EXPECT_FALSE(chosen_place({}));
    EXPECT_EQ(chosen_place({link, exif})->place.source, PlaceSource::exif);
    EXPECT_EQ(chosen_place({exif, phone, link})->place.source, PlaceSource::phone);
    const Place better{-34.6, -58.4, 5, PlaceSource::phone};
    EXPECT_EQ(chosen_place({phone, better})->place.accuracy_m, 5);
}

TEST(ChosenPlace, SaysWhenSourcesDisagree) {
    const Place phone{-34.6, -58.4, 30, PlaceSource::phone};
    Place exif{-34.6, -58.4, 20, PlaceSource::exif};
    exif.lat += 0.0004;  // 44 m: within 30 + 20
    EXPECT_FALSE(chosen_place({phone, exif})->disagree);
    exif.lat += 0.0001;  // 56 m
    const auto chosen = chosen_place({phone, exif});
    EXPECT_TRUE(chosen->disagree);
    EXPECT_NEAR(chosen->furthest_m, 55.6, 0.1);
}

}  // namespace
}  // namespace patente
