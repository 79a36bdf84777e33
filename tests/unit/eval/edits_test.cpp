#include "runtime/eval/edits.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "decorum/value.h"
#include "runtime/base/utf8.h"
#include "runtime/eval/combine.h"

namespace decorum::eval {
namespace {

using plan::Plan;
using plan::Replacement;
using plan::Rule;

Rule redact(std::string name, std::string find, Replacement replacement) {
  Rule made;
  made.name = std::move(name);
  made.kind = RuleKind::kRedact;
  made.finds = {{0, std::move(find), plan::kNone}};
  made.replacement = replacement;
  return made;
}

/// Rule `i` redacts `spans[i]` of `text`.
std::string redacted(Plan& plan, std::string_view text, const std::vector<TextSpan>& spans,
                     TextForm form = TextForm::kPlain) {
  std::vector<Redaction> redactions;
  for (std::uint32_t i = 0; i < spans.size(); ++i)
    redactions.push_back({.span = spans[i], .rule = i});
  if (form == TextForm::kJson) fitToJson(text, redactions);
  mergeOverlaps(plan, redactions);
  std::vector<Edit> edits;
  return applyEdits(plan, text, form, redactions, edits);
}

std::string redactedBy(const Rule& rule, std::string_view text, TextSpan span,
                       TextForm form = TextForm::kPlain) {
  Plan plan;
  plan.rules = {rule};
  return redacted(plan, text, {span}, form);
}

TEST_CASE("labels say what stood there") {
  CHECK(labelFor("pii.email") == "EMAIL");
  CHECK(labelFor("order_id") == "ORDER_ID");
  CHECK(labelFor("shop.order_id") == "ORDER_ID");
  CHECK(labelFor("\"my phrase\"") == "REDACTED");
  CHECK(labelFor("") == "REDACTED");
}

TEST_CASE("ends stay, separators stay, the rest is hidden") {
  CHECK(keepEnds("4111 1111 1111 1234", 0, 4) == "•••• •••• •••• 1234");
  CHECK(keepEnds("4111-1111-1111-1234", 6, 4) == "4111-11••-••••-1234");
  CHECK(keepEnds("1234", 0, 4) == "••••");
  CHECK(keepEnds("12345", 0, 4) == "•2345");
  CHECK(keepEnds("ana@example.org", 1, 3) == "a••@•••••••.org");
  CHECK(keepEnds("Zoë Ångström", 1, 2) == "Z•• ••••••öm");
  CHECK(keepEnds("12345", 4'000'000'000u, 4'000'000'000u) == "•••••");
  CHECK(keepEnds("", 1, 1).empty());
  CHECK(masked("a ë€") == "••••");
}

TEST_CASE("every replacement does what it says") {
  const std::string text = "call 555-1234 now";
  const TextSpan span{5, 13};
  CHECK(redactedBy(redact("r", "pii.phone", Replacement::kLabel), text, span) ==
        "call [PHONE] now");
  CHECK(redactedBy(redact("r", "pii.phone", Replacement::kMask), text, span) ==
        "call •••••••• now");
  CHECK(redactedBy(redact("r", "pii.phone", Replacement::kDrop), text, span) == "call  now");
  Rule words = redact("r", "pii.phone", Replacement::kText);
  words.replacement_text = "(number)";
  CHECK(redactedBy(words, text, span) == "call (number) now");
  Rule ends = redact("r", "pii.phone", Replacement::kFirstLast);
  ends.keep_last = 4;
  CHECK(redactedBy(ends, text, span) == "call •••-1234 now");
}

TEST_CASE("of overlapping redactions the strictest covers both") {
  Plan plan;
  plan.rules = {redact("a", "pii.card", Replacement::kMask),
                redact("b", "pii.phone", Replacement::kLabel),
                redact("c", "order_id", Replacement::kDrop)};
  CHECK(redacted(plan, "0123456789", {{1, 5}, {3, 8}}) == "0[PHONE]89");
  CHECK(redacted(plan, "0123456789", {{1, 5}, {3, 8}, {7, 9}}) == "09");
  CHECK(redacted(plan, "0123456789", {{1, 5}, {5, 8}}) == "0••••[PHONE]89");  // they only touch
  plan.rules[0].replacement = Replacement::kLabel;
  plan.rules[0].order = 9;
  CHECK(redacted(plan, "0123456789", {{1, 5}, {3, 8}}) == "0[PHONE]89");  // written first
  plan.rules[0].priority = Priority::kHigh;
  CHECK(redacted(plan, "0123456789", {{1, 5}, {3, 8}}) == "0[CARD]89");
}

TEST_CASE("of two that show ends the one that shows less decides") {
  Plan plan;
  plan.rules = {redact("a", "x", Replacement::kFirstLast),
                redact("b", "y", Replacement::kFirstLast)};
  plan.rules[0].keep_last = 4;
  plan.rules[1].keep_last = 2;
  CHECK(redacted(plan, "0123456789", {{0, 10}, {0, 10}}) == "••••••••89");
}

/// A byte at a time: which redactions cover it, connected where they share a byte.
std::string redactedNaively(const Plan& plan, const std::string& text,
                            const std::vector<Redaction>& redactions) {
  std::vector<int> group(text.size(), -1);
  std::vector<int> of_redaction(redactions.size());
  for (std::size_t i = 0; i < redactions.size(); ++i) of_redaction[i] = static_cast<int>(i);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < redactions.size(); ++i) {
      for (std::size_t j = 0; j < redactions.size(); ++j) {
        const TextSpan a = redactions[i].span;
        const TextSpan b = redactions[j].span;
        if (a.begin >= b.end || b.begin >= a.end || of_redaction[i] <= of_redaction[j]) continue;
        of_redaction[i] = of_redaction[j];
        changed = true;
      }
    }
  }
  for (std::size_t i = 0; i < redactions.size(); ++i) {
    for (auto at = redactions[i].span.begin; at < redactions[i].span.end; ++at) {
      group[at] = of_redaction[i];
    }
  }
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (group[at] < 0) {
      out += text[at++];
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && group[end] == group[at]) ++end;
    // Each rule of this test has a rank of its own, so that the strictest is one.
    const Redaction* strictest = nullptr;
    for (std::size_t i = 0; i < redactions.size(); ++i) {
      if (of_redaction[i] != group[at]) continue;
      const auto rank = [&](const Redaction& r) { return plan.rules[r.rule].replacement; };
      if (strictest == nullptr || rank(redactions[i]) > rank(*strictest))
        strictest = &redactions[i];
    }
    out += replacementFor(plan, *strictest, std::string_view(text).substr(at, end - at));
    at = end;
  }
  return out;
}

TEST_CASE("random overlaps come out as a byte at a time would have it") {
  const unsigned seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  Plan plan;
  plan.rules = {redact("a", "pii.card", Replacement::kFirstLast),
                redact("b", "pii.phone", Replacement::kMask),
                redact("c", "pii.email", Replacement::kLabel),
                redact("d", "pii.iban", Replacement::kDrop)};
  plan.rules[0].keep_last = 2;
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (int i = 0; i < 40; ++i) text += static_cast<char>('a' + random() % 26);
    std::vector<Redaction> redactions;
    for (std::size_t n = random() % 8; n > 0; --n) {
      const auto begin = static_cast<std::uint32_t>(random() % 39);
      const auto end = begin + 1 + static_cast<std::uint32_t>(random() % std::min(12u, 40 - begin));
      redactions.push_back(
          {.span = {begin, std::min(end, 40u)}, .rule = static_cast<std::uint32_t>(random() % 4)});
    }
    const std::string expected = redactedNaively(plan, text, redactions);
    mergeOverlaps(plan, redactions);
    for (std::size_t i = 1; i < redactions.size(); ++i) {
      REQUIRE(redactions[i - 1].span.end <= redactions[i].span.begin);
    }
    std::vector<Edit> edits;
    REQUIRE(applyEdits(plan, text, TextForm::kPlain, redactions, edits) == expected);
    REQUIRE(edits.size() == redactions.size());
  }
}

TEST_CASE("JSON stays JSON") {
  const Rule label = redact("r", "pii.card", Replacement::kLabel);
  const auto json = [&](const std::string& text, const std::string& hit) {
    const auto begin = static_cast<std::uint32_t>(text.find(hit));
    const auto end = begin + static_cast<std::uint32_t>(hit.size());
    const std::string out = redactedBy(label, text, {begin, end}, TextForm::kJson);
    CAPTURE(out);
    CHECK(Value::parse(out).ok());
    return out;
  };
  CHECK(json(R"({"card":"4111 1111"})", "4111 1111") == R"({"card":"[CARD]"})");
  CHECK(json(R"({"card":41111111,"n":2})", "41111111") == R"({"card":"[CARD]","n":2})");
  CHECK(json(R"({"card":41111111.5})", "41111111") == R"({"card":"[CARD]"})");
  CHECK(json(R"({"4111":1})", "4111") == R"({"[CARD]":1})");
  CHECK(json(R"({"a":"4111","b":"1111"})", R"(4111","b":"1111)") ==
        R"({"a":"[CARD]","b":"[CARD]"})");
  CHECK(json(R"({"a":"x\n4111"})", "n4111") == R"({"a":"x[CARD]"})");
  CHECK(json(R"({"a":"\u00e94111"})", "e94111") == R"({"a":"[CARD]"})");
  CHECK(json(R"([true, "\\", 5])", "true") == R"(["[CARD]", "\\", 5])");
  CHECK(json(R"({"a": {}})", "{}") == R"({"a": {}})");
}

TEST_CASE("replacements are escaped within JSON") {
  Rule words = redact("r", "x", Replacement::kText);
  words.replacement_text = "\"\n";
  CHECK(redactedBy(words, R"(["abc",12])", {2, 3}, TextForm::kJson) == R"(["\"\nbc",12])");
  CHECK(redactedBy(words, R"(["abc",12])", {7, 8}, TextForm::kJson) == R"(["abc","\"\n"])");
}

TEST_CASE("a hit in several values shows no ends") {
  Rule ends = redact("r", "x", Replacement::kFirstLast);
  ends.keep_last = 2;
  CHECK(redactedBy(ends, R"(["1234","5678"])", {2, 13}, TextForm::kJson) == R"(["••••","••••"])");
  CHECK(redactedBy(ends, R"(["1234","5678"])", {2, 6}, TextForm::kJson) == R"(["••34","5678"])");
}

TEST_CASE("random spans leave random JSON valid") {
  const unsigned seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const std::string json =
      R"({"a\u00e9":[1,-2.5e+3,true,null,"x\ty\\\" \ud83d\ude00"],"":{"k":"","l":"é€"},"n":0})";
  Plan plan;
  plan.rules = {redact("a", "x", Replacement::kLabel), redact("b", "y", Replacement::kDrop),
                redact("c", "z", Replacement::kMask)};
  for (int round = 0; round < 3000; ++round) {
    std::vector<TextSpan> spans;
    for (int i = 0; i < 3; ++i) {
      // Hits begin and end between code points.
      auto begin = static_cast<std::uint32_t>(random() % json.size());
      auto end = begin + static_cast<std::uint32_t>(random() % (json.size() - begin));
      const auto snap = [&](std::uint32_t at) {
        while ((static_cast<unsigned char>(json[at]) & 0xC0) == 0x80) --at;
        return at;
      };
      spans.push_back({snap(begin), snap(end)});
    }
    const std::string out = redacted(plan, json, spans, TextForm::kJson);
    CAPTURE(out);
    REQUIRE(Value::parse(out).ok());
  }
}

}  // namespace
}  // namespace decorum::eval
