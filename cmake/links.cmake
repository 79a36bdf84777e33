# What each library stands on.
if(TARGET decorum_runtime)
  target_link_libraries(decorum_runtime PRIVATE fmt::fmt nlohmann_json::nlohmann_json
    ICU::i18n ICU::uc PkgConfig::hs PkgConfig::re2 "${DECORUM_STEMMER}" PkgConfig::sodium
    Threads::Threads)
endif()
if(TARGET decorum_codegen)
  target_include_directories(decorum_codegen SYSTEM PRIVATE ${LLVM_INCLUDE_DIRS})
  target_link_libraries(decorum_codegen PUBLIC decorum_runtime
    PRIVATE fmt::fmt ${DECORUM_LLVM_LIBRARIES})
endif()
if(TARGET decorum_compiler)
  target_link_libraries(decorum_compiler PUBLIC $<TARGET_NAME_IF_EXISTS:decorum_runtime>
    PRIVATE fmt::fmt nlohmann_json::nlohmann_json "${DECORUM_ANTLR_RUNTIME}")
endif()
