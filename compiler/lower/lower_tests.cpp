/// `test` blocks as events to give and verdicts to expect.
#include <fmt/format.h>

#include <chrono>
#include <map>

#include "compiler/lower/lower.h"
#include "runtime/base/assert.h"

namespace decorum {

namespace {

/// RFC 3339 in UTC, as facts of type `time` are given.
std::string rfc3339(std::int64_t time_ms) {
  using namespace std::chrono;
  const sys_time<milliseconds> time{milliseconds(time_ms)};
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

/// Reads the constants that a test gives as the host would give them in JSON.
struct Literal {
  Value operator()(const ast::BoolLit& e) const { return e.value; }
  Value operator()(const ast::IntLit& e) const { return e.value; }
  Value operator()(const ast::NumberLit& e) const { return e.value; }
  Value operator()(const ast::TextLit& e) const { return e.value; }
  Value operator()(const ast::TimeLit& e) const { return rfc3339(e.ms); }
  Value operator()(const ast::ClockLit& e) const { return e.ms; }
  Value operator()(const ast::DurationLit& e) const { return e.ms; }
  Value operator()(const ast::Ref& e) const { return e.path.parts.back().text; }
  Value operator()(const ast::SetLit& e) const { return list(e.elements); }
  Value operator()(const ast::ListLit& e) const { return list(e.elements); }
  Value operator()(const ast::RecordLit& e) const {
    Value::Object object;
    for (std::size_t i = 0; i < e.names.size(); ++i) {
      object.emplace_back(e.names[i].text, std::visit(*this, e.values[i]->kind));
    }
    return object;
  }
  Value operator()(const ast::Unary& e) const {
    Value operand = std::visit(*this, e.operand->kind);
    if (const auto* integer = operand.integer()) return -*integer;
    if (const auto* number = operand.number()) return -*number;
    return operand;
  }
  template <class Other>
  Value operator()(const Other&) const {
    DECORUM_ASSERT(false, "a value given in a test was checked to be constant");
    return {};
  }

  Value list(const std::vector<ast::ExprPtr>& elements) const {
    Value::List values;
    for (const auto& element : elements) values.push_back(std::visit(*this, element->kind));
    return values;
  }
};

Value literal(const ast::Expr& expr) { return std::visit(Literal{}, expr.kind); }

/// Sets the member that `path` names, making objects on the way.
void assign(Value::Object& object, const std::vector<ast::Name>& path, std::size_t from,
            Value value) {
  const std::string& name = path[from].text;
  auto at = object.begin();
  while (at != object.end() && at->first != name) ++at;
  if (at == object.end()) at = object.insert(at, {name, Value()});
  if (from + 1 == path.size()) {
    at->second = std::move(value);
    return;
  }
  Value::Object inner = at->second.object() ? *at->second.object() : Value::Object();
  assign(inner, path, from + 1, std::move(value));
  at->second = std::move(inner);
}

Value::Object objectOf(const std::vector<ast::Assignment>& assignments) {
  Value::Object object;
  for (const auto& given : assignments) assign(object, given.name.parts, 0, literal(*given.value));
  return object;
}

/// Walks the steps of one test; facts and the clock carry over from step to step.
class TestLowering {
 public:
  TestLowering(const sema::Module& module, const sema::Test& test, const SourceSet& sources)
      : module_(&module), test_(&test), sources_(&sources) {}

  TestCase run() {
    case_.title = test_->decl->title.value;
    case_.span = test_->decl->title.span;
    for (const auto& step : test_->decl->steps) {
      span_ = step.span;
      std::visit(*this, step.kind);
    }
    return std::move(case_);
  }

  void operator()(const ast::GivenStep& step) {
    auto& record = facts_[step.record.parts.back().text];
    for (const auto& given : step.values)
      assign(record, given.name.parts, 0, literal(*given.value));
  }
  void operator()(const ast::AtStep& step) { time_ms_ = step.time_ms; }
  void operator()(const ast::AfterStep& step) {
    time_ms_ = time_ms_.value_or(0) + step.duration.ms;
    case_.steps.emplace_back(TestPause{*time_ms_, facts()});
  }

  void operator()(const ast::EventStep& step) {
    TestEvent given;
    given.span = span_;
    given.written = sources_->text(span_);
    Event& event = given.event;
    event.kind = static_cast<EventKind>(step.subject.subject);
    event.time_ms = time_ms_;
    if (step.text) event.text = step.text->value;
    if (!step.tool.parts.empty()) event.tool = calledBy(step.tool);
    if (event.kind == EventKind::kToolCall) event.arguments = Value(objectOf(step.arguments));
    if (event.kind == EventKind::kToolResult && !step.text) {
      event.arguments = Value(objectOf(step.arguments));
      event.text = event.arguments->toJson();
    }
    event.facts = facts();
    for (const auto& signal : step.with) {
      event.signals.emplace_back(signal.name.parts.back().text, literal(*signal.value));
    }
    case_.steps.emplace_back(std::move(given));
  }

  void operator()(const ast::ExpectStep& step) {
    using Kind = Expectation::Kind;
    Expectation expected;
    expected.span = span_;
    expected.written = sources_->text(span_);
    expected.negated = step.negated || step.kind == ast::ExpectKind::kNoKind;
    if (step.rule_kind) expected.rule_kind = static_cast<RuleKind>(*step.rule_kind);
    if (!step.rule.parts.empty()) expected.rule = nameOf(step.rule);
    if (step.queue) expected.queue = step.queue->text;
    switch (step.kind) {
      case ast::ExpectKind::kRule:
      case ast::ExpectKind::kNoKind:
        expected.kind = Kind::kRule;
        break;
      case ast::ExpectKind::kNothing:
        expected.kind = Kind::kNothing;
        break;
      case ast::ExpectKind::kText:
        expected.kind = Kind::kText;
        expected.text = step.text.value;
        break;
      case ast::ExpectKind::kTextWithout:
        expected.kind = Kind::kTextWithout;
        expected.text = step.text.value;
        break;
      case ast::ExpectKind::kDisposition:
        expected.kind = Kind::kDisposition;
        expected.text = step.name.text;
        break;
      case ast::ExpectKind::kFlag:
        expected.kind = Kind::kFlag;
        expected.text = module_->flagMeant(test_->file, step.name.text);
        break;
      case ast::ExpectKind::kFault:
        expected.kind = Kind::kFault;
        expected.text = step.name.text;
        break;
    }
    case_.steps.emplace_back(std::move(expected));
  }

 private:
  std::vector<std::pair<std::string, Value>> facts() const {
    std::vector<std::pair<std::string, Value>> all;
    for (const auto& [name, record] : facts_) all.emplace_back(name, Value(record));
    return all;
  }

  /// The qualified name of what `path` names, or the path as written (`conversation`).
  std::string nameOf(const ast::Path& path) const {
    if (const auto found = module_->find(test_->file, path)) {
      return module_->symbols[found->symbol].name;
    }
    std::string written;
    for (const auto& part : path.parts) written += (written.empty() ? "" : ".") + part.text;
    return written;
  }

  std::string calledBy(const ast::Path& tool) const {
    const auto found = module_->find(test_->file, tool);
    if (!found) return nameOf(tool);
    return sema::calledOf(*module_->tools[module_->symbols[found->symbol].index].decl);
  }

  const sema::Module* module_;
  const sema::Test* test_;
  const SourceSet* sources_;
  TestCase case_;
  Span span_;
  std::map<std::string, Value::Object> facts_;
  std::optional<std::int64_t> time_ms_;
};

}  // namespace

std::vector<TestCase> lowerTests(const sema::TypedModule& typed, const SourceSet& sources) {
  std::vector<TestCase> tests;
  for (const auto& test : typed.module->tests) {
    if (test.decl->each) continue;  // refused by the type phase
    tests.push_back(TestLowering(*typed.module, test, sources).run());
  }
  return tests;
}

}  // namespace decorum
