/// `replace with generalize`: what is left of a value when it says less.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "runtime/text/scanner.h"

namespace decorum::eval {

/// A hit, as a detector found it.
struct Generalizable {
  std::string_view detector;                 ///< its name in the catalogue, "" for anything else
  std::string_view text;                     ///< what matched
  std::span<const text::ValueField> fields;  ///< names of `values`
  std::span<const text::HitValue> values;    ///< none where only the text is known
  std::int64_t now_ms = 0;                   ///< of the event
};

/// At most this many bytes.
inline constexpr std::size_t kMostGeneralBytes = 64;

/// Nothing where the detector has no more general form, or the value cannot be read: the label
/// stands there then.
std::optional<std::string> generalized(const Generalizable& hit);

}  // namespace decorum::eval
