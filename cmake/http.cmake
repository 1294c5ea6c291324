# What platform_http holds that is made by programs: the meanings of the problems, and Swagger UI.
set(problem_table ${CMAKE_BINARY_DIR}/generated/problem_table.cpp)
add_custom_command(OUTPUT ${problem_table}
  COMMAND /usr/bin/python3 ${CMAKE_SOURCE_DIR}/scripts/problems.py --cpp ${problem_table}
  DEPENDS ${CMAKE_SOURCE_DIR}/docs/problems.toml ${CMAKE_SOURCE_DIR}/scripts/problems.py VERBATIM)
target_sources(platform_http PRIVATE ${problem_table})

# scripts/assets puts it there; without it /docs says how to get it.
embed(platform_http src/platform/http/docs_page docs_page)
embed(platform_http .cache/assets/swagger-ui-dist swagger_ui)
if(NOT EXISTS ${CMAKE_SOURCE_DIR}/.cache/assets/swagger-ui-dist/swagger-ui-bundle.js)
  message(STATUS "No Swagger UI in this build; scripts/assets fetches it")
endif()

if(PATENTE_TESTS)
  add_test(NAME problems COMMAND /usr/bin/python3 ${CMAKE_SOURCE_DIR}/scripts/problems.py --check)
endif()

add_executable(bench_http EXCLUDE_FROM_ALL bench/http.cpp)
target_link_libraries(bench_http PRIVATE platform_http)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++-12 takes Asio's own allocation of coroutine frames for a mistake once it inlines it.
  target_compile_options(platform_tcp PRIVATE -Wno-mismatched-new-delete)
  target_compile_options(platform_net PRIVATE -Wno-mismatched-new-delete)
  target_compile_options(platform_http PRIVATE -Wno-mismatched-new-delete)
  target_compile_options(bench_http PRIVATE -Wno-mismatched-new-delete)
  if(TARGET test_platform_http)
    target_compile_options(test_platform_http PRIVATE -Wno-mismatched-new-delete)
  endif()
endif()
