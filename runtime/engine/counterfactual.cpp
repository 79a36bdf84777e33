/// Counterfactual checks: the conversation once more, with phrases swapped.
#include "runtime/engine/counterfactual.h"

#include <algorithm>
#include <map>
#include <utility>

#include "runtime/base/utf8.h"

namespace decorum {
namespace {

/// What a verdict does with one rule.
struct Deed {
  RuleKind kind = RuleKind::kFlag;
  const FiredRule* fired = nullptr;
  std::size_t edits = 0;
};

std::map<std::string, Deed> deedsOf(const Verdict& verdict) {
  std::map<std::string, Deed> deeds;
  for (const FiredRule& rule : verdict.fired) deeds[rule.rule] = {rule.kind, &rule, 0};
  for (const Edit& edit : verdict.edits) ++deeds[edit.rule].edits;
  return deeds;
}

std::vector<UnequalRule> compare(const Verdict& original, const Verdict& swapped) {
  const auto before = deedsOf(original);
  const auto after = deedsOf(swapped);
  std::vector<UnequalRule> unequal;
  const auto add = [&](const std::string& rule, const Deed& one, const Deed& other) {
    const bool same =
        (one.fired != nullptr) == (other.fired != nullptr) && one.edits == other.edits;
    if (same) return;
    const FiredRule* const fired = one.fired != nullptr ? one.fired : other.fired;
    unequal.push_back({rule, fired != nullptr ? fired->kind : one.kind, one.fired != nullptr,
                       other.fired != nullptr,
                       fired != nullptr ? fired->evidence : std::vector<Evidence>{}});
  };
  for (const auto& [rule, deed] : before) {
    const auto found = after.find(rule);
    add(rule, deed, found == after.end() ? Deed{} : found->second);
  }
  for (const auto& [rule, deed] : after) {
    if (!before.contains(rule)) add(rule, Deed{}, deed);
  }
  std::sort(unequal.begin(), unequal.end(),
            [](const UnequalRule& a, const UnequalRule& b) { return a.rule < b.rule; });
  return unequal;
}

}  // namespace

std::size_t SwapCheck::count(const Policy& policy) { return policy.impl().plan.swaps.size(); }

SwapCheck::SwapCheck(Policy policy, std::size_t index, std::string conversation,
                     const ConversationOptions& options)
    : impl_(std::make_unique<Impl>(std::move(policy), index, std::move(conversation), options)) {}
SwapCheck::~SwapCheck() = default;
SwapCheck::SwapCheck(SwapCheck&&) noexcept = default;
SwapCheck& SwapCheck::operator=(SwapCheck&&) noexcept = default;

const std::string& SwapCheck::name() const { return impl_->swap.name; }

std::optional<Inequality> SwapCheck::give(const Event& event, const Verdict& verdict) {
  if (impl_->is_told) return std::nullopt;
  Event other = event;
  Inequality unequal;
  const bool is_meant = (impl_->swap.subjects >> static_cast<unsigned>(event.kind) & 1) != 0;
  if (is_meant) {
    if (auto swapped = impl_->swapper.swap(utf8::repaired(event.text), impl_->scratch)) {
      other.text = std::move(swapped->text);
      unequal.spans = std::move(swapped->spans);
    }
  }
  const Verdict twin = impl_->twin.give(other);
  unequal.rules = compare(verdict, twin);
  if (unequal.rules.empty() && twin.disposition == verdict.disposition) return std::nullopt;
  impl_->is_told = true;
  unequal.fairness = impl_->swap.name;
  unequal.swapped = twin.disposition;
  return unequal;
}

}  // namespace decorum
