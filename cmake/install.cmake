# The package `Decorum`: Decorum::runtime, Decorum::compiler and, with the JIT, Decorum::codegen.
# Of the headers only those in include/decorum are installed.
include(CMakePackageConfigHelpers)
set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/Decorum")

set(installed "")
foreach(name runtime codegen compiler)
  if(TARGET decorum_${name})
    list(APPEND installed decorum_${name})
  endif()
endforeach()
if(NOT TARGET decorum_runtime OR NOT TARGET decorum_compiler)
  return()
endif()

install(TARGETS ${installed} EXPORT DecorumTargets ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(EXPORT DecorumTargets NAMESPACE Decorum:: DESTINATION "${package_dir}")
install(DIRECTORY runtime/include/ compiler/include/ DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  FILES_MATCHING PATTERN "*.h")
configure_package_config_file(cmake/DecorumConfig.cmake.in DecorumConfig.cmake
  INSTALL_DESTINATION "${package_dir}" NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(DecorumConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_BINARY_DIR}/DecorumConfig.cmake"
  "${CMAKE_BINARY_DIR}/DecorumConfigVersion.cmake" cmake/DecorumDependencies.cmake
  DESTINATION "${package_dir}")
if(TARGET decorum)
  install(TARGETS decorum DESTINATION "${CMAKE_INSTALL_BINDIR}")
  include(shell_files)
endif()
