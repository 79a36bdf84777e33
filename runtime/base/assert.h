/// Our own mistakes stop the program with a sentence; an author's mistake is a diagnostic and an
/// event's a fault, never an assertion.
#pragma once

#include <cstdio>
#include <cstdlib>

#define DECORUM_ASSERT(condition, assumed)                                                         \
  do {                                                                                             \
    if (!(condition)) {                                                                            \
      std::fprintf(stderr, "decorum: internal error at %s:%d: %s\n", __FILE__, __LINE__, assumed); \
      std::abort();                                                                                \
    }                                                                                              \
  } while (false)
