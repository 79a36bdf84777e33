// The catalogue of detectors.
#include "runtime/text/detect/detectors.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <optional>
#include <string>

#include "runtime/text/detect/dates.h"
#include "runtime/text/detect/detect.h"
#include "runtime/text/detect/evidence.h"
#include "runtime/text/detect/key_forms.h"
#include "runtime/text/detect/names.h"
#include "runtime/text/validate/validate.h"

namespace decorum::text {
namespace {

using namespace evidence;  // NOLINT(google-build-using-namespace): the words of the catalogue

constexpr std::string_view kNumberField = "number text";

constexpr Detector kLines[] = {
#define DETECTOR(name, what, countries, needs, pattern, confirm, context, fields, source) \
  {name, what, countries, needs, pattern, confirm, context, fields, source},
#define FORM(name, needs, pattern) {name, "", "", needs, pattern, nullptr, "", "", ""},
#define NUMBER(name, what, countries, needs, pattern, check, evidence, context, source) \
  {name,    what,         countries, needs, pattern, detect::identityNumber,            \
   context, kNumberField, source,    check, evidence},
#define GROUP(name, what, members, source)
#include "runtime/text/detect/catalogue.def"
#undef DETECTOR
#undef FORM
#undef NUMBER
#undef GROUP
};

struct Strings {
  std::string_view detector;
  int which = 0;
  std::string_view strings;
};
constexpr Strings kStrings[] = {
#define STRINGS(detector, which, strings) {detector, which, strings},
#include "runtime/text/detect/lists/strings.def"
#undef STRINGS
};

/// The lines, those of forms with all that their detector has beside its expression.
constexpr auto kDetectors = [] {
  auto lines = std::to_array(kLines);
  for (Detector& line : lines) {
    if (!line.what.empty()) continue;  // only forms say nothing of themselves
    const Needs needs = line.needs;
    const std::string_view pattern = line.pattern;
    for (const Detector& other : kLines) {
      if (other.name == line.name && !other.what.empty()) line = other;
    }
    line.needs = needs;
    line.pattern = pattern;
  }
  for (const Strings& is : kStrings) {
    int which = is.which;
    for (Detector& line : lines) {
      if (line.name == is.detector && which-- == 0) line.needs.strings = is.strings;
    }
  }
  return lines;
}();

constexpr DetectorGroup kGroups[] = {
#define DETECTOR(name, what, countries, needs, pattern, confirm, context, fields, source)
#define FORM(name, needs, pattern)
#define NUMBER(name, what, countries, needs, pattern, check, evidence, context, source)
#define GROUP(name, what, members, source) {name, what, members, source},
#include "runtime/text/detect/catalogue.def"
#undef DETECTOR
#undef FORM
#undef NUMBER
#undef GROUP
};

ValueType typeCalled(std::string_view name) {
  if (name == "int") return ValueType::kInt;
  if (name == "number") return ValueType::kNumber;
  return name == "time" ? ValueType::kTime : ValueType::kText;
}

void addCalled(std::string_view name, std::vector<std::uint32_t>& numbers) {
  for (std::uint32_t i = 0; i < std::size(kDetectors); ++i) {
    if (kDetectors[i].name == name) numbers.push_back(i);
  }
  const auto* group = std::ranges::find(kGroups, name, &DetectorGroup::name);
  if (group == std::end(kGroups)) return;
  eachItem(group->members, [&](std::string_view member) { addCalled(member, numbers); });
}

}  // namespace

std::vector<ValueField> Detector::fields() const {
  std::vector<ValueField> result;
  eachItem(value_fields, [&](std::string_view item) {
    const std::size_t space = item.find(' ');
    result.push_back({std::string(item.substr(0, space)), typeCalled(item.substr(space + 1))});
  });
  return result;
}

std::vector<std::string> Detector::contextWords() const {
  std::vector<std::string> words;
  eachItem(context, [&](std::string_view word) { words.emplace_back(word); });
  return words;
}

std::span<const Detector> allDetectors() { return kDetectors; }

const Pattern& expressionOf(std::uint32_t line) {
  struct Compiled {
    std::once_flag once;
    std::optional<Pattern> pattern;
    std::atomic<const Pattern*> ready = nullptr;
  };
  // Never destroyed: other threads may search while the process ends.
  static auto& lines = *new std::array<Compiled, kDetectors.size()>();
  Compiled& is = lines[line];
  if (const Pattern* ready = is.ready.load(std::memory_order_acquire)) return *ready;
  std::call_once(is.once, [&] {
    is.pattern.emplace(kDetectors[line].pattern, Pattern::Case::kFolded);
    is.ready.store(&*is.pattern, std::memory_order_release);
  });
  return *is.pattern;
}

std::span<const DetectorGroup> detectorGroups() { return kGroups; }

std::vector<std::uint32_t> detectorsCalled(std::string_view name) {
  std::vector<std::uint32_t> numbers;
  addCalled(name, numbers);
  std::ranges::sort(numbers);
  const auto rest = std::ranges::unique(numbers);
  numbers.erase(rest.begin(), rest.end());
  return numbers;
}

std::vector<ValueField> detectorFields(std::string_view name) {
  const std::vector<std::uint32_t> numbers = detectorsCalled(name);
  if (numbers.empty()) return {};
  const Detector& first = kDetectors[numbers.front()];
  const bool alike = std::ranges::all_of(numbers, [&](std::uint32_t number) {
    return kDetectors[number].value_fields == first.value_fields;
  });
  return alike ? first.fields() : std::vector<ValueField>();
}

std::string_view detectorName(std::uint32_t number) { return kDetectors[number].name; }

std::uint32_t detectorNumber(std::string_view name) { return detectorsCalled(name).front(); }

std::vector<std::string_view> detectorNames() {
  std::vector<std::string_view> names;
  for (const Detector& detector : kDetectors) {
    if (std::ranges::find(names, detector.name) == names.end()) names.push_back(detector.name);
  }
  for (const DetectorGroup& group : kGroups) names.push_back(group.name);
  return names;
}

}  // namespace decorum::text
