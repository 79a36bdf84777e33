/// How much each kind of evidence for a number adds to its score: one scale for all detectors. What
/// comes to kDetectorBar is a hit.
#pragma once

#include "runtime/text/detect/detectors.h"

namespace decorum::text::evidence {

/// What a check says: by how many numbers of the form pass it.
constexpr double kNoCheck = 0;
constexpr double kOneInTen = 0.15;
constexpr double kOneInThirty = 0.25;  ///< a check letter, or a check digit and a date
constexpr double kOneInHundred = 0.4;
constexpr double kProof = 0.9;

constexpr double kContext = 0.45;  ///< a word that names the number stands near
constexpr double kLocale = 0.15;   ///< the conversation is of the number's country

/// Ten digits with a check digit are nothing yet: 0.1 and 0.15. The same as people write the
/// number, in groups that few other numbers have, is just enough.
constexpr Evidence form(double bare, double written, double check) {
  return {bare, written, check};
}
constexpr Evidence digitsAlone(double check) { return form(0.1, 0.2, check); }
constexpr Evidence inGroups(double check) { return form(0.1, 0.35, check); }
constexpr Evidence inRareGroups(double check) { return form(0.1, 0.45, check); }

}  // namespace decorum::text::evidence
