/// Built-in detectors: what personal data, secrets and values look like. One line of the
/// catalogue is one detector, one more expression of a detector, or a group of detectors.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/text/detect/needs.h"
#include "runtime/text/message_forms.h"
#include "runtime/text/pattern.h"
#include "runtime/text/scanner.h"
#include "runtime/text/validators.h"

namespace decorum::text {

struct Detector;

/// What a detector's expression matched in the folded text, for its own code to judge. It may look
/// at kContextCharacters before and after the match, and no further: a stream lets go of what lies
/// before, and waits for what comes after.
struct Candidate {
  std::string_view text;  ///< the whole folded text
  std::string_view match;
  std::span<const std::string_view> groups;  ///< its named groups
  bool context = false;                      ///< a context word of the detector stands near
  std::string_view locale;                ///< BCP 47, of the conversation; "" where it is not known
  const MessageForms* message = nullptr;  ///< that `text` is the folded form of
  const Detector* detector = nullptr;     ///< that asks
  double bar = 0;                         ///< what is less sure is of no use to anyone

  std::uint32_t place(std::string_view part) const {
    return static_cast<std::uint32_t>(part.data() - text.data());
  }
  std::string_view before() const { return text.substr(0, place(match)); }
  std::string_view after() const { return text.substr(place(match) + match.size()); }
  /// The part that is to be judged: the group called `number`, else the match.
  std::string_view number() const;
  /// `part` as the message has it: in its own case.
  std::string_view original(std::string_view part) const {
    return message->original(place(part), place(part) + static_cast<std::uint32_t>(part.size()));
  }
};

/// A part of the folded text, how sure it is what it looks like (0 to 1), and its values.
struct Finding {
  std::string_view part;
  double score = 0;
  std::vector<HitValue> values;
};

/// What the form of a number and its check say for it, on the scale of `Finding::score`.
struct Evidence {
  double bare = 0;     ///< digits (and letters) in one piece
  double written = 0;  ///< with the separators it is written with
  double check = 0;    ///< what its validator asks beyond the form
};

/// One expression of a detector. Lines of the same name are one detector.
struct Detector {
  std::string_view name;
  std::string_view what;       ///< it finds, in a few words
  std::string_view countries;  ///< ISO 3166-1 in small letters, by commas; "" for all
  Needs needs;
  std::string_view pattern;
  void (*confirm)(const Candidate& candidate, std::vector<Finding>& findings);
  std::string_view context;       ///< words, separated by commas, within kContextCharacters
  std::string_view value_fields;  ///< "host text, path text"
  std::string_view source;        ///< of its rule: a law, a standard, a provider's page
  Validator check = nullptr;      ///< what it refuses never comes to `confirm`
  Evidence evidence = {};         ///< of detectors that `detect::identityNumber` judges

  std::vector<ValueField> fields() const;
  std::vector<std::string> contextWords() const;
};

/// Detectors that are asked for by one name.
struct DetectorGroup {
  std::string_view name;
  std::string_view what;
  std::string_view members;  ///< names of detectors and groups, by commas
  std::string_view source;
};

constexpr std::uint32_t kContextCharacters = 40;
constexpr double kDetectorBar =
    0.5;  ///< what is less sure is no hit, unless `at least` asks for it

/// All lines of the catalogue; their index is the number that `Hit::item` and `detectorName` mean.
std::span<const Detector> allDetectors();
/// The expression of a line, compiled when it is first asked for and then kept for the process.
/// Any number of threads.
const Pattern& expressionOf(std::uint32_t line);
std::span<const DetectorGroup> detectorGroups();

/// Numbers of the lines that `name`, a detector or a group, asks for, ascending; none if there is
/// no such name.
std::vector<std::uint32_t> detectorsCalled(std::string_view name);

/// Names and types of the values of what `name`, a detector or a group, finds; of a group those
/// that all its members have, and have alike.
std::vector<ValueField> detectorFields(std::string_view name);

/// Calls `see` with each item of "a, b, c".
template <class See>
void eachItem(std::string_view list, See see) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    const std::string_view item = list.substr(0, end);
    see(item.substr(std::min(item.find_first_not_of(' '), item.size())));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

}  // namespace decorum::text
