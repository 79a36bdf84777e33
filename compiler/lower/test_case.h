/// The `test` blocks of a policy, ready to run: events with everything resolved, and expectations.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/diagnostics/source.h"
#include "decorum/event.h"
#include "decorum/verdict.h"

namespace decorum {

/// Something expected of the latest event's verdict.
struct Expectation {
  enum class Kind : std::uint8_t {
    kRule,
    kNothing,
    kText,
    kTextWithout,
    kDisposition,
    kFlag,
    kFault
  };
  Kind kind = Kind::kNothing;
  bool negated = false;
  std::optional<RuleKind> rule_kind;  ///< kRule: any rule of this kind where `rule` is empty
  std::string rule;                   ///< qualified
  std::string queue;                  ///< "" for any
  std::string text;  ///< of kText, kTextWithout; name of a disposition, flag or fault
  Span span;
  std::string written;  ///< as the author wrote it
};

struct TestEvent {
  Event event;
  Span span;
  std::string written;
};

/// `after 2 minutes`: time goes on, and timers come when verdicts ask for them.
struct TestPause {
  std::int64_t until_ms = 0;
  std::vector<std::pair<std::string, Value>> facts;
};

struct TestCase {
  std::string title;
  Span span;
  std::optional<Span> row;  ///< of `test each`: the first cell of its row, in the table's file
  std::vector<std::variant<TestEvent, TestPause, Expectation>> steps;
};

}  // namespace decorum
