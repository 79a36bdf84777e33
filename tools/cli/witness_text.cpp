#include "tools/cli/witness_text.h"

#include <fmt/format.h>

#include "runtime/base/rfc3339.h"
#include "tools/cli/policy_text.h"

namespace decorum::cli {
namespace {

/// A name as the file of the rule writes it.
std::string ownName(const std::string& qualified) {
  return qualified.substr(qualified.rfind('.') + 1);
}

std::string duration(std::int64_t ms) {
  constexpr std::pair<std::int64_t, const char*> kUnits[] = {
      {86'400'000, "day"}, {3'600'000, "hour"}, {60'000, "minute"}, {1'000, "second"}};
  for (const auto& [unit, word] : kUnits)
    if (ms != 0 && ms % unit == 0)
      return fmt::format("{} {}{}", ms / unit, word, ms == unit ? "" : "s");
  return fmt::format("{} ms", ms);
}

/// "2026-11-23 10:00" of "2026-11-23T10:00:00Z".
std::string minute(const std::string& time) {
  return time.size() < 16 ? time : time.substr(0, 10) + " " + time.substr(11, 5);
}

std::string literal(const Value& value, const plan::FieldShape& shape) {
  switch (shape.type) {
    case plan::FieldType::kEnum:
      return value.text() != nullptr ? *value.text() : value.toJson();
    case plan::FieldType::kText:
      return value.text() != nullptr ? inQuotes(*value.text()) : value.toJson();
    case plan::FieldType::kTime:
      return value.text() != nullptr ? minute(*value.text()) : value.toJson();
    case plan::FieldType::kDuration:
      return value.integer() != nullptr ? duration(*value.integer()) : value.toJson();
    case plan::FieldType::kList:
      break;
    default:
      return value.toJson();
  }
  std::string all;
  const bool single = shape.element.size() == 1 && shape.element.front().name.empty();
  for (const Value& element : *value.list()) {
    all += all.empty() ? "" : ", ";
    if (single) {
      all += literal(element, shape.element.front().shape);
      continue;
    }
    all += "{";
    for (const plan::Field& field : shape.element)
      if (const Value* const part = element.find(field.name))
        all += fmt::format(" {}: {}", field.name, literal(*part, field.shape));
    all += " }";
  }
  return "[" + all + "]";
}

const plan::Field* fieldNamed(const std::vector<plan::Field>& fields, const std::string& name) {
  for (const plan::Field& field : fields)
    if (field.name == name) return &field;
  return nullptr;
}

class Printing {
 public:
  explicit Printing(const plan::Plan& plan) : plan_(plan) {}

  std::string test(const Played& played, const std::string& title, const std::string& expectation) {
    text_ = "test " + inQuotes(title) + " {\n";
    if (played.start_ms != 0) line("at " + minute(formatTime(played.start_ms)));
    givens(played);
    for (std::size_t i = 0; i < played.moves.size(); ++i) {
      if (i > 0 && played.moves[i].pause_ms > 0)
        line("after " + duration(played.moves[i].pause_ms));
      event(played.moves[i]);
    }
    if (played.rest_ms > 0) line("after " + duration(played.rest_ms));
    line("  expect " + expectation);
    return text_ + "}\n";
  }

 private:
  void line(const std::string& text) { text_ += "  " + text + "\n"; }

  void givens(const Played& played) {
    std::string record, fields;
    const auto end = [&] {
      if (!record.empty()) line(fmt::format("given {} {{ {} }}", record, fields));
    };
    for (const auto& [name, value] : played.facts) {
      if (name.first != record) {
        end();
        record = name.first;
        fields.clear();
      }
      for (const plan::Record& one : plan_.records)
        if (one.name == record)
          if (const plan::Field* const field = fieldNamed(one.fields, name.second))
            fields += fmt::format("{}{}: {}", fields.empty() ? "" : "  ", name.second,
                                  literal(value, field->shape));
    }
    end();
  }

  void event(const Move& move) {
    const Event event = eventOf(plan_, move);
    std::string text = name(move.kind);
    if (move.kind == EventKind::kToolCall || move.kind == EventKind::kToolResult) {
      text += " " + (move.tool == plan::kNone ? event.tool : ownName(plan_.tools[move.tool].name));
      std::string fields;
      for (const auto& [what, value] : move.fields) {
        const plan::Tool& tool = plan_.tools[move.tool];
        const auto* const field =
            fieldNamed(move.kind == EventKind::kToolCall ? tool.arguments : tool.results, what);
        if (field != nullptr)
          fields += fmt::format("{}{}: {}", fields.empty() ? "" : "  ", what,
                                literal(value, field->shape));
      }
      text += fields.empty() ? " {}" : " { " + fields + " }";
    } else if (move.kind != EventKind::kClose) {
      text += " " + inQuotes(event.text);
    }
    std::string scores;
    for (const auto& [what, score] : move.signals)
      scores += fmt::format("{}{}: {}", scores.empty() ? "" : "  ", what, Value(score).toJson());
    line(scores.empty() ? text : text + " with { " + scores + " }");
  }

  const plan::Plan& plan_;
  std::string text_;
};

}  // namespace

std::string firesTitle(const plan::Rule& rule) { return ownName(rule.name) + " fires"; }
std::string nearlyFiresTitle(const plan::Rule& rule) {
  return ownName(rule.name) + " nearly fires";
}

std::string witnessText(const plan::Plan& plan, const plan::Rule& rule, const Witness& witness) {
  Printing printing(plan);
  const std::string expected = fmt::format("{} {}", name(rule.kind), ownName(rule.name));
  std::string text;
  if (rule.shadow) text += "# In shadow mode the rule does nothing that a test could expect.\n";
  text += printing.test(witness.fires, firesTitle(rule), expected);
  if (!witness.nearly) return text;
  text += fmt::format("\n# It would fire if {}.\n", witness.lacks);
  return text + printing.test(*witness.nearly, nearlyFiresTitle(rule), "no " + expected);
}

}  // namespace decorum::cli
