# The pages docs/errors/D*.md as one source of the command, for `decorum explain-error`.
# Included by CMakeLists.txt it sets `error_pages` to that source; run as a script with
# -D output=… -D folder=… it writes it.
if(CMAKE_SCRIPT_MODE_FILE)
  file(GLOB pages "${folder}/D*.md")
  set(entries "")
  foreach(page IN LISTS pages)
    get_filename_component(code "${page}" NAME_WE)
    file(READ "${page}" text)
    # A literal may not be longer than 64 KiB by the standard; no page comes near.
    string(APPEND entries "    {\"${code}\", R\"page(${text})page\"},\n")
  endforeach()
  file(WRITE "${output}" "// Made from docs/errors/ when the command is built.
#include \"tools/cli/error_pages.h\"

namespace decorum::cli {
namespace {
struct Page {
  std::string_view code;
  std::string_view text;
};
constexpr Page kPages[] = {
${entries}    {{}, {}}};
}  // namespace

std::string_view errorPage(std::string_view code) {
  for (const Page& page : kPages)
    if (page.code == code) return page.text;
  return {};
}

}  // namespace decorum::cli
")
  return()
endif()

file(GLOB page_files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/docs/errors/D*.md")
set(error_pages "${CMAKE_BINARY_DIR}/generated/error_pages.cpp")
add_custom_command(OUTPUT "${error_pages}"
  COMMAND "${CMAKE_COMMAND}" -D "output=${error_pages}" -D "folder=${CMAKE_SOURCE_DIR}/docs/errors"
    -P "${CMAKE_SOURCE_DIR}/cmake/error_pages.cmake"
  DEPENDS ${page_files} "${CMAKE_SOURCE_DIR}/cmake/error_pages.cmake"
  COMMENT "Pages of docs/errors" VERBATIM)
