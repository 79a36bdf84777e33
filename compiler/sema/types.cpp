// The entry of the checker: what is declared, then rules and tests, each expression once.
#include <algorithm>

#include "compiler/sema/checker.h"
#include "compiler/sema/resolve_internal.h"
#include "compiler/sema/walk.h"

namespace decorum::sema {
namespace {

using Kind = Type::Kind;

// How far definitions may lead through others: as deep as expressions may nest.
constexpr std::uint32_t kDefinitionDepth = 64;

}  // namespace

TypedModule checkTypes(const Module& module, Diagnostics& diagnostics) {
  KnownPatterns known;
  return checkTypes(module, diagnostics, known);
}

TypedModule checkTypes(const Module& module, Diagnostics& diagnostics, KnownPatterns& known) {
  return Checker(module, diagnostics, known).run();
}

Checker::Checker(const Module& module, Diagnostics& diagnostics, KnownPatterns& known)
    : module_(module), diagnostics_(diagnostics), known_(known) {
  typed_.module = &module;
  typed_.types.resize(module.program->expressions);
  typed_.bindings.resize(module.program->expressions);
  defines_.resize(module.defines.size());
}

TypedModule Checker::run() {
  findFlags();
  declarations();
  for (std::uint32_t i = 0; i < module_.defines.size(); ++i)
    defineType(i, module_.defines[i].decl->name.span);
  for (const Rule& rule : module_.rules) checkRule(rule);
  for (const Fairness& fairness : module_.fairness) checkFairness(fairness);
  for (const Test& test : module_.tests) checkTest(test);
  return std::move(typed_);
}

void Checker::declarations() {
  for (const Tool& tool : module_.tools) checkTool(tool);
  for (const Phrases& phrases : module_.phrases) checkPhrases(phrases);
  for (const Pattern& pattern : module_.patterns) checkPattern(pattern);
  for (const Signal& signal : module_.signals) checkSignal(signal);
  for (const Setting& setting : module_.settings) {
    const Scope own{module_.symbols[setting.symbol].file};
    if (setting.decl->value) constant(*setting.decl->value, own, setting.type, Ranges::kHeld);
    if (setting.value && setting.value != setting.decl->value.get())
      constant(*setting.value, Scope{setting.value_file}, setting.type, Ranges::kHeld);
  }
}

void Checker::checkSignal(const Signal& signal) {
  const ast::SignalDecl& declaration = *signal.decl;
  checkHasText(declaration.subject);
  if (!signal.type.isError() && !isNumeric(signal.type)) {
    diagnostics_.report<diag::SignalNotNumeric>(declaration.type.span, declaration.name.text,
                                                typeName(signal.type));
    return;
  }
  if (declaration.when_missing)
    constant(*declaration.when_missing, Scope{module_.symbols[signal.symbol].file}, signal.type,
             Ranges::kHeld);
  if (signal.from != nullptr) checkProvider(signal);
}

signals::Provider providerNamed(const ast::Path& path) {
  const bool built_in = path.parts.size() == 2 && path.parts.front().text == "built_in";
  return built_in ? signals::providerNamed(path.parts.back().text) : signals::Provider::kHost;
}

void Checker::checkProvider(const Signal& signal) {
  const ast::Path& from = *signal.from;
  const ast::SignalDecl& declaration = *signal.decl;
  const signals::Provider provider = providerNamed(from);
  if (provider == signals::Provider::kHost) {
    const std::vector<std::string_view> names = signals::providerNames();
    auto finding = diagnostics_.report<diag::UnknownProvider>(from.span, pathText(from));
    const std::string_view last = from.parts.back().text;
    const auto near = nearest(last, names);
    finding.help(near.empty() ? names.front() : near);
    return;
  }
  const signals::Range gives = signals::rangeOf(provider);
  if (!signal.type.isError() && (signal.type.low > gives.low || signal.type.high < gives.high))
    diagnostics_.report<diag::ProviderOutOfRange>(from.span, pathText(from), gives.low, gives.high,
                                                  declaration.name.text);
  if (declaration.as_redacted)
    diagnostics_.report<diag::ProviderSeesAll>(from.span, pathText(from));
}

const Type& Checker::defineType(std::uint32_t index, Span use) {
  DefineState& state = defines_[index];
  const Define& define = module_.defines[index];
  const std::string& name = define.decl->name.text;
  if (state.step == DefineState::Step::kBusy) {
    if (define.is_recursive) return state.type;  // reported when names were resolved
    auto finding = diagnostics_.report<diag::DefinitionRecursive>(use, name);
    finding.note(define.decl->name.span, "it is defined here");
    return state.type;
  }
  if (!active_defines_.empty() && state.step == DefineState::Step::kDone)
    deepen(active_defines_.back(), state.depth, use);
  if (state.step == DefineState::Step::kDone) return state.type;
  if (active_defines_.size() >= kDefinitionDepth) {
    tooDeep(use);
    return state.type;
  }
  state.step = DefineState::Step::kBusy;
  active_defines_.push_back(index);
  Scope scope{module_.symbols[define.symbol].file};
  scope.define = &define;
  scope.define_index = index;
  const ast::Expr& value = *define.decl->value;
  Type type = check(value, scope);
  if (type.low == type.high) {  // a constant: what it is compared with is the author's choice
    const Type plain = makeType(type.kind);
    type.low = plain.low;
    type.high = plain.high;
  }
  state.type = type;
  learn(value, true, state.if_true);
  learn(value, false, state.if_false);
  state.subjects = subjectsOf(value);
  state.finds_text = findsText(value);
  state.step = DefineState::Step::kDone;
  active_defines_.pop_back();
  if (!active_defines_.empty()) deepen(active_defines_.back(), state.depth, use);
  return state.type;
}

// Definition `user` leads through one of depth `depth`.
void Checker::deepen(std::uint32_t user, std::uint32_t depth, Span use) {
  if (defines_[user].depth > depth) return;
  defines_[user].depth = depth + 1;
  if (depth >= kDefinitionDepth) tooDeep(use);
}

// Said once: in a chain of definitions one place is as good as another.
void Checker::tooDeep(Span use) {
  if (!is_too_deep_) diagnostics_.report<diag::DefinitionTooDeep>(use, kDefinitionDepth);
  is_too_deep_ = true;
}

std::string_view Checker::nearest(std::string_view word,
                                  const std::vector<std::string_view>& names) {
  if (suggestions_left_ == 0) return {};
  --suggestions_left_;
  return nearestName(word, names);
}

std::string Checker::quoted(Span span) const {
  constexpr std::size_t kLongest = 60;
  std::string text;
  bool blank = false;
  for (const char c : diagnostics_.sources().text(span)) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
      blank = true;
      continue;
    }
    if (blank && !text.empty()) text += ' ';
    blank = false;
    text += c;
  }
  if (text.size() <= kLongest) return text;
  std::size_t end = kLongest - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

}  // namespace decorum::sema
