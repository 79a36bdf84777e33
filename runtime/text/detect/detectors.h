/// Built-in detectors: what personal data, secrets and values look like. One line of the
/// catalogue is one detector.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/text/message_forms.h"
#include "runtime/text/near.h"
#include "runtime/text/pattern.h"
#include "runtime/text/scanner.h"

namespace decorum::text {

/// Characters without which a detector can find nothing; a bit each.
enum Feature : std::uint8_t { kNoFeature = 0, kDigit = 1, kAtSign = 2, kColon = 4, kDot = 8 };

/// Those of the folded `text`.
std::uint8_t featuresOf(std::string_view text);

/// What a detector's expression matched in the folded text, for its own code to judge. It may look
/// at kContextCharacters before and after the match, and no further: a stream lets go of what lies
/// before, and waits for what comes after.
struct Candidate {
  std::string_view text;  ///< the whole folded text
  std::string_view match;
  std::span<const std::string_view> groups;  ///< its named groups
  bool context = false;                      ///< a context word of the detector stands near
  std::string_view locale;                ///< BCP 47, of the conversation; "" where it is not known
  const MessageForms* message = nullptr;  ///< whose folded form `text` is

  /// What is written in the message where folded text has `part`: capitals are as they were.
  std::string_view original(std::string_view part) const {
    return message->original(place(part), place(part) + static_cast<std::uint32_t>(part.size()));
  }
  std::uint32_t place(std::string_view part) const {
    return static_cast<std::uint32_t>(part.data() - text.data());
  }
  std::string_view before() const { return text.substr(0, place(match)); }
  std::string_view after() const { return text.substr(place(match) + match.size()); }
};

/// A part of the folded text, how sure it is what it looks like (0 to 1), and its values.
struct Finding {
  std::string_view part;
  double score = 0;
  std::vector<HitValue> values;
};

struct Detector {
  std::string_view name;
  std::string_view what;       ///< it finds, in a few words
  std::string_view countries;  ///< ISO 3166-1 in small letters, by commas; "" for all
  std::uint8_t needs;          ///< features
  std::string_view pattern;
  void (*confirm)(const Candidate& candidate, std::vector<Finding>& findings);
  std::string_view context;       ///< words, separated by commas, within kContextCharacters
  std::string_view value_fields;  ///< "host text, path text"
  std::string_view source;        ///< of its rule: a law, a standard, a provider's page

  std::vector<ValueField> fields() const;
  std::vector<std::string> contextWords() const;
};

constexpr std::uint32_t kContextCharacters = 40;
constexpr double kDetectorBar =
    0.5;  ///< what is less sure is no hit, unless `at least` asks for it

/// The detector called `name`, null if there is none.
const Detector* findDetector(std::string_view name);

/// One detector as one matcher of a table.
class DetectorMatcher {
 public:
  DetectorMatcher(std::uint32_t index, const Detector& detector, double min_score);

  const Pattern& pattern() const { return pattern_; }
  std::uint8_t needs() const { return detector_->needs; }

  struct Scratch {
    std::vector<std::string_view> groups;
    std::vector<Finding> findings;
  };
  /// Appends its hits in the message, leftmost first.
  void find(const MessageForms& message, std::string_view locale, Scratch& scratch,
            std::vector<Hit>& hits) const;

 private:
  std::uint32_t index_;
  const Detector* detector_;
  Pattern pattern_;
  Context context_;
  double bar_;
};

}  // namespace decorum::text
