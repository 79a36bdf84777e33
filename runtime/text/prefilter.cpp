#include "runtime/text/prefilter.h"

#include <re2/filtered_re2.h>

#include <algorithm>
#include <map>

#include "runtime/base/assert.h"

namespace decorum::text {

struct Prefilter::Impl {
  re2::FilteredRE2 formulas{Pattern::kLeastLiteralBytes};
  std::vector<std::uint32_t> pattern_of;                  ///< by number in `formulas`
  std::map<std::string, std::vector<std::uint32_t>> any;  ///< until built
  std::vector<std::vector<std::string>> groups;           ///< required ones, until built
  std::vector<std::vector<std::uint32_t>> groups_of;      ///< by pattern
  std::vector<std::vector<std::uint32_t>> strings_of;     ///< by group
  std::uint32_t atoms = 0;  ///< the first strings are those of `formulas`, numbered as there
  std::vector<std::vector<std::uint32_t>> patterns_of;  ///< by string: those it is enough for
  std::vector<std::uint32_t> always;
};

Prefilter::Prefilter() : impl_(std::make_unique<Impl>()) {}
Prefilter::Prefilter(Prefilter&&) noexcept = default;
Prefilter& Prefilter::operator=(Prefilter&&) noexcept = default;
Prefilter::~Prefilter() = default;

void Prefilter::add(std::uint32_t pattern, const Pattern& expression) {
  const bool is_taken = expression.addTo(impl_->formulas);
  DECORUM_ASSERT(is_taken, "the pattern has been checked");
  impl_->pattern_of.push_back(pattern);
}

void Prefilter::addAny(std::uint32_t pattern, std::span<const std::string> strings) {
  for (const std::string& string : strings) impl_->any[string].push_back(pattern);
}

void Prefilter::require(std::uint32_t pattern, std::span<const std::string> strings) {
  Impl& own = *impl_;
  if (own.groups_of.size() <= pattern) own.groups_of.resize(pattern + 1);
  own.groups_of[pattern].push_back(static_cast<std::uint32_t>(own.groups.size()));
  own.groups.emplace_back(strings.begin(), strings.end());
}

std::vector<std::string> Prefilter::build() {
  Impl& own = *impl_;
  std::vector<std::string> strings;
  if (!own.pattern_of.empty()) own.formulas.Compile(&strings);
  own.atoms = static_cast<std::uint32_t>(strings.size());
  std::map<std::string, std::uint32_t> number;
  for (const std::string& string : strings) number.emplace(string, number.size());
  const auto numberOf = [&](const std::string& string) {
    const auto [place, is_new] = number.emplace(string, static_cast<std::uint32_t>(strings.size()));
    if (is_new) strings.push_back(string);
    return place->second;
  };
  for (auto& [string, patterns] : own.any) {
    const std::uint32_t known = numberOf(string);
    own.patterns_of.resize(strings.size());
    own.patterns_of[known] = std::move(patterns);
  }
  for (const std::vector<std::string>& group : own.groups) {
    std::vector<std::uint32_t>& numbers = own.strings_of.emplace_back();
    for (const std::string& string : group) numbers.push_back(numberOf(string));
  }
  own.patterns_of.resize(strings.size());
  own.any.clear();
  own.groups.clear();
  if (own.pattern_of.empty()) return strings;
  std::vector<int> unfiltered;
  own.formulas.AllPotentials({}, &unfiltered);
  for (const int potential : unfiltered) {
    own.always.push_back(own.pattern_of[static_cast<std::size_t>(potential)]);
  }
  return strings;
}

void Prefilter::candidates(std::span<const std::uint32_t> strings, PrefilterScratch& scratch,
                           std::vector<std::uint32_t>& patterns) const {
  const Impl& own = *impl_;
  scratch.atoms.clear();
  scratch.seen.resize(std::max(scratch.seen.size(), own.patterns_of.size()));
  if (++scratch.text == 0) {
    std::ranges::fill(scratch.seen, 0);
    scratch.text = 1;
  }
  for (const std::uint32_t string : strings) {
    if (scratch.seen[string] == scratch.text) continue;
    scratch.seen[string] = scratch.text;
    patterns.insert(patterns.end(), own.patterns_of[string].begin(), own.patterns_of[string].end());
    if (string < own.atoms) scratch.atoms.push_back(static_cast<int>(string));
  }
  if (scratch.atoms.empty()) return;
  own.formulas.AllPotentials(scratch.atoms, &scratch.potentials);
  for (const int potential : scratch.potentials) {
    patterns.push_back(own.pattern_of[static_cast<std::size_t>(potential)]);
  }
}

bool Prefilter::permits(std::uint32_t pattern, const PrefilterScratch& scratch) const {
  const Impl& own = *impl_;
  if (pattern >= own.groups_of.size()) return true;
  return std::ranges::all_of(own.groups_of[pattern], [&](std::uint32_t group) {
    return std::ranges::any_of(own.strings_of[group], [&](std::uint32_t string) {
      return scratch.seen[string] == scratch.text;
    });
  });
}

const std::vector<std::uint32_t>& Prefilter::always() const { return impl_->always; }

}  // namespace decorum::text
