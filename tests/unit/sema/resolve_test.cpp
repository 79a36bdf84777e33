// What names mean from where, and what of it later phases rely on.
#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <random>

#include "compiler/sema/module.h"

namespace decorum::sema {
namespace {

// A policy as resolved, with all that it points into.
struct Sample {
  SourceSet sources;
  Program program;
  Module module;
  std::vector<Diagnostic> findings;
};

// The program that `load` would make of these texts, where `imports` says for each file which
// declarations lead to which file.
std::unique_ptr<Sample> resolveTexts(
    const std::vector<std::string>& texts,
    const std::vector<std::map<std::size_t, std::uint32_t>>& imports = {}) {
  auto sample = std::make_unique<Sample>();
  Diagnostics diagnostics(sample->sources);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const FileId file = sample->sources.add("f" + std::to_string(i) + ".decorum", texts[i]);
    LoadedFile loaded;
    loaded.path = sample->sources.path(file);
    loaded.tree = parse(file, {}, sample->program.expressions, diagnostics);
    if (i < imports.size()) loaded.imports = imports[i];
    sample->program.files.push_back(std::move(loaded));
  }
  sample->module = resolve(sample->program, diagnostics);
  sample->findings = diagnostics.takeAll();
  return sample;
}

ast::Path path(std::initializer_list<const char*> parts) {
  ast::Path made;
  for (const char* part : parts) made.parts.push_back({part, {}});
  return made;
}

std::string found(const Sample& sample, FileIndex file, std::initializer_list<const char*> parts) {
  const auto result = sample.module.find(file, path(parts));
  if (!result) return "nothing";
  return sample.module.symbols[result->symbol].name + " by " + std::to_string(result->parts);
}

std::vector<std::string> codes(const Sample& sample) {
  std::vector<std::string> result;
  for (const Diagnostic& finding : sample.findings) result.emplace_back(finding.code);
  return result;
}

const Rule& rule(const Sample& sample, const std::string& name) {
  for (const Rule& candidate : sample.module.rules)
    if (sample.module.symbols[candidate.symbol].name == name) return candidate;
  FAIL("no rule " << name);
  return sample.module.rules.front();
}

using Codes = std::vector<std::string>;

const char* const kPack =
    "pack manners\n"
    "phrases insult_words = \"idiot\"\n"
    "facts guest { tone: text? }\n"
    "block insults on reply when reply mentions insult_words\n"
    "  say \"Sorry.\" say in \"es\" \"Perdón.\" cites \"House rules\" cites \"Law\"\n";

TEST_CASE("a file sees its own names bare and those of its packs under their name") {
  const auto sample =
      resolveTexts({"policy p\nuse manners\nfacts customer { tier: text? }\n", kPack}, {{{1, 1}}});
  CHECK(codes(*sample).empty());
  CHECK(found(*sample, 0, {"customer"}) == "customer by 1");
  CHECK(found(*sample, 0, {"customer", "tier"}) == "customer by 1");
  CHECK(found(*sample, 0, {"manners", "guest", "tone"}) == "manners.guest by 2");
  CHECK(found(*sample, 0, {"guest"}) == "nothing");
  CHECK(found(*sample, 0, {"manners"}) == "nothing");
  CHECK(found(*sample, 1, {"insult_words"}) == "manners.insult_words by 1");
  CHECK(found(*sample, 1, {"manners", "insult_words"}) == "nothing");
  CHECK(found(*sample, 1, {"customer"}) == "nothing");
  CHECK(found(*sample, 1, {"conversation", "locale"}) == "conversation by 1");
  CHECK(sample->module.names(0, {SymbolKind::kRule, SymbolKind::kPhrases}) ==
        std::vector<std::string_view>{"manners.insult_words", "manners.insults"});
}

TEST_CASE("names of a pack are not passed on to those who import its importer") {
  const auto sample =
      resolveTexts({"policy p\ninclude polite\n", "pack polite\ninclude manners\n", kPack},
                   {{{1, 1}}, {{1, 2}}});
  CHECK(found(*sample, 0, {"manners", "insults"}) == "nothing");
  CHECK(found(*sample, 1, {"manners", "insults"}) == "manners.insults by 2");
}

TEST_CASE("rules are in force where the root includes them, directly or not") {
  const auto in_force = [&](const char* root, const char* middle) {
    const auto sample = resolveTexts({std::string("policy p\n") + root + " polite\n",
                                      std::string("pack polite\n") + middle + " manners\n", kPack},
                                     {{{1, 1}}, {{1, 2}}});
    return rule(*sample, "manners.insults").in_force;
  };
  CHECK(in_force("include", "include"));
  CHECK_FALSE(in_force("include", "use"));
  CHECK_FALSE(in_force("use", "include"));
  CHECK_FALSE(in_force("use", "use"));
}

TEST_CASE("an adjust replaces what is of its kind, and of words what is of its locale") {
  const auto sample = resolveTexts(
      {"policy p\ninclude manners\n"
       "adjust manners.insults { say in \"es\" \"Lo siento.\" cites \"Contract\" priority high }\n",
       kPack},
      {{{1, 1}}});
  CHECK(codes(*sample).empty());
  std::vector<std::string> clauses;
  for (const ast::Clause* clause : rule(*sample, "manners.insults").clauses)
    clauses.emplace_back(sample->sources.text(clause->span));
  CHECK(clauses == std::vector<std::string>{"on reply", "when reply mentions insult_words",
                                            "say \"Sorry.\"", "say in \"es\" \"Lo siento.\"",
                                            "cites \"Contract\"", "priority high"});
  const Span span = rule(*sample, "manners.insults").clauses.back()->span;
  CHECK(sample->module.fileOf(span) == 0);
  CHECK(sample->module.fileOf(rule(*sample, "manners.insults").whole->span) == 1);
}

TEST_CASE("the changes of a pack that is only used change nothing") {
  const auto sample = resolveTexts({"policy p\nuse polite\ninclude manners\n",
                                    "pack polite\ninclude manners\n"
                                    "disable manners.insults because \"why\"\n",
                                    kPack},
                                   {{{1, 1}, {2, 2}}, {{1, 2}}});
  CHECK(codes(*sample).empty());
  CHECK(rule(*sample, "manners.insults").in_force);
  CHECK(rule(*sample, "manners.insults").disabled == nullptr);
}

TEST_CASE("whoever includes a pack has the last word over its changes") {
  const auto sample = resolveTexts({"policy p\ninclude polite\ninclude manners\n"
                                    "adjust manners.insults { priority urgent }\n",
                                    "pack polite\ninclude manners\n"
                                    "adjust manners.insults { priority low }\n",
                                    kPack},
                                   {{{1, 1}, {2, 2}}, {{1, 2}}});
  CHECK(codes(*sample).empty());
  const Rule& changed = rule(*sample, "manners.insults");
  CHECK(changed.adjusted.size() == 2);
  CHECK(std::get<ast::PriorityClause>(changed.clauses.back()->kind).priority ==
        ast::Priority::kUrgent);
}

TEST_CASE("a pack that could not be had is lost, and only that") {
  const auto sample = resolveTexts({"policy p\ninclude gone\nphrases here = \"x\"\n"});
  CHECK(sample->module.isLost(0, path({"gone", "rule"})));
  CHECK(sample->module.isLost(0, path({"gone"})));
  CHECK(sample->module.isLost(0, path({"here", ""})));
  CHECK_FALSE(sample->module.isLost(0, path({"here"})));
  CHECK_FALSE(sample->module.isLost(0, path({"elsewhere", "rule"})));
}

TEST_CASE("enumerations are one where their members are, in order") {
  const auto sample =
      resolveTexts({"policy p\nfacts a { x: one of u, v  y: one of v, u  z: one of u, v? }\n"
                    "facts b { x: list of { k: one of u, v } }\n"});
  const auto& a = sample->module.records[1].fields;
  const auto& b = sample->module.records[2].fields;
  CHECK(sample->module.enumerations.size() == 2);
  CHECK(a[0].type.enumeration == a[2].type.enumeration);
  CHECK(a[0].type.enumeration != a[1].type.enumeration);
  CHECK(a[2].type.optional);
  CHECK(b[0].type.element[0].fields[0].type.enumeration == a[0].type.enumeration);
}

TEST_CASE("settings have the value given, from where it was given, else the default") {
  const auto sample =
      resolveTexts({"policy p\ninclude debt { highest = 7 }\n",
                    "pack debt\nsetting highest: int = 1\nsetting lowest: int = 0\n"},
                   {{{1, 1}}});
  CHECK(codes(*sample).empty());
  const auto& settings = sample->module.settings;
  REQUIRE(settings.size() == 2);
  CHECK(settings[0].value_file == 0);
  CHECK(sample->sources.text(settings[0].value->span) == "7");
  CHECK(settings[1].value_file == 1);
  CHECK(sample->sources.text(settings[1].value->span) == "0");
}

TEST_CASE("every definition on a circle is marked, those that only lead there are not") {
  const auto sample =
      resolveTexts({"policy p\ndefine a = b\ndefine b = c and a\ndefine c = b\ndefine d = "
                    "a\ndefine e = turn > 1\n"});
  std::vector<bool> marks;
  for (const Define& define : sample->module.defines) marks.push_back(define.is_recursive);
  CHECK(marks == std::vector<bool>{true, true, true, false, false});
  CHECK(codes(*sample) == Codes{"D0251"});
}

TEST_CASE("a long circle shows its first steps and the one that closes it") {
  std::string text = "policy p\n";
  constexpr int kLength = 5000;
  for (int i = 0; i < kLength; ++i) text += fmt::format("define d{} = d{}\n", i, (i + 1) % kLength);
  const auto sample = resolveTexts({text});
  REQUIRE(codes(*sample) == Codes{"D0251"});
  REQUIRE(sample->findings[0].notes.size() == 16);
  CHECK(sample->findings[0].notes.back().message == "'d4999' needs 'd0'");
}

TEST_CASE("suggestions end at some point, findings do not") {
  std::string text = "policy p\n";
  constexpr int kRules = 2000;
  for (int i = 0; i < kRules; ++i) text += fmt::format("block rule_{} on user\n", i);
  for (int i = 0; i < kRules; ++i) text += fmt::format("disable rul_{} because \"x\"\n", i);
  const auto sample = resolveTexts({text});
  CHECK(sample->findings.size() == kRules);
  CHECK_FALSE(sample->findings.front().help.empty());
  CHECK(sample->findings.back().help.empty());
}

TEST_CASE("any order of declarations gives the same module") {
  const std::vector<std::string> declarations = {
      "facts customer { postcode: text? proxy for gender  gender: one of f, m? protected }\n",
      "phrases she = \"she\"\n",
      "phrases he = \"he\"\n",
      "define rude = user mentions he and late\n",
      "define late = turn > 3\n",
      "block insults on user when rude\n",
      "fairness equal keep insults blind to customer.gender\n"
      "  same decision when swapping he with she\n"};
  const unsigned seed = GENERATE(range(0U, 40U));
  std::vector<std::string> shuffled = declarations;
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(seed));
  std::string text = "policy p\n";
  for (const std::string& declaration : shuffled) text += declaration;
  INFO("seed " << seed << "\n" << text);
  const auto sample = resolveTexts({text});
  CHECK(codes(*sample).empty());
  CHECK(found(*sample, 0, {"customer", "gender"}) == "customer by 1");
}

}  // namespace
}  // namespace decorum::sema
