/// What stands in the place of a value: tokens, hashes and general forms; tokens that stand there
/// already.
#include <fmt/format.h>

#include <algorithm>

#include "runtime/engine/judging.h"
#include "runtime/eval/generalize.h"
#include "runtime/text/fold.h"

namespace decorum::engine {
namespace {

using plan::kNone;
using plan::Replacement;

/// In bytes of the judged text.
const std::vector<TextSpan>& tokensOf(Judging& judging) {
  Workspace& work = judging.work;
  if (work.tokens) return *work.tokens;
  work.tokens.emplace();
  vault::TokenPlace token;
  for (std::size_t at = 0;
       judging.state.vault.size() > 0 && vault::nextToken(work.text.judged, at, token);
       at = token.end) {
    if (judging.state.vault.holds(token, judging.state.time_ms))
      work.tokens->push_back({token.begin, token.end});
  }
  return *work.tokens;
}

/// The values by which a detector says what a spelling stands for.
const text::HitValue* canonicalValue(std::span<const text::ValueField> fields,
                                     const text::Hit& hit) {
  for (std::size_t i = 0; i < fields.size() && i < hit.values.size(); ++i) {
    const bool names = fields[i].name == "number" || fields[i].name == "address";
    if (names && fields[i].type == text::ValueType::kText && hit.values[i].present)
      return &hit.values[i];
  }
  return nullptr;
}

std::string folded(std::string_view text) {
  text::Folded out;
  text::fold(text, out);
  return std::move(out.text);
}

}  // namespace

bool addRedaction(Judging& judging, std::uint32_t rule, std::uint32_t find, std::uint32_t hit) {
  Workspace& work = judging.work;
  ++work.effort[EffortKind::kRedaction];
  const text::Hit& found = work.scan.hits[hit];
  // (`found.matcher` is the scanner's number, which differs from the plan's.)
  const plan::MatcherId matcher = judging.plan().rules[rule].finds[find].matcher;
  const bool by_detector = judging.plan().matchers[matcher].kind == text::MatcherKind::kDetector;
  const std::size_t before = work.redactions.size();
  std::uint32_t begin = found.begin;
  const auto addUpTo = [&](std::uint32_t end) {
    if (begin >= end) return;
    const bool whole = begin == found.begin && end == found.end;
    work.redactions.push_back({.span = work.text.inGiven(begin, end),
                               .rule = rule,
                               .find = find,
                               .is_part = !whole,
                               .hit = whole ? hit : kNone,
                               .detector = by_detector ? found.item : kNone});
  };
  for (const TextSpan token : tokensOf(judging)) {
    if (token.end <= begin) continue;
    if (token.begin >= found.end) break;
    addUpTo(token.begin);
    begin = token.end;
  }
  addUpTo(found.end);
  return work.redactions.size() > before;
}

std::optional<std::string> editedText(Judging& judging, std::vector<Edit>& edits) {
  Workspace& work = judging.work;
  if (work.redactions.empty()) return std::nullopt;
  if (work.text.is_json) eval::fitToJson(work.text.given, work.redactions);
  eval::mergeOverlaps(judging.plan(), work.redactions);
  const auto form = work.text.is_json ? eval::TextForm::kJson : eval::TextForm::kPlain;
  Substitutes substitutes(judging);
  work.effort[EffortKind::kReadByte] += work.text.given.size();
  return eval::applyEdits(judging.plan(), work.text.given, form, work.redactions, edits,
                          &substitutes);
}

void Substitutes::note(FaultKind kind, std::uint32_t rule) {
  FaultNote note{kind, "vault", ""};
  if (rule != kNone) judging_.work.deciders.emplace_back(std::move(note), rule);
}

const text::Hit* Substitutes::hitOf(const eval::Redaction& redaction) const {
  return redaction.hit == kNone ? nullptr : &judging_.work.scan.hits[redaction.hit];
}

std::string Substitutes::canonicalOf(const eval::Redaction& redaction) const {
  const text::Hit* const hit = hitOf(redaction);
  const plan::MatcherId matcher =
      judging_.plan().rules[redaction.rule].finds[redaction.find].matcher;
  if (hit != nullptr) {
    const auto fields = text::valueFields(judging_.plan().matchers[matcher], *hit);
    const text::HitValue* const value = canonicalValue(fields, *hit);
    if (value != nullptr && !value->text.empty()) return value->text;
  }
  return folded(judging_.work.text.judgedPart(redaction.span));
}

std::optional<std::string> Substitutes::replace(const eval::Redaction& redaction) {
  switch (judging_.plan().rules[redaction.rule].replacement) {
    case Replacement::kToken:
      return token(redaction, canonicalOf(redaction));
    case Replacement::kHash: {
      const auto digits = hash(redaction.rule, canonicalOf(redaction));
      if (!digits) return std::nullopt;
      return fmt::format("[{}#{}]", eval::labelOf(judging_.plan(), redaction), *digits);
    }
    case Replacement::kGeneralize:
      return general(redaction);
    default:
      return std::nullopt;
  }
}

std::optional<std::string> Substitutes::hash(std::uint32_t rule, std::string_view text) {
  if (judging_.options.vault == nullptr || judging_.options.vault->keys.empty()) {
    note(FaultKind::kNoKeys, rule);
    return std::nullopt;
  }
  return vault::hashOf(*judging_.options.vault, folded(text));
}

std::optional<std::string> Substitutes::token(const eval::Redaction& redaction,
                                              std::string_view canonical) {
  // A token that cannot be kept could never be restored, and might be made again for another value.
  if (judging_.state.memory_unknown) {
    note(FaultKind::kStoreUnavailable, redaction.rule);
    return std::nullopt;
  }
  if (judging_.options.vault == nullptr) {
    note(FaultKind::kNoKeys, redaction.rule);
    return std::nullopt;
  }
  const auto token = judging_.state.vault.tokenFor(
      *judging_.options.vault, eval::labelOf(judging_.plan(), redaction),
      {canonical, judging_.work.text.judgedPart(redaction.span)}, judging_.state.time_ms);
  if (token) return *token;
  const bool no_keys = token.error() == vault::NoToken::kNoKeys;
  note(no_keys ? FaultKind::kNoKeys : FaultKind::kVaultFull, redaction.rule);
  return std::nullopt;
}

std::optional<std::string> Substitutes::general(const eval::Redaction& redaction) const {
  const plan::Plan& plan = judging_.plan();
  const plan::MatcherId matcher = plan.rules[redaction.rule].finds[redaction.find].matcher;
  const text::Hit* const hit = hitOf(redaction);
  if (hit == nullptr) return std::nullopt;  // not one value
  const auto fields = text::valueFields(plan.matchers[matcher], *hit);
  const bool is_detector = plan.matchers[matcher].kind == text::MatcherKind::kDetector;
  return eval::generalized({is_detector ? text::detectorName(hit->item) : "",
                            judging_.work.text.judgedPart(redaction.span), fields, hit->values,
                            judging_.state.time_ms});
}

}  // namespace decorum::engine
