/// Tests, and the values that they and settings give.
#include "compiler/syntax/parse_builder.h"

namespace decorum::syntax {

ast::TestDecl Builder::test(P::TestDeclContext* context) {
  ast::TestDecl test;
  auto* head = context->testHead();
  test.title = text(head->text(0));
  test.each = head->K_EACH() != nullptr;
  if (test.each) test.from_file = text(head->text(1));
  for (auto* it : context->testStep()) test.steps.push_back(testStep(it));
  return test;
}

ast::TestStep Builder::testStep(P::TestStepContext* context) {
  const Span place = span(context);
  if (auto* it = context->givenStep()) {
    return {place, ast::GivenStep{path(it->path()), assignments(it->record())}};
  }
  if (auto* it = context->atStep()) {
    const Span time = span(it->instant());
    return {place, ast::AtStep{instant(time), time}};
  }
  if (auto* it = context->afterStep()) return {place, ast::AfterStep{duration(it->duration())}};
  if (auto* it = context->eventStep()) return {place, event(it)};
  return {place, expect(context->expectStep())};
}

ast::EventStep Builder::event(P::EventStepContext* context) {
  ast::EventStep event;
  event.subject = {subjectKind(context->start->getType()), span(context->start, context->start)};
  if (context->text() != nullptr) event.text = text(context->text());
  if (context->path() != nullptr) event.tool = path(context->path());
  auto* with = context->K_WITH();
  for (auto* record : context->record()) {
    const bool after_with =
        with != nullptr && record->start->getStartIndex() > with->getSymbol()->getStartIndex();
    (after_with ? event.with : event.arguments) = assignments(record);
  }
  return event;
}

ast::ExpectStep Builder::expect(P::ExpectStepContext* context) {
  ast::ExpectStep expect;
  expect.negated = context->K_NO() != nullptr;
  if (context->ruleKind() != nullptr) {
    expect.kind = ast::ExpectKind::kRule;
    expect.rule_kind = ruleKind(context->ruleKind());
    if (context->path() != nullptr) expect.rule = path(context->path());
    if (expect.negated && context->path() == nullptr) expect.kind = ast::ExpectKind::kNoKind;
    if (context->softName() != nullptr) expect.queue = name(context->softName());
    return expect;
  }
  if (context->K_TEXT() != nullptr) {
    expect.kind =
        context->K_WITHOUT() != nullptr ? ast::ExpectKind::kTextWithout : ast::ExpectKind::kText;
    expect.text = text(context->text());
  } else if (context->K_DISPOSITION() != nullptr) {
    expect.kind = ast::ExpectKind::kDisposition;
    expect.name = name(context->anyName());
    // A column of the test's table: its braces are part of the name.
    if (context->LEFT_BRACE() != nullptr) {
      expect.name.text = "{" + expect.name.text + "}";
      expect.name.span =
          span(context->LEFT_BRACE()->getSymbol(), context->RIGHT_BRACE()->getSymbol());
    }
  } else if (context->K_FLAGGED() != nullptr) {
    expect.kind = ast::ExpectKind::kFlag;
    expect.rule = path(context->path());
    expect.name = {std::string(source(expect.rule.span)), expect.rule.span};
  } else if (context->K_FAULT() != nullptr) {
    expect.kind = ast::ExpectKind::kFault;
    if (context->softName() != nullptr) expect.name = name(context->softName());
  }
  return expect;
}

std::vector<ast::Assignment> Builder::assignments(P::RecordContext* context) {
  std::vector<ast::Assignment> assignments;
  for (auto* it : context->assignment()) {
    assignments.push_back(
        {path(it->anyPath()), value(it->value()), span(it->start, it->value()->stop)});
  }
  return assignments;
}

ast::ExprPtr Builder::value(P::ValueContext* context) {
  if (context->sum() != nullptr) return sum(context->sum());
  const Span place = span(context);
  if (context->list() != nullptr) {
    ast::ListLit list;
    for (auto* element : context->list()->value()) list.elements.push_back(value(element));
    return make(place, std::move(list));
  }
  ast::RecordLit record;
  for (ast::Assignment& given : assignments(context->record())) {
    record.names.push_back({std::string(source(given.name.span)), given.name.span});
    record.values.push_back(std::move(given.value));
  }
  return make(place, std::move(record));
}

}  // namespace decorum::syntax
