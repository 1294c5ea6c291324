# Rooms together, over a real database and queue: what no room can test alone, since rooms meet at contracts only.
if(PATENTE_TESTS)
  file(GLOB rooms_tests CONFIGURE_DEPENDS tests/rooms/*_test.cpp)
  add_executable(test_rooms ${rooms_tests})
  target_link_libraries(test_rooms PRIVATE domain_captures domain_sightings domain_parking gtest_main gtest)
  target_precompile_headers(test_rooms REUSE_FROM base)
  target_compile_definitions(test_rooms PRIVATE PATENTE_ROOT="${CMAKE_SOURCE_DIR}")
  add_test(NAME rooms COMMAND test_rooms WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
endif()
