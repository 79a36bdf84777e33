/// Redactions of a text: settled once, so that no two overlap, then made in one pass.
#pragma once

#include <cstdint>
#include <optional>
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
  bool is_part = false;    ///< of a hit that lies in several values, or has a token within
  bool is_scalar = false;  ///< the span is a number or word, which stands without quotes
  /// Index of the hit in the event's scan; `kNone` where the span is not all of one hit.
  std::uint32_t hit = plan::kNone;
  /// The detector's number: of a group, that of the member which found it; `kNone` of other finds.
  std::uint32_t detector = plan::kNone;
  bool operator==(const Redaction&) const = default;
};

/// Makes what takes more than the matched text: keyed hashes, tokens, more general forms. Nothing
/// where it cannot: the label stands there then, which hides at least as much.
class Replacer {
 public:
  virtual ~Replacer() = default;
  /// What `redaction`, whose rule asks for one of these, puts in its place.
  virtual std::optional<std::string> replace(const Redaction& redaction) = 0;
  /// 16 hexadecimal digits, for a hole of a message of `rule`.
  virtual std::optional<std::string> hash(std::uint32_t rule, std::string_view text) = 0;
};

/// No label is longer: what goes beyond it in a name is left out.
inline constexpr std::size_t kMostLabelBytes = 40;

/// The name that stands in brackets: `pii.email` is `EMAIL`, a pack's `order_id` is `ORDER_ID`, a
/// text written at the place is `REDACTED`.
std::string labelFor(std::string_view name);

/// `text` with all letters and digits but the first `first` and the last `last` as "•"; what stands
/// between them stays. Where no more than these would be left to hide, all are hidden.
std::string keepEnds(std::string_view text, std::uint32_t first, std::uint32_t last);

/// A "•" for each code point.
std::string masked(std::string_view text);

/// What found it: the detector, also where the rule names a group of them; else the find's name.
std::string_view finderOf(const plan::Plan& plan, const Redaction& redaction);
/// The label of what `redaction` found.
std::string labelOf(const plan::Plan& plan, const Redaction& redaction);

/// What stands in the place of `matched`: the rule's text, three bytes a code point of `matched` at
/// most (`mask`, `last N`), or at most 64 bytes. Without a replacer a label stands where one is
/// needed.
std::string replacementFor(const plan::Plan& plan, const Redaction& redaction,
                           std::string_view matched, Replacer* replacer = nullptr);

/// Merges overlapping redactions: the span is their union, the replacement the strictest; of
/// equally strict ones that which keeps less, then that of the rule which precedes. The result is
/// disjoint and ascending, whatever the order before. Spans that only touch stay apart. One that
/// was widened is no hit any more.
void mergeOverlaps(const plan::Plan& plan, std::vector<Redaction>& redactions);

/// Fits redactions to a JSON text, which stays JSON: cuts each hit to the values it lies in and
/// widens it to whole escapes, and to all of a number, `true`, `false` or `null`. A hit within the
/// name of a member is fitted to that; of one that spans several tokens names are left alone.
void fitToJson(std::string_view json, std::vector<Redaction>& redactions);

enum class TextForm : std::uint8_t { kPlain, kJson };

/// Appends an edit for each of `redactions`, which are disjoint and ascending, to `edits`, and
/// returns `text` with them made. In JSON a replaced number becomes a string.
std::string applyEdits(const plan::Plan& plan, std::string_view text, TextForm form,
                       const std::vector<Redaction>& redactions, std::vector<Edit>& edits,
                       Replacer* replacer = nullptr);

}  // namespace decorum::eval
