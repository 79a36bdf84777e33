#include "compiler/sema/known_patterns.h"

#include "runtime/plan/serialize.h"

namespace decorum::sema {
namespace {

// A pattern that is being written leaves an entry for each of its states.
constexpr std::size_t kEntriesAtMost = 20'000;

template <class Map>
void makeRoom(Map& map) {
  if (map.size() >= kEntriesAtMost) map.clear();
}

}  // namespace

std::vector<text::MatcherError> KnownPatterns::errors(const text::Matcher& matcher) {
  if (matcher.kind != text::MatcherKind::kPattern) return text::checkMatcher(matcher);
  makeRoom(errors_);
  const auto [entry, is_new] = errors_.try_emplace(plan::bytesOf(matcher));
  if (is_new) entry->second = text::checkMatcher(matcher);
  return entry->second;
}

bool KnownPatterns::findsEverywhere(const std::string& pattern, int how,
                                    const std::function<bool()>& ask) {
  makeRoom(finds_everywhere_);
  const auto [entry, is_new] = finds_everywhere_.try_emplace({pattern, how});
  if (is_new) entry->second = ask();
  return entry->second;
}

}  // namespace decorum::sema
