# The manual page and the completions of shells, as the command prints them; installed where programs
# look for them. Run as a script with -D command=… -D words=… -D output=… it writes one of them.
if(CMAKE_SCRIPT_MODE_FILE)
  execute_process(COMMAND "${command}" ${words} OUTPUT_FILE "${output}" COMMAND_ERROR_IS_FATAL ANY)
  return()
endif()

set(shell_files "")
function(decorum_shell_file name folder)
  set(output "${CMAKE_BINARY_DIR}/shell/${name}")
  add_custom_command(OUTPUT "${output}"
    COMMAND "${CMAKE_COMMAND}" -D "command=$<TARGET_FILE:decorum>" -D "words=${ARGN}"
      -D "output=${output}" -P "${CMAKE_SOURCE_DIR}/cmake/shell_files.cmake"
    DEPENDS decorum "${CMAKE_SOURCE_DIR}/cmake/shell_files.cmake" COMMENT "${name}" VERBATIM)
  install(FILES "${output}" DESTINATION "${folder}")
  set(shell_files ${shell_files} "${output}" PARENT_SCOPE)
endfunction()

file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/shell")
decorum_shell_file(decorum.1 "${CMAKE_INSTALL_MANDIR}/man1" man)
decorum_shell_file(decorum "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" completion bash)
decorum_shell_file(_decorum "${CMAKE_INSTALL_DATADIR}/zsh/site-functions" completion zsh)
decorum_shell_file(decorum.fish "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d" completion fish)
add_custom_target(decorum_shell_files ALL DEPENDS ${shell_files})
