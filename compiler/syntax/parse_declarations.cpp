/// Declarations, except rules and tests; types.
#include <array>

#include "compiler/syntax/parse_builder.h"

namespace decorum::syntax {
namespace {

struct Unit {
  std::string_view word;
  std::int64_t worth = 1;
};
constexpr std::array kTimes = {Unit{"us", 1}, Unit{"ms", 1000}, Unit{"s", 1'000'000}};
constexpr std::array kSizes = {Unit{"bytes", 1}, Unit{"KiB", 1024}, Unit{"MiB", 1024 * 1024}};
constexpr std::int64_t kMostBudgetUs = 10'000'000;
constexpr std::int64_t kMostBudgetBytes = 1024 * 1024;  ///< what an event's text has at most

/// `count` of a unit in the smallest of `units`, 0 where that is none from 1 to `most`.
std::int64_t measured(const ast::Integer& count, const ast::Name& unit, std::span<const Unit> units,
                      std::int64_t most) {
  for (const Unit& known : units) {
    if (known.word != unit.text || count.value > most / known.worth) continue;
    return count.value * known.worth;
  }
  return 0;
}

}  // namespace

ast::Decl Builder::declaration(P::DeclarationContext* context) {
  ast::Decl decl;
  decl.span = span(context);
  decl.doc = doc(context);
  decl.kind = declarationKind(context);
  return decl;
}

ast::DeclKind Builder::declarationKind(P::DeclarationContext* context) {
  if (auto* it = context->ruleDecl()) return rule(it);
  if (auto* it = context->policyDecl()) return policy(it);
  if (auto* it = context->packDecl()) return pack(it);
  if (auto* it = context->includeDecl()) return include(it);
  if (auto* it = context->settingDecl()) return setting(it);
  if (auto* it = context->factsDecl()) return facts(it);
  if (auto* it = context->signalDecl()) return signal(it);
  if (auto* it = context->phrasesDecl()) return phrases(it);
  if (auto* it = context->patternDecl()) return pattern(it);
  if (auto* it = context->defineDecl()) return define(it);
  if (auto* it = context->toolDecl()) return tool(it);
  if (auto* it = context->hoursDecl()) return hours(it);
  if (auto* it = context->disableDecl()) return disable(it);
  if (auto* it = context->adjustDecl()) return adjust(it);
  if (auto* it = context->budgetDecl()) return budget(it);
  if (auto* it = context->fairnessDecl()) return fairness(it);
  if (auto* it = context->testDecl()) return test(it);
  return ast::OnFaultDecl{context->onFaultDecl()->K_OPEN() != nullptr};
}

ast::PolicyDecl Builder::policy(P::PolicyDeclContext* context) {
  ast::PolicyDecl policy;
  policy.name = name(context->softName());
  if (context->text() != nullptr) policy.version = text(context->text());
  if (context->INTEGER() != nullptr) policy.language = integer(context->INTEGER());
  return policy;
}

ast::PackDecl Builder::pack(P::PackDeclContext* context) {
  ast::PackDecl pack;
  pack.name = name(context->softName());
  if (context->text() != nullptr) pack.version = text(context->text());
  return pack;
}

ast::IncludeDecl Builder::include(P::IncludeDeclContext* context) {
  ast::IncludeDecl include;
  include.use_only = context->K_USE() != nullptr;
  if (context->text() != nullptr) {
    include.what = text(context->text());
  } else {
    include.what = name(context->softName());
  }
  for (auto* given : context->settingValue()) {
    include.settings.push_back(
        {name(given->anyName()), value(given->value()), span(given->start, given->value()->stop)});
  }
  return include;
}

ast::SettingDecl Builder::setting(P::SettingDeclContext* context) {
  ast::SettingDecl setting;
  setting.name = name(context->softName());
  setting.type = type(context->type());
  if (context->value() != nullptr) setting.value = value(context->value());
  return setting;
}

ast::FactsDecl Builder::facts(P::FactsDeclContext* context) {
  ast::FactsDecl facts;
  facts.name = name(context->softName());
  for (auto* it : context->field()) facts.fields.push_back(field(it, true));
  return facts;
}

ast::TypeField Builder::field(P::FieldContext* context, bool may_nest) {
  ast::TypeField field;
  field.name = name(context->anyName());
  field.doc = doc(context);
  field.span = span(context);
  if (context->COMMA() != nullptr) field.span.end = span(context->COMMA()).begin;
  if (context->type() == nullptr) {
    if (!may_nest) findings_->report<diag::FactsNestedTooDeeply>(field.name.span);
    for (auto* it : context->field()) field.nested.push_back(this->field(it, false));
    return field;
  }
  field.type = type(context->type());
  for (auto* it : context->label()) field.labels.push_back(label(it));
  return field;
}

ast::Label Builder::label(P::LabelContext* context) {
  ast::Label label;
  label.span = span(context);
  if (context->K_PRIVATE() != nullptr) label.kind = ast::LabelKind::kPrivate;
  if (context->K_KEY() != nullptr) label.kind = ast::LabelKind::kKey;
  if (context->path() != nullptr) {
    label.kind = ast::LabelKind::kProxyFor;
    label.proxy_for = path(context->path());
  }
  return label;
}

ast::TypeExpr Builder::type(P::TypeContext* context) {
  ast::TypeExpr type = typeBase(context->typeBase());
  type.optional = context->QUESTION() != nullptr;
  type.span = span(context);
  return type;
}

ast::TypeExpr Builder::typeBase(P::TypeBaseContext* context) {
  ast::TypeExpr type;
  type.span = span(context);
  if (context->K_BOOL() != nullptr) type.kind = ast::TypeKind::kBool;
  if (context->K_INT() != nullptr) type.kind = ast::TypeKind::kInt;
  if (context->K_NUMBER() != nullptr) type.kind = ast::TypeKind::kNumber;
  if (context->K_TEXT() != nullptr) type.kind = ast::TypeKind::kText;
  if (context->K_TIME() != nullptr) type.kind = ast::TypeKind::kTime;
  if (context->K_DURATION() != nullptr) type.kind = ast::TypeKind::kDuration;
  if (context->K_ONE() != nullptr) {
    type.kind = ast::TypeKind::kEnum;
    for (auto* member : context->anyName()) type.members.push_back(name(member));
  }
  if (context->RANGE() != nullptr) {
    type.kind = ast::TypeKind::kRange;
    type.low = signedNumber(context->signedNumber(0));
    type.high = signedNumber(context->signedNumber(1));
  }
  if (context->K_SET() != nullptr || context->K_LIST() != nullptr) {
    type.kind = context->K_SET() != nullptr ? ast::TypeKind::kSet : ast::TypeKind::kList;
    type.element = std::make_unique<ast::TypeExpr>();
    if (context->typeBase() != nullptr) {
      *type.element = typeBase(context->typeBase());
    } else {
      type.element->kind = ast::TypeKind::kRecord;
      type.element->span = join(span(context->LEFT_BRACE()), span(context->RIGHT_BRACE()));
      for (auto* it : context->field()) {
        type.element->fields.push_back(field(it, false));
        type.element->fields.back().doc.clear();  // such a record is written on one line
      }
    }
  }
  return type;
}

double Builder::signedNumber(P::SignedNumberContext* context) {
  antlr4::tree::TerminalNode* digits = context->INTEGER();
  if (digits == nullptr) digits = context->DECIMAL();
  if (digits == nullptr) digits = context->PERCENTAGE();
  const double value = number(digits).value;
  return context->MINUS() != nullptr ? -value : value;
}

ast::SignalDecl Builder::signal(P::SignalDeclContext* context) {
  ast::SignalDecl signal;
  signal.name = name(context->softName());
  signal.subject = subject(context->subject());
  signal.type = type(context->type());
  for (auto* option : context->signalOption()) {
    if (option->value() != nullptr) {
      if (signal.when_missing) {
        findings_->report<diag::SaidTwice>(span(option), "when missing");
      }
      signal.when_missing = value(option->value());
    } else if (option->path() != nullptr) {
      if (signal.from) findings_->report<diag::SaidTwice>(span(option), "from");
      signal.from = path(option->path());
    } else if (option->label() != nullptr) {
      signal.labels.push_back(label(option->label()));
    } else {
      signal.as_redacted = true;
    }
  }
  return signal;
}

ast::PhrasesDecl Builder::phrases(P::PhrasesDeclContext* context) {
  ast::PhrasesDecl phrases;
  phrases.name = name(context->softName());
  for (auto* option : context->phraseOption()) phrases.options.push_back(phraseOption(option));
  if (context->K_FROM() != nullptr) {
    phrases.from_file = text(context->text(0));
    return phrases;
  }
  for (auto* phrase : context->text()) phrases.phrases.push_back(text(phrase));
  return phrases;
}

ast::PhraseOption Builder::phraseOption(P::PhraseOptionContext* context) {
  ast::PhraseOption option;
  option.span = span(context);
  option.word = source(span(context->start, context->start));
  if (context->K_ACCENT() != nullptr) option.word = "any accent";
  if (context->INTEGER() != nullptr) option.number = integer(context->INTEGER()).value;
  if (context->text() != nullptr) option.language = text(context->text()).value;
  return option;
}

ast::PatternDecl Builder::pattern(P::PatternDeclContext* context) {
  ast::PatternDecl pattern;
  pattern.name = name(context->softName());
  pattern.pattern_span = span(context->EQUALS_PATTERN());
  const std::size_t slash = source(pattern.pattern_span).find('/');
  pattern.pattern_span.begin += static_cast<std::uint32_t>(slash);
  pattern.pattern = source(
      {pattern.pattern_span.file, pattern.pattern_span.begin + 1, pattern.pattern_span.end - 1});
  for (auto* option : context->patternOption()) patternOption(option, pattern);
  return pattern;
}

void Builder::patternOption(P::PatternOptionContext* context, ast::PatternDecl& pattern) {
  if (context->K_EXACT() != nullptr) pattern.exact = true;
  if (context->K_PERSONAL() != nullptr) pattern.not_personal = true;
  if (context->K_CHECKED() != nullptr) {
    if (pattern.checked_by) findings_->report<diag::SaidTwice>(span(context), "checked by");
    pattern.checked_by = name(context->softName());
  }
  if (context->K_NEAR() != nullptr) {
    ast::NearOption near;
    near.required = context->K_LIKELIER() == nullptr;
    near.span = span(context);
    for (auto* word : context->text()) near.words.push_back(text(word));
    near.characters = integer(context->INTEGER());
    pattern.near.push_back(std::move(near));
  }
  for (auto* group : context->group()) {
    pattern.groups.push_back({name(group->anyName()), type(group->type())});
  }
}

ast::DefineDecl Builder::define(P::DefineDeclContext* context) {
  ast::DefineDecl define;
  define.name = name(context->softName());
  for (auto* parameter : context->parameter()) {
    define.parameters.push_back({name(parameter->softName()), type(parameter->type())});
  }
  define.value = expression(context->expression());
  return define;
}

ast::ToolDecl Builder::tool(P::ToolDeclContext* context) {
  ast::ToolDecl tool;
  tool.name = name(context->softName());
  if (context->text() != nullptr) tool.called = text(context->text());
  const auto first_end = context->RIGHT_BRACE(0)->getSymbol()->getStartIndex();
  for (auto* it : context->field()) {
    const bool argument = it->start->getStartIndex() < first_end;
    (argument ? tool.arguments : tool.results).push_back(field(it, false));
  }
  return tool;
}

ast::HoursDecl Builder::hours(P::HoursDeclContext* context) {
  ast::HoursDecl hours;
  hours.name = name(context->softName());
  for (auto* it : context->hoursSpan()) hours.spans.push_back(hoursSpan(it));
  if (context->text() != nullptr) hours.zone = text(context->text());
  for (auto* date : context->DATE()) {
    const Span place = span(date);
    hours.except_days_ms.emplace_back(instant(place), place);
  }
  return hours;
}

ast::HoursSpan Builder::hoursSpan(P::HoursSpanContext* context) {
  const auto day = [](P::WeekdayContext* weekday) {
    return static_cast<std::int32_t>(weekday->start->getType() - P::K_MON) + 1;
  };
  ast::HoursSpan hours;
  hours.span = span(context);
  hours.first_day = day(context->weekday(0));
  hours.last_day = context->weekday().size() > 1 ? day(context->weekday(1)) : hours.first_day;
  hours.from_ms = clock(context->CLOCK(0));
  hours.to_ms = clock(context->CLOCK(1));
  return hours;
}

ast::DisableDecl Builder::disable(P::DisableDeclContext* context) {
  ast::DisableDecl disable;
  disable.rule = path(context->path());
  if (context->text() != nullptr) disable.because = message(context->text());
  return disable;
}

ast::AdjustDecl Builder::adjust(P::AdjustDeclContext* context) {
  ast::AdjustDecl adjust;
  adjust.rule = path(context->path());
  for (auto* it : context->clause()) adjust.clauses.push_back(clause(it));
  if (context->text() != nullptr) adjust.because = message(context->text());
  return adjust;
}

ast::BudgetDecl Builder::budget(P::BudgetDeclContext* context) {
  ast::BudgetDecl budget;
  budget.time = integer(context->INTEGER(0));
  budget.time_unit = name(context->softName(0));
  budget.size = integer(context->INTEGER(1));
  budget.size_unit = name(context->softName(1));
  budget.time_us = measured(budget.time, budget.time_unit, kTimes, kMostBudgetUs);
  budget.bytes = measured(budget.size, budget.size_unit, kSizes, kMostBudgetBytes);
  const Span time = join(budget.time.span, budget.time_unit.span);
  const Span size = join(budget.size.span, budget.size_unit.span);
  if (budget.time_us == 0) findings_->report<diag::BudgetTime>(time, source(time));
  if (budget.bytes == 0) findings_->report<diag::BudgetSize>(size, source(size));
  return budget;
}

}  // namespace decorum::syntax
