/// What stands around a candidate, never further than a stream remembers or waits for.
#pragma once

#include <initializer_list>
#include <string_view>

#include "runtime/text/detect/detectors.h"

namespace decorum::text::detect {

/// Folded text beside a part of a candidate, at most kContextCharacters on each side of the match.
struct Surroundings {
  std::string_view before;
  std::string_view after;
};
Surroundings around(const Candidate& candidate, std::string_view part);

/// Whether one of `words` (small letters) stands in `stretch` as a whole word.
bool hasWord(std::string_view stretch, std::initializer_list<std::string_view> words);
/// The same for a list "a, b, c".
bool hasWordOf(std::string_view stretch, std::string_view list);

/// What structured data says a value is: its key in JSON, YAML or a form.
struct DataKey {
  bool is_value = false;  ///< the part is the value of `name`
  bool is_key = false;    ///< the part is a key itself
  std::string_view name;
};
DataKey dataKeyOf(const Surroundings& surroundings);

/// What the characters right before a part of a text end with, spaces and quotes left out.
std::string_view trimmedEnd(std::string_view before);

}  // namespace decorum::text::detect
