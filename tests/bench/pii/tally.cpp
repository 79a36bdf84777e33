#include "tests/bench/pii/tally.h"

#include <algorithm>
#include <tuple>

namespace decorum::bench {
namespace {

std::uint32_t shared(const Span& a, const Span& b) {
  const std::uint32_t begin = std::max(a.begin, b.begin);
  const std::uint32_t end = std::min(a.end, b.end);
  return begin < end ? end - begin : 0;
}

bool touchesAny(const Span& span, const std::vector<Span>& others) {
  return std::ranges::any_of(others, [&](const Span& other) { return shared(span, other) > 0; });
}

/// What of `found` the record can judge.
std::vector<Span> judged(const Record& record, std::vector<Span> found) {
  std::ranges::sort(found);
  const auto rest = std::ranges::unique(found);
  found.erase(rest.begin(), rest.end());
  std::erase_if(found, [&](const Span& span) {
    const bool whole = span.begin == 0 && span.end == record.text.size();
    return !record.scope.contains(span.type) || (record.whole_value && !whole) ||
           (!touchesAny(span, record.gold) && touchesAny(span, record.optional));
  });
  return found;
}

}  // namespace

void Counts::add(const Counts& other) {
  right += other.right;
  wrong += other.wrong;
  missed += other.missed;
}

std::array<std::optional<double>, 4> Counts::rates() const {
  std::array<std::optional<double>, 4> rates;
  const auto share = [&](std::uint64_t of) {
    return of == 0 ? std::nullopt
                   : std::optional(static_cast<double>(right) / static_cast<double>(of));
  };
  rates[0] = share(right + wrong);
  rates[1] = share(gold());
  if (!rates[0] || !rates[1]) return rates;
  const auto f = [&](double beta) {
    const double below = beta * beta * *rates[0] + *rates[1];
    return below > 0 ? (1 + beta * beta) * *rates[0] * *rates[1] / below : 0;
  };
  rates[2] = f(1);
  rates[3] = f(2);
  return rates;
}

void Score::add(const Record& record, std::vector<Span> found) {
  if (record.gold.empty() && record.rule_negative) return;
  const std::vector<Span> judged_spans = judged(record, std::move(found));
  addExact(record.gold, judged_spans);
  addOverlap(record, judged_spans);
}

void Score::addExact(const std::vector<Span>& gold, const std::vector<Span>& found) {
  std::vector<Span> left = found;
  for (const Span& span : gold) {
    const auto same = std::ranges::find(left, span);
    ++(same != left.end() ? types_[span.type].exact.right : types_[span.type].exact.missed);
    if (same != left.end()) left.erase(same);
  }
  for (const Span& span : left) ++types_[span.type].exact.wrong;
}

void Score::addOverlap(const Record& record, const std::vector<Span>& found) {
  std::vector<std::tuple<std::uint32_t, std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < record.gold.size(); ++i) {
    for (std::size_t j = 0; j < found.size(); ++j) {
      const std::uint32_t bytes = shared(record.gold[i], found[j]);
      if (bytes > 0 && record.gold[i].type == found[j].type) pairs.emplace_back(bytes, i, j);
    }
  }
  std::ranges::sort(pairs, std::greater());
  std::vector<bool> met(record.gold.size());
  std::vector<bool> used(found.size());
  for (const auto& [bytes, i, j] : pairs) {
    if (met[i] || used[j]) continue;
    met[i] = used[j] = true;
    ++types_[record.gold[i].type].overlap.right;
  }
  for (std::size_t i = 0; i < met.size(); ++i) {
    if (met[i]) continue;
    ++types_[record.gold[i].type].overlap.missed;
    mistakes_.push_back({true, record.id, record.text, record.gold[i]});
  }
  for (std::size_t j = 0; j < used.size(); ++j) {
    if (used[j]) continue;
    ++types_[found[j].type].overlap.wrong;
    mistakes_.push_back({false, record.id, record.text, found[j]});
  }
}

}  // namespace decorum::bench
