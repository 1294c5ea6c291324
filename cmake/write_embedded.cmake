# cmake -DFOLDER=… -DNAME=… -DOUTPUT=… -P write_embedded.cmake: the C++ file that holds the files of FOLDER.
file(GLOB_RECURSE files RELATIVE ${FOLDER} ${FOLDER}/*)
list(SORT files)

set(type_.html "text/html; charset=utf-8")
set(type_.css "text/css; charset=utf-8")
set(type_.js "text/javascript; charset=utf-8")
set(type_.json "application/json")
set(type_.svg "image/svg+xml")
set(type_.png "image/png")
set(type_.ico "image/x-icon")
set(type_.woff2 "font/woff2")
set(type_.txt "text/plain; charset=utf-8")
set(type_.webmanifest "application/manifest+json")

set(bytes "")
set(rows "")
set(count 0)
foreach(file IN LISTS files)
  get_filename_component(extension ${file} LAST_EXT)
  set(type "${type_${extension}}")
  if(NOT type)
    set(type "application/octet-stream")
  endif()
  file(SHA256 ${FOLDER}/${file} sha256)
  set(symbol "embedded_${NAME}_${count}")
  string(APPEND bytes "__asm__(\".section .rodata\\n${symbol}_begin:\\n.incbin \\\"${FOLDER}/${file}\\\"\\n${symbol}_end:\\n.byte 0\\n.previous\");\n")
  string(APPEND bytes "extern \"C\" const char ${symbol}_begin[], ${symbol}_end[];\n")
  string(APPEND rows "        {\"${file}\", {${symbol}_begin, static_cast<std::size_t>(${symbol}_end - ${symbol}_begin)}, \"${type}\",\n         \"${sha256}\"},\n")
  math(EXPR count "${count} + 1")
endforeach()

file(WRITE ${OUTPUT} "// Made by cmake/write_embedded.cmake.
#include <span>
#include <vector>

#include \"platform/http/embedded.h\"

${bytes}
namespace patente::embedded {

std::span<const http::EmbeddedFile> ${NAME}() {
    static const std::vector<http::EmbeddedFile> files{
${rows}    };
    return files;
}

}  // namespace patente::embedded
")
