#include "runtime/text/prefilter.h"

#include <re2/filtered_re2.h>

#include <algorithm>
#include <map>

#include "runtime/base/assert.h"

namespace decorum::text {

struct Prefilter::Impl {
  re2::FilteredRE2 formulas{Pattern::kLeastLiteralBytes};
  std::vector<std::uint32_t> pattern_of;  ///< by number in `formulas`
  std::map<std::string, std::vector<std::uint32_t>> any;
  std::vector<int> atom_of;  ///< by string: its number for `formulas`, or -1
  std::vector<std::vector<std::uint32_t>> patterns_of;  ///< by string: those it is enough for
  std::vector<std::uint32_t> always;
};

Prefilter::Prefilter() : impl_(std::make_unique<Impl>()) {}
Prefilter::Prefilter(Prefilter&&) noexcept = default;
Prefilter& Prefilter::operator=(Prefilter&&) noexcept = default;
Prefilter::~Prefilter() = default;

void Prefilter::add(std::uint32_t pattern, const Pattern& expression) {
  DECORUM_ASSERT(expression.addTo(impl_->formulas), "the pattern has been checked");
  impl_->pattern_of.push_back(pattern);
}

void Prefilter::addAny(std::uint32_t pattern, std::span<const std::string> strings) {
  for (const std::string& string : strings) impl_->any[string].push_back(pattern);
}

std::vector<std::string> Prefilter::build() {
  Impl& own = *impl_;
  std::vector<std::string> strings;
  if (!own.pattern_of.empty()) own.formulas.Compile(&strings);
  for (std::size_t i = 0; i < strings.size(); ++i) own.atom_of.push_back(static_cast<int>(i));
  own.patterns_of.resize(strings.size());
  for (auto& [string, patterns] : own.any) {
    const auto known = std::ranges::find(strings, string);
    if (known != strings.end()) {
      own.patterns_of[static_cast<std::size_t>(known - strings.begin())] = std::move(patterns);
      continue;
    }
    strings.push_back(string);
    own.atom_of.push_back(-1);
    own.patterns_of.push_back(std::move(patterns));
  }
  own.any.clear();
  if (!own.pattern_of.empty()) {
    std::vector<int> unfiltered;
    own.formulas.AllPotentials({}, &unfiltered);
    for (const int number : unfiltered) {
      own.always.push_back(own.pattern_of[static_cast<std::size_t>(number)]);
    }
  }
  return strings;
}

void Prefilter::candidates(std::span<const std::uint32_t> strings, PrefilterScratch& scratch,
                           std::vector<std::uint32_t>& patterns) const {
  const Impl& own = *impl_;
  scratch.atoms.clear();
  for (const std::uint32_t string : strings) {
    patterns.insert(patterns.end(), own.patterns_of[string].begin(), own.patterns_of[string].end());
    if (own.atom_of[string] >= 0) scratch.atoms.push_back(own.atom_of[string]);
  }
  if (scratch.atoms.empty()) return;
  std::ranges::sort(scratch.atoms);
  const auto rest = std::ranges::unique(scratch.atoms);
  scratch.atoms.erase(rest.begin(), rest.end());
  own.formulas.AllPotentials(scratch.atoms, &scratch.potentials);
  for (const int number : scratch.potentials) {
    patterns.push_back(own.pattern_of[static_cast<std::size_t>(number)]);
  }
}

const std::vector<std::uint32_t>& Prefilter::always() const { return impl_->always; }

}  // namespace decorum::text
