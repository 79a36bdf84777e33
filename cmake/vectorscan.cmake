# Debian's archive of Vectorscan has its code for each instruction set under a name of its own, which
# runtime/text/vectorscan.cpp needs where the one for AVX-512 would be taken.
include(CheckCXXSourceCompiles)
set(CMAKE_REQUIRED_LIBRARIES "${DECORUM_hs_LIBRARY}")
check_cxx_source_compiles(
  "extern \"C\" int avx2_hs_scan(); int main() { return avx2_hs_scan(); }" DECORUM_AVX2_HS_SCAN)
unset(CMAKE_REQUIRED_LIBRARIES)
if(DECORUM_AVX2_HS_SCAN)
  set_source_files_properties("${CMAKE_SOURCE_DIR}/runtime/text/vectorscan.cpp" PROPERTIES
    COMPILE_DEFINITIONS DECORUM_AVX2_HS_SCAN=1)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  message(WARNING "This Vectorscan cannot be kept from its code for AVX-512, which overlooks matches "
    "in version 5.4.9: what is built is not for processors with AVX-512.")
endif()
