/// Redactions of a text.
#include "runtime/eval/edits.h"

#include <algorithm>
#include <tuple>

#include "runtime/base/json_writer.h"
#include "runtime/base/utf8.h"
#include "runtime/eval/combine.h"
#include "runtime/text/scanner.h"

namespace decorum::eval {
namespace {

using plan::Plan;
using plan::Replacement;
using plan::Rule;

constexpr std::string_view kDot = "\u2022";

bool isNameByte(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= '0' && byte <= '9') || byte == '_';
}

/// What a person would count: ASCII letters and digits, and everything beyond ASCII.
bool counts(std::string_view character) {
  const auto byte = static_cast<unsigned char>(character[0]);
  return byte >= 0x80 || (byte != '_' && isNameByte(character[0]));
}

template <class Visit>
void forEachCharacter(std::string_view text, Visit visit) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = utf8::decode(text, at).bytes;
    visit(text.substr(at, bytes));
    at += bytes;
  }
}

/// A part of a hit shows no ends: they would not be those of the hit.
Replacement effective(const Rule& rule, const Redaction& redaction) {
  const bool shows_ends = rule.replacement == Replacement::kFirstLast;
  return redaction.is_part && shows_ends ? Replacement::kMask : rule.replacement;
}

/// Whether `a` decides what stands in the place of both.
bool isStricter(const Plan& plan, const Redaction& a, const Redaction& b) {
  const Rule& left = plan.rules[a.rule];
  const Rule& right = plan.rules[b.rule];
  const auto left_kind = effective(left, a);
  const auto right_kind = effective(right, b);
  if (left_kind != right_kind) return left_kind > right_kind;
  const std::uint64_t left_kept = std::uint64_t{left.keep_first} + left.keep_last;
  const std::uint64_t right_kept = std::uint64_t{right.keep_first} + right.keep_last;
  if (left_kind == Replacement::kFirstLast && left_kept != right_kept) {
    return left_kept < right_kept;
  }
  if (a.rule != b.rule) return precedes(plan, a.rule, b.rule);
  return std::tuple(a.find, a.span.begin, b.span.end) <
         std::tuple(b.find, b.span.begin, a.span.end);
}

/// A text as it stands in JSON: within the quotes of a string, or with quotes of its own.
std::string asJson(std::string_view plain, bool with_quotes) {
  std::string quoted;
  appendJsonString(quoted, plain);
  return with_quotes ? quoted : quoted.substr(1, quoted.size() - 2);
}

}  // namespace

std::string labelFor(std::string_view name) {
  const auto dot = name.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? name : name.substr(dot + 1);
  if (last.empty() || !std::all_of(last.begin(), last.end(), isNameByte)) return "REDACTED";
  std::string label(last.substr(0, kMostLabelBytes));
  for (char& byte : label) {
    if (byte >= 'a' && byte <= 'z') byte = static_cast<char>(byte - 'a' + 'A');
  }
  return label;
}

std::string keepEnds(std::string_view text, std::uint32_t first, std::uint32_t last) {
  std::uint64_t total = 0;
  forEachCharacter(text, [&](std::string_view c) { total += counts(c) ? 1 : 0; });
  const bool hides_some = total > std::uint64_t{first} + last;
  std::string out;
  std::uint64_t seen = 0;
  forEachCharacter(text, [&](std::string_view c) {
    if (!counts(c)) {
      out += c;
      return;
    }
    const bool keep = hides_some && (seen < first || seen >= total - last);
    out += keep ? c : kDot;
    ++seen;
  });
  return out;
}

std::string masked(std::string_view text) {
  std::string out;
  forEachCharacter(text, [&](std::string_view) { out += kDot; });
  return out;
}

std::string_view finderOf(const Plan& plan, const Redaction& redaction) {
  if (redaction.detector != plan::kNone) return text::detectorName(redaction.detector);
  return plan.rules[redaction.rule].finds[redaction.find].name;
}

std::string labelOf(const Plan& plan, const Redaction& redaction) {
  const plan::Find& find = plan.rules[redaction.rule].finds[redaction.find];
  // A text written at the place has no name, and its words are what is to be hidden.
  const bool is_text = find.matcher < plan.matchers.size() &&
                       plan.matchers[find.matcher].phrases == std::vector{find.name};
  return labelFor(is_text ? "" : finderOf(plan, redaction));
}

std::string replacementFor(const Plan& plan, const Redaction& redaction, std::string_view matched,
                           Replacer* replacer) {
  const Rule& rule = plan.rules[redaction.rule];
  switch (effective(rule, redaction)) {
    case Replacement::kDrop:
      return "";
    case Replacement::kText:
      return rule.replacement_text;
    case Replacement::kMask:
      return masked(matched);
    case Replacement::kFirstLast:
      return keepEnds(matched, rule.keep_first, rule.keep_last);
    case Replacement::kLabel:
      break;
    case Replacement::kHash:
    case Replacement::kToken:
    case Replacement::kGeneralize:
      if (replacer == nullptr) break;
      if (auto made = replacer->replace(redaction)) return *std::move(made);
      break;
  }
  return '[' + labelOf(plan, redaction) + ']';
}

void mergeOverlaps(const Plan& plan, std::vector<Redaction>& redactions) {
  std::sort(redactions.begin(), redactions.end(), [&](const Redaction& a, const Redaction& b) {
    if (a.span.begin != b.span.begin) return a.span.begin < b.span.begin;
    return isStricter(plan, a, b);
  });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < redactions.size(); ++i) {
    // The strictest of those merged decides; `strictest` keeps its own span, so that the comparison
    // does not depend on what was merged before.
    Redaction strictest = redactions[i];
    TextSpan whole = strictest.span;
    while (i + 1 < redactions.size() && redactions[i + 1].span.begin < whole.end) {
      const Redaction& next = redactions[++i];
      whole.end = std::max(whole.end, next.span.end);
      if (isStricter(plan, next, strictest)) strictest = next;
    }
    if (strictest.span != whole) strictest.hit = plan::kNone;
    strictest.span = whole;
    redactions[kept++] = strictest;
  }
  redactions.resize(kept);
}

std::string applyEdits(const Plan& plan, std::string_view text, TextForm form,
                       const std::vector<Redaction>& redactions, std::vector<Edit>& edits,
                       Replacer* replacer) {
  std::string out;
  std::size_t done = 0;
  for (const Redaction& redaction : redactions) {
    const TextSpan span = redaction.span;
    const std::string_view matched = text.substr(span.begin, span.end - span.begin);
    const Rule& rule = plan.rules[redaction.rule];
    std::string replacement = replacementFor(plan, redaction, matched, replacer);
    if (form == TextForm::kJson) replacement = asJson(replacement, redaction.is_scalar);
    out += text.substr(done, span.begin - done);
    out += replacement;
    done = span.end;
    edits.push_back(
        {rule.name, std::string(finderOf(plan, redaction)), span, std::move(replacement)});
  }
  out += text.substr(done);
  return utf8::isWellFormed(out) ? out : utf8::repaired(out);
}

}  // namespace decorum::eval
