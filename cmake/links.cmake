# What each library stands on. Headers alone are no one's business after the build.
if(TARGET decorum_runtime)
  target_link_libraries(decorum_runtime
    PRIVATE $<BUILD_INTERFACE:nlohmann_json::nlohmann_json> fmt::fmt ICU::i18n ICU::uc
      DecorumDeps::hs DecorumDeps::re2 DecorumDeps::stemmer DecorumDeps::sodium DecorumDeps::sqlite3
      DecorumDeps::simdjson DecorumDeps::phonenumber
      Threads::Threads ${CMAKE_DL_LIBS})
  set(runtime decorum_runtime)
endif()
if(TARGET decorum_codegen)
  llvm_map_components_to_libnames(llvm_libraries core orcjit native passes)
  target_include_directories(decorum_llvm SYSTEM PRIVATE ${LLVM_INCLUDE_DIRS})
  target_include_directories(decorum_llvm PRIVATE "${CMAKE_SOURCE_DIR}"
    "${CMAKE_SOURCE_DIR}/runtime/include")
  target_link_libraries(decorum_llvm PRIVATE decorum_ours)
  decorum_precompile(decorum_llvm decorum_common)
  target_link_libraries(decorum_codegen PUBLIC ${runtime} PRIVATE fmt::fmt ${llvm_libraries})
endif()
if(TARGET decorum_compiler)
  target_link_libraries(decorum_compiler PUBLIC ${runtime}
    PRIVATE $<BUILD_INTERFACE:nlohmann_json::nlohmann_json> fmt::fmt
      $<LINK_ONLY:DecorumDeps::antlr4-runtime>)
  if(TARGET decorum_codegen)  # for Backend::kJit
    target_link_libraries(decorum_compiler PRIVATE decorum_codegen)
  endif()
endif()
