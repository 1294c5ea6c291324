# 1,000 simulated stays: against the matching rule alone, and through the product on a real database.
foreach(simulation parking_matching parking_store)
  add_executable(${simulation} tests/simulation/${simulation}.cpp src/app/regions.cpp)
  target_include_directories(${simulation} PRIVATE tests/simulation)
  target_link_libraries(${simulation} PRIVATE domain_parking domain_devices PkgConfig::TOML gtest)
endforeach()
add_test(NAME simulation/parking_matching COMMAND parking_matching data/confusions.toml --seeds 20 WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
add_test(NAME simulation/parking_store COMMAND parking_store data/confusions.toml --seeds 2 WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
