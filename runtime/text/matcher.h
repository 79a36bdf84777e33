/// What a policy looks for in a text, as plain data: a matcher is one phrases list, one pattern or
/// one detector, with everything that decides its hits. The plan holds a table of them; the scanner
/// is built from that table and knows nothing else of the policy.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace decorum::text {

/// Messages that a value may be split over at most.
inline constexpr std::uint32_t kMostJoined = 8;

enum class MatcherKind : std::uint8_t { kPhrases, kPattern, kDetector };

/// How phrases are compared with the text. `exact` turns all folding off.
struct PhraseOptions {
  bool exact = false;       ///< bytes as written
  bool any_accent = false;  ///< "cafe" finds "café"
  bool spaced = false;      ///< "l a w y e r", "l.a.w.y.e.r"
  std::uint8_t typos = 0;   ///< Damerau-Levenshtein distance allowed per phrase, 0 to 2
  std::string stem;         ///< BCP 47 language whose word forms count as one, "" for none

  bool operator==(const PhraseOptions&) const = default;
};

/// A named group of a pattern and the type its text is read as: `(?<amount>…) with amount: number`.
enum class GroupType : std::uint8_t { kText, kInt, kNumber };
struct Group {
  std::string name;
  GroupType type = GroupType::kText;

  bool operator==(const Group&) const = default;
};

/// `near "card", "visa" within 40 characters`: context that must stand within `characters` code
/// points of the hit, on either side, as whole words.
struct Near {
  std::vector<std::string> words;
  std::uint32_t characters = 0;
  bool required = true;  ///< false: `likelier near`, raises the score only

  bool operator==(const Near&) const = default;
};

struct Matcher {
  MatcherKind kind = MatcherKind::kPhrases;
  std::vector<std::string> phrases;  ///< kPhrases: at least one, each with a visible character
  PhraseOptions options;             ///< kPhrases
  std::string pattern;               ///< kPattern: RE2 syntax, without the slashes
  bool exact = false;                ///< kPattern: on the raw text instead of the folded one
  bool whole = false;                ///< kPattern: must match the whole message (`matches`)
  std::string validator;             ///< kPattern: a name of `validators.def`, "" for none
  std::vector<Group> groups;         ///< kPattern: typed named groups
  std::vector<Near> near;            ///< kPattern
  std::string detector;              ///< kDetector: a name of `detect/catalogue.def`
  double min_score = 0;              ///< `at least 0.7`. kDetector: 0 for the detector's own bar;
                                     ///< kPattern: with `likelier near`
  bool not_personal = false;         ///< kPattern: no personal data lies within what it finds
  bool decoded = false;              ///< kDetector: in what base64, hex and percent runs say, too
  std::uint32_t joining = 0;         ///< kDetector: user turns that a value may be split over, 2
                                     ///< to kMostJoined, 0 for none; a scan knows nothing of it

  bool operator==(const Matcher&) const = default;
};

}  // namespace decorum::text
