/// The fields of every structure of a plan, once: its binary form and its JSON are made from these
/// lists. A field that is added to a structure and not to its list does not compile.
#pragma once

#include <concepts>
#include <tuple>
#include <type_traits>
#include <utility>

#include "runtime/plan/operations.h"
#include "runtime/plan/plan.h"

namespace decorum::plan {

template <class Owner, class Member>
struct FieldOf {
  const char* name;
  Member Owner::* member;
};
template <class Owner, class Member>
FieldOf(const char*, Member Owner::*) -> FieldOf<Owner, Member>;

/// Specialised below for each structure: `static constexpr auto list`, in the order declared.
template <class T>
struct Fields;

#define F(MEMBER) \
  FieldOf { #MEMBER, &T::MEMBER }
#define FIELDS(TYPE, ...)                                 \
  template <>                                             \
  struct Fields<TYPE> {                                   \
    using T = TYPE;                                       \
    static constexpr auto list = std::tuple{__VA_ARGS__}; \
  }

FIELDS(FieldShape, F(type), F(members), F(low), F(high), F(element));
FIELDS(Field, F(name), F(shape), F(optional), F(labels), F(slot));
FIELDS(Record, F(name), F(fields));
FIELDS(Signal, F(name), F(subject), F(low), F(high), F(when_missing), F(as_redacted), F(provider),
       F(slot));
FIELDS(Tool, F(name), F(called), F(arguments), F(results));
FIELDS(HoursSpan, F(first_day), F(last_day), F(from_ms), F(to_ms));
FIELDS(Hours, F(name), F(zone), F(spans), F(except_days));
FIELDS(text::PhraseOptions, F(exact), F(any_accent), F(spaced), F(typos), F(stem));
FIELDS(text::Group, F(name), F(type));
FIELDS(text::Near, F(words), F(characters), F(required));
FIELDS(text::Matcher, F(kind), F(phrases), F(options), F(pattern), F(exact), F(whole), F(validator),
       F(groups), F(near), F(detector), F(min_score), F(not_personal), F(decoded), F(joining));
FIELDS(Slot, F(kind), F(rep), F(subject), F(ref), F(optional), F(name));
FIELDS(Node, F(op), F(in_body), F(first_operand), F(operand_count), F(payload));
FIELDS(Quantifier, F(kind), F(body), F(matchers));
FIELDS(Operator, F(kind), F(unit), F(clock), F(second_clock), F(operand), F(second), F(key),
       F(read_key), F(window), F(keep), F(ref), F(slot), F(identity), F(source));
FIELDS(SourcePlace, F(file), F(line), F(column));
FIELDS(Source, F(place), F(text));
FIELDS(Condition, F(kind), F(node), F(source), F(children), F(slots));
FIELDS(Piece, F(literal), F(form), F(type), F(first), F(last), F(value), F(is_private), F(members));
FIELDS(Message, F(locale), F(pieces));
FIELDS(Find, F(matcher), F(name), F(where), F(source));
FIELDS(Cite, F(source), F(checked_ms));
FIELDS(Use, F(fact), F(because));
FIELDS(Rule, F(name), F(kind), F(on), F(guard), F(condition), F(source), F(order), F(priority),
       F(shadow), F(share_ppm), F(frequency), F(frequency_count), F(effective_ms), F(until_ms),
       F(fault_open), F(stream_cut), F(say), F(because), F(cites), F(uses), F(queue), F(within_ms),
       F(warn_ms), F(otherwise_queue), F(during), F(otherwise_say), F(hand_over),
       F(with_transcript), F(with_facts), F(finds), F(replacement), F(keep_first), F(keep_last),
       F(replacement_text), F(placement), F(verbatim), F(otherwise), F(telling), F(at_most_times),
       F(ask), F(flag));
FIELDS(Change, F(rule), F(what), F(because), F(source));
FIELDS(Swap, F(name), F(source), F(from), F(to), F(subjects), F(share_ppm));
FIELDS(Monitor, F(name), F(source), F(effect), F(rules), F(fact), F(slot), F(groups), F(at_least),
       F(over_ms), F(each), F(confidence), F(queue));
FIELDS(Plan, F(name), F(version), F(records), F(signals), F(tools), F(hours), F(matchers), F(scans),
       F(slots), F(nodes), F(operands), F(quantifiers), F(memory), F(strings), F(int_sets),
       F(number_sets), F(text_sets), F(conditions), F(sources), F(messages), F(rules), F(changes),
       F(swaps), F(monitors), F(digest));

#undef FIELDS
#undef F

template <class T>
concept Described = requires { Fields<T>::list; };

/// Calls `visit(name, value.member)` for each field, in the order declared.
template <class T, class Visit>
void forEachField(T& value, Visit visit) {
  std::apply([&](const auto&... field) { (visit(field.name, value.*field.member), ...); },
             Fields<std::remove_const_t<T>>::list);
}

/// How many enumerators there are: all enumerations of a plan start at 0 and have no gaps.
template <class E>
constexpr unsigned enumeratorCount() {
  const auto after = [](auto last) { return static_cast<unsigned>(last) + 1; };
  if constexpr (std::same_as<E, Op>) return kOpCount;
  if constexpr (std::same_as<E, Rep>) return after(Rep::kList);
  if constexpr (std::same_as<E, FieldType>) return after(FieldType::kList);
  if constexpr (std::same_as<E, SlotKind>) return after(SlotKind::kSalt);
  if constexpr (std::same_as<E, OperatorKind>) return kOperatorCount;
  if constexpr (std::same_as<E, Unit>) return after(Unit::kTime);
  if constexpr (std::same_as<E, Quantifier::Kind>) return after(Quantifier::Kind::kHowMany);
  if constexpr (std::same_as<E, Condition::Kind>) return after(Condition::Kind::kNot);
  if constexpr (std::same_as<E, HoleForm>) return after(HoleForm::kHash);
  if constexpr (std::same_as<E, HoleType>) return after(HoleType::kDuration);
  if constexpr (std::same_as<E, Frequency>) return after(Frequency::kAtMostOnceIn);
  if constexpr (std::same_as<E, Replacement>) return after(Replacement::kDrop);
  if constexpr (std::same_as<E, EventKind>) return after(EventKind::kClose);
  if constexpr (std::same_as<E, RuleKind>) return after(RuleKind::kFlag);
  if constexpr (std::same_as<E, Priority>) return after(Priority::kUrgent);
  if constexpr (std::same_as<E, Placement>) return after(Placement::kInstead);
  if constexpr (std::same_as<E, Otherwise>) return after(Otherwise::kRelease);
  if constexpr (std::same_as<E, signals::Provider>) return signals::kProviderCount;
  if constexpr (std::same_as<E, text::MatcherKind>) return after(text::MatcherKind::kDetector);
  if constexpr (std::same_as<E, text::GroupType>) return after(text::GroupType::kNumber);
  return 0;  // serialize.cpp refuses an enumeration that is not here
}

}  // namespace decorum::plan
