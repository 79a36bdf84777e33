/// `test` blocks as events to give and verdicts to expect.
#include <fmt/format.h>

#include <chrono>
#include <limits>
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

constexpr std::size_t kNoRow = std::numeric_limits<std::size_t>::max();

/// Walks the steps of one test; facts and the clock carry over from step to step. Of `test each`
/// with one row of its table.
class TestLowering {
 public:
  TestLowering(const sema::TypedModule& typed, const sema::Test& test, std::size_t row,
               const SourceSet& sources)
      : typed_(&typed), module_(typed.module), test_(&test), row_(row), sources_(&sources) {}

  TestCase run() {
    case_.title = filled(test_->decl->title.value);
    case_.span = test_->decl->title.span;
    if (row_ != kNoRow) case_.row = test_->table->spanOf(row_, 0);
    for (const auto& step : test_->decl->steps) {
      span_ = step.span;
      std::visit(*this, step.kind);
    }
    return std::move(case_);
  }

  void operator()(const ast::GivenStep& step) {
    assignAll(facts_[step.record.parts.back().text], step.values);
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
    if (step.text) event.text = filled(step.text->value);
    if (!step.tool.parts.empty()) event.tool = calledBy(step.tool);
    if (event.kind == EventKind::kToolCall) event.arguments = Value(objectOf(step.arguments));
    if (event.kind == EventKind::kToolResult && !step.text) {
      event.arguments = Value(objectOf(step.arguments));
      event.text = event.arguments->toJson();
    }
    event.facts = facts();
    for (const auto& signal : step.with) {
      Value score = value(*signal.value);
      if (!score.isNull())
        event.signals.emplace_back(signal.name.parts.back().text, std::move(score));
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
        expected.text = filled(step.text.value);
        break;
      case ast::ExpectKind::kTextWithout:
        expected.kind = Kind::kTextWithout;
        expected.text = filled(step.text.value);
        break;
      case ast::ExpectKind::kDisposition:
        expected.kind = Kind::kDisposition;
        expected.text = step.name.text;
        if (const auto column = sema::holeOf(step.name); !column.empty())
          expected.text = cell(column).text;
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
  const sema::CsvCell& cell(std::string_view column) const {
    return test_->table->rows[row_][*test_->table->find(column)];
  }

  /// A text with the cells that its holes name.
  std::string filled(const std::string& text) const {
    if (row_ == kNoRow) return text;
    std::string whole;
    const auto pieces = sema::textPieces(text);  // the type phase has reported where there are none
    for (const auto& piece : *pieces) {
      const auto* const hole = std::get_if<sema::TextHole>(&piece);
      whole += hole == nullptr ? std::get<std::string>(piece) : cell(hole->column).text;
    }
    return whole;
  }

  /// A value as it is written, or as it stands in the row: null for an empty cell.
  Value value(const ast::Expr& expr) const {
    const std::string_view column = row_ == kNoRow ? "" : sema::holeOf(expr);
    if (column.empty() || !test_->table->find(column)) {
      const auto* const list = std::get_if<ast::ListLit>(&expr.kind);
      if (list == nullptr || row_ == kNoRow) return literal(expr);
      Value::List values;
      for (const auto& element : list->elements)
        if (Value one = value(*element); !one.isNull()) values.push_back(std::move(one));
      return values;
    }
    const sema::Type& type = typed_->types[expr.id];
    // Of a tool that no one declared nothing is known: its arguments are texts.
    if (type.isError()) return cell(column).text;
    return *sema::valueOfCell(*module_, cell(column), type);
  }

  /// What is missing in the row is not given.
  void assignAll(Value::Object& object, const std::vector<ast::Assignment>& assignments) const {
    for (const auto& given : assignments)
      if (Value one = value(*given.value); !one.isNull())
        assign(object, given.name.parts, 0, std::move(one));
  }
  Value::Object objectOf(const std::vector<ast::Assignment>& assignments) const {
    Value::Object object;
    assignAll(object, assignments);
    return object;
  }

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

  const sema::TypedModule* typed_;
  const sema::Module* module_;
  const sema::Test* test_;
  std::size_t row_;
  const SourceSet* sources_;
  TestCase case_;
  Span span_;
  std::map<std::string, Value::Object> facts_;
  std::optional<std::int64_t> time_ms_;
};

// Rows whose titles read the same get their number: a report has to name one of them.
void nameApart(std::vector<TestCase>& tests, std::size_t first) {
  std::map<std::string, std::size_t> times;
  for (std::size_t i = first; i < tests.size(); ++i) ++times[tests[i].title];
  for (std::size_t i = first; i < tests.size(); ++i)
    if (times[tests[i].title] > 1) tests[i].title += fmt::format(" (row {})", i - first + 1);
}

}  // namespace

std::vector<TestCase> lowerTests(const sema::TypedModule& typed, const SourceSet& sources) {
  std::vector<TestCase> tests;
  for (const auto& test : typed.module->tests) {
    if (!test.decl->each) {
      tests.push_back(TestLowering(typed, test, kNoRow, sources).run());
      continue;
    }
    const std::size_t first = tests.size();
    for (std::size_t row = 0; test.table && row < test.table->rows.size(); ++row)
      tests.push_back(TestLowering(typed, test, row, sources).run());
    nameApart(tests, first);
  }
  return tests;
}

}  // namespace decorum
