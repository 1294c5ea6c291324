# embed(TARGET FOLDER NAME): puts the files of FOLDER into TARGET as a table,
#     std::span<const patente::http::EmbeddedFile> patente::embedded::NAME();
# which the user declares himself (platform/http/embedded.h has the struct and the routes for it).
# The bytes go in through the assembler's .incbin, so that megabytes cost no compile time.
# A FOLDER that is not there gives an empty table.
function(embed target folder name)
  get_filename_component(folder ${folder} ABSOLUTE)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${folder}/*)
  set(output ${CMAKE_BINARY_DIR}/embedded/${name}.cpp)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${folder} -DNAME=${name} -DOUTPUT=${output}
            -P ${CMAKE_SOURCE_DIR}/cmake/write_embedded.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/write_embedded.cmake
    COMMENT "Embedding ${name}" VERBATIM)
  target_sources(${target} PRIVATE ${output})
  set_source_files_properties(${output} PROPERTIES SKIP_PRECOMPILE_HEADERS ON OBJECT_DEPENDS "${files}")
endfunction()
