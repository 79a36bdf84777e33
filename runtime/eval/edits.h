/// Redactions of a text: settled once, so that no two overlap, then made in one pass.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/verdict.h"
#include "runtime/plan/plan.h"

namespace decorum::eval {

/// One hit of one `find`, in bytes of the text.
struct Redaction {
  TextSpan span;
  std::uint32_t rule = 0;
  std::uint32_t find = 0;  ///< index into `Rule::finds`
  // Of redactions that were fitted to JSON:
  bool is_part = false;    ///< of a hit that lies in several values
  bool is_scalar = false;  ///< the span is a number or word, which stands without quotes
  bool operator==(const Redaction&) const = default;
};

/// The name that stands in brackets: `pii.email` is `EMAIL`, a pack's `order_id` is `ORDER_ID`, a
/// text written at the place is `REDACTED`.
std::string labelFor(std::string_view name);

/// `text` with all letters and digits but the first `first` and the last `last` as "•"; what stands
/// between them stays. Where no more than these would be left to hide, all are hidden.
std::string keepEnds(std::string_view text, std::uint32_t first, std::uint32_t last);

/// A "•" for each code point.
std::string masked(std::string_view text);

/// What stands in the place of `matched`.
std::string replacementFor(const plan::Plan& plan, const Redaction& redaction,
                           std::string_view matched);

/// Merges overlapping redactions: the span is their union, the replacement the strictest; of
/// equally strict ones that which keeps less, then that of the rule which precedes. The result is
/// disjoint and ascending, whatever the order before. Spans that only touch stay apart.
void mergeOverlaps(const plan::Plan& plan, std::vector<Redaction>& redactions);

/// Fits redactions to a JSON text, which stays JSON: cuts each hit to the values it lies in and
/// widens it to whole escapes, and to all of a number, `true`, `false` or `null`. A hit within the
/// name of a member is fitted to that; of one that spans several tokens names are left alone.
void fitToJson(std::string_view json, std::vector<Redaction>& redactions);

enum class TextForm : std::uint8_t { kPlain, kJson };

/// Appends an edit for each of `redactions`, which are disjoint and ascending, to `edits`, and
/// returns `text` with them made. In JSON a replaced number becomes a string.
std::string applyEdits(const plan::Plan& plan, std::string_view text, TextForm form,
                       const std::vector<Redaction>& redactions, std::vector<Edit>& edits);

}  // namespace decorum::eval
