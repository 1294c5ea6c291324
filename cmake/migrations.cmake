# Puts src/ROOM/migrations/*.sql into the program: generates the definition of
#     std::vector<patente::storage::Migration> patente::ROOM_NAME::migrations();
# NNNN_name.sql is for every database; NNNN_name.sqlite.sql, NNNN_name.postgresql.sql and NNNN_name.mysql.sql (MariaDB) are for one alone.
# The function's declaration stands in a header of the room. room() calls it for every room that has such a folder.
function(migrations target room)
  get_filename_component(name ${room} NAME)
  file(GLOB scripts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${room}/migrations/*.sql)
  set(generated ${CMAKE_BINARY_DIR}/generated/${target}_migrations.cpp)
  add_custom_command(OUTPUT ${generated}
    COMMAND ${CMAKE_COMMAND} -DROOM=${name} -DOUTPUT=${generated} "-DSCRIPTS=${scripts}" -P ${CMAKE_SOURCE_DIR}/cmake/embed_migrations.cmake
    DEPENDS ${scripts} ${CMAKE_SOURCE_DIR}/cmake/embed_migrations.cmake VERBATIM)
  target_sources(${target} PRIVATE ${generated})
endfunction()
