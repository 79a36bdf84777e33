/// What a rule's outcome can depend on, and values worth trying.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "runtime/plan/plan.h"

namespace decorum::cli {

/// When conversations begin unless a rule asks for another time: 2026-11-23 10:00 UTC, a Monday.
inline constexpr std::int64_t kUsualStart = 1'795'428'000'000;

/// A field of a record, or an argument or result of a tool.
struct FieldInput {
  std::string owner;  ///< the record, as the host gives it; of tools the name in the policy
  const plan::Field* field = nullptr;
  std::uint32_t tool = plan::kNone;  ///< of arguments and results
  bool is_result = false;
  std::vector<Value> values;
};
struct SignalInput {
  const plan::Signal* signal = nullptr;
  std::vector<double> values;
};
/// Something that is looked for in the text of a subject.
struct TextInput {
  EventKind subject = EventKind::kUser;
  std::vector<std::string> examples;
};

struct Inputs {
  std::vector<FieldInput> facts;
  std::vector<FieldInput> tool_fields;  ///< of the tools that matter, all that have to be there too
  std::vector<SignalInput> signals;
  std::vector<TextInput> texts;
  std::vector<std::uint32_t> tools;
  std::set<EventKind> kinds;             ///< of events that matter; at least one of the rule's own
  std::vector<std::int64_t> pauses_ms;   ///< around the spans of time that the rule speaks of
  std::vector<std::size_t> repetitions;  ///< how often something may have to happen
  bool clock = false;                    ///< the time of day or week matters
};

/// Inputs of `plan.rules[rule]`, also through memory and the flags of other rules. Borrows the
/// plan.
Inputs inputsOf(const plan::Plan& plan, std::uint32_t rule);

}  // namespace decorum::cli
