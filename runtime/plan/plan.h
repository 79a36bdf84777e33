/// The plan: a policy as data, and the seam between compiler and runtime.
///
/// Inputs become slots of a flat record; everything that rules ask of a text is a slot too, filled
/// by the scan. Conditions are a hash-consed graph of operations over slots, operands before users.
/// Rules hold the root of their guard and their clauses. Plain data: built by `lower`, checked by
/// `verify`, read by the interpreter and by code generation, changed by nobody.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "decorum/verdict.h"
#include "runtime/signals/provider.h"
#include "runtime/text/matcher.h"

namespace decorum::plan {

using SlotId = std::uint32_t;
using NodeId = std::uint32_t;
using MatcherId = std::uint32_t;
using MessageId = std::uint32_t;
using SourceId = std::uint32_t;
using ConditionId = std::uint32_t;
inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// How a value is held: time, duration (ms), member of an enumeration and tool (index) are `kInt`.
enum class Rep : std::uint8_t { kBool, kInt, kNumber, kText, kList };

enum class Op : std::uint8_t {
#define OP(NAME, MNEMONIC, RESULT, OPERANDS, COST) k##NAME,
#include "runtime/plan/operations.def"
#undef OP
};

// --------------------------------------------------------------------------------------------
// inputs

enum class FieldType : std::uint8_t { kBool, kInt, kNumber, kText, kEnum, kTime, kDuration, kList };
enum FieldLabel : std::uint8_t { kProtected = 1, kPrivate = 2, kProxy = 4, kKey = 8 };

/// What a value from the host must look like. Sets are lists.
struct FieldShape {
  FieldType type = FieldType::kBool;
  std::vector<std::string> members;                       ///< kEnum
  double low = -std::numeric_limits<double>::infinity();  ///< kInt, kNumber: `0..1`
  double high = std::numeric_limits<double>::infinity();
  std::vector<struct Field> element;  ///< kList: one unnamed field for single values, else a record
};
struct Field {
  std::string name;  ///< "tier"; of nested facts "address.city"
  FieldShape shape;
  bool optional = false;
  std::uint8_t labels = 0;
  SlotId slot = kNone;  ///< kNone: no rule reads it (it is checked all the same)
};
/// `facts customer {…}`. The record `conversation` (`channel`, `locale`, both text and optional) is
/// there in every plan.
struct Record {
  std::string name;
  std::vector<Field> fields;
};
struct Signal {
  std::string name;
  EventKind subject = EventKind::kUser;
  double low = 0, high = 1;
  std::optional<double> when_missing;  ///< none: without a score the signal is missing
  bool as_redacted = false;
  signals::Provider provider = signals::Provider::kHost;
  SlotId slot = kNone;
};
struct Tool {
  std::string name;              ///< in the policy
  std::string called;            ///< by the host
  std::vector<Field> arguments;  ///< slots: of the latest call
  std::vector<Field> results;    ///< slots: of the latest result in the conversation
};
struct HoursSpan {
  std::int32_t first_day = 1, last_day = 1;  ///< 1 Monday to 7 Sunday, both included
  std::int64_t from_ms = 0, to_ms = 0;       ///< of the local day, end excluded
};
struct Hours {
  std::string name;
  std::string zone;  ///< IANA, "" for UTC
  std::vector<HoursSpan> spans;
  std::vector<std::int64_t> except_days;  ///< local days, as days since 1970-01-01
};

enum class SlotKind : std::uint8_t {
  kFact,           ///< filled through Record::fields
  kSignal,         ///< through Signal::slot
  kArgument,       ///< through Tool::arguments; missing until the tool is called
  kResult,         ///< through Tool::results; missing until there is one
  kCurrentTool,    ///< int: index of the tool of the event of `subject` at hand (kToolCall or
                   ///< kToolResult), -1 for a tool no one declared, -2 where this event is no such
                   ///< event
  kFound,          ///< bool: matcher `ref` has a hit in the latest text of `subject`
  kOccurrences,    ///< int: its hits there
  kDistinct,       ///< int: how many different phrases of it were hit there
  kLength,         ///< int: code points of the latest text of `subject`
  kWords,          ///< int
  kTruncated,      ///< bool: the event at hand is of `subject` and was cut short
  kHitQuantifier,  ///< bool or int: quantifier `ref` over the hits in the latest text of `subject`
  kNow,            ///< int: ms since 1970
  kTimeOfDay,      ///< int: ms since midnight UTC
  kWeekday,        ///< int: 0 Monday to 6 Sunday, as members of `mon, tue, …`
  kTurn,           ///< int: user events so far, this one included
  kFirstReply,     ///< bool: this event is the conversation's first reply
  kWithinHours,    ///< bool: `kNow` is within hours `ref`
  kMemory,         ///< what operator `ref` of the memory says now
  kTextHash,       ///< int: of the latest text of `subject`, folded; keyed by `kSalt`
  kSimilarity,     ///< int: 64 bits that differ little for texts that differ little
  kSalt,           ///< int: of the conversation, so that hashes of two cannot be compared
};

/// One cell of the record. Atoms about a text keep their latest value at other events.
struct Slot {
  SlotKind kind = SlotKind::kFact;
  Rep rep = Rep::kBool;
  EventKind subject = EventKind::kUser;  ///< where the kind speaks of one
  std::uint32_t ref = kNone;             ///< matcher, quantifier or hours
  bool optional = false;                 ///< may be missing without a fault
  std::string name;  ///< for people: "customer.tier", "user mentions legal_words"
};

// --------------------------------------------------------------------------------------------
// conditions

/// An operation. `operands` of it stand in `Plan::operands[first_operand, +operand_count)`.
struct Node {
  Op op = Op::kConstBool;
  bool in_body = false;  ///< depends on `it`: evaluated for each element only
  std::uint32_t first_operand = 0;
  std::uint32_t operand_count = 0;
  std::uint64_t payload = 0;
};

/// Fields of `it` over hits beyond the matcher's own values.
inline constexpr std::uint32_t kItMatchedText = 0xFFFE;
inline constexpr std::uint32_t kItScore = 0xFFFF;

/// The body of a quantifier: over the elements of a list, or over the hits of matchers in a text.
/// Bodies stand before the `kAny`, `kEvery` and `kHowMany` nodes that use them; the body behind a
/// `kHitQuantifier` slot reads no such slot but earlier ones.
struct Quantifier {
  enum class Kind : std::uint8_t { kAny, kEvery, kHowMany } kind = Kind::kAny;
  NodeId body = kNone;
  std::vector<MatcherId> matchers;  ///< over hits only
};

struct Source {
  SourcePlace place;
  std::string text;  ///< as the author wrote it
};

/// A guard as the author built it, for evidence, explanations and coverage; nodes are shared
/// between rules, conditions are not: each has one parent or is the root of one rule. Children
/// stand before their parents.
struct Condition {
  enum class Kind : std::uint8_t { kLeaf, kAnd, kOr, kNot } kind = Kind::kLeaf;
  NodeId node = kNone;  ///< the value of this condition; for `unless` the node under the `not`
  SourceId source = kNone;
  std::vector<ConditionId> children;
  std::vector<SlotId> slots;  ///< kLeaf: slots it reads, in order of appearance
};

// --------------------------------------------------------------------------------------------
// memory

enum class OperatorKind : std::uint8_t {
#define MEMORY(NAME, WORD, VALUE, FIRST, SECOND) k##NAME,
#include "runtime/plan/memory.def"
#undef MEMORY
};
/// What `Operator::window` counts.
enum class Unit : std::uint8_t { kWhole, kTicks, kTurns, kTime };

/// The clock of what speaks of no subject: every event. Others are an `EventKind` with a text.
inline constexpr std::uint8_t kEveryEvent = static_cast<std::uint8_t>(EventKind::kReply) + 1;
inline constexpr std::size_t kClocks = kEveryEvent + 1;

/// An operator of memory. Its value now is in `slot`; its operands read only slots of operators
/// before it. Outside of bodies: no operand depends on `it`.
struct Operator {
  OperatorKind kind = OperatorKind::kEver;
  Unit unit = Unit::kWhole;
  std::uint8_t clock = kEveryEvent;         ///< of the first operand
  std::uint8_t second_clock = kEveryEvent;  ///< of the second, where there is one
  NodeId operand = kNone;
  NodeId second = kNone;
  NodeId key = kNone;         ///< at a tick: whose state moves on. kNone: there is one state
  NodeId read_key = kNone;    ///< now: whose state is looked at; with `key`
  std::int64_t window = 0;    ///< ticks, user turns or ms
  std::uint32_t keep = 0;     ///< hits, values or hashes that are kept at most
  std::uint32_t ref = kNone;  ///< string, tool or matcher
  SlotId slot = kNone;
  std::uint64_t identity = 0;  ///< a hash of what it means: equal in all policies that have it
  SourceId source = kNone;
};
/// How many keys an operator keeps apart.
inline constexpr std::uint32_t kKeysKept = 32;
/// How many calls of a tool may wait for their results.
inline constexpr std::uint32_t kCallsKept = 8;

// --------------------------------------------------------------------------------------------
// messages

enum class HoleForm : std::uint8_t {
  kPlain,
  kMatch,
  kLast,
  kFirst,
  kFirstLast,
  kMask,
  kLabel,
  kHash
};
/// How a value is written for people.
enum class HoleType : std::uint8_t { kBool, kInt, kNumber, kText, kEnum, kTime, kDuration };
struct Piece {
  std::string literal;  ///< used where `value` is kNone and the form is kPlain
  HoleForm form = HoleForm::kPlain;
  HoleType type = HoleType::kText;
  std::uint32_t first = 0, last = 0;
  NodeId value = kNone;
  bool is_private = false;
  std::vector<std::string> members;  ///< kEnum
};
struct Message {
  std::string locale;  ///< BCP 47, "" for the one that serves where no other fits
  std::vector<Piece> pieces;
};

// --------------------------------------------------------------------------------------------
// rules

enum class Frequency : std::uint8_t { kAlways, kOncePerConversation, kEveryTurns, kAtMostOnceIn };
enum class Replacement : std::uint8_t {  ///< from mildest to strictest
  kFirstLast,
  kToken,
  kHash,
  kGeneralize,
  kMask,
  kLabel,
  kText,
  kDrop
};
struct Find {
  MatcherId matcher = kNone;
  std::string name;         ///< as the author wrote it: "pii.card"
  NodeId where = kNone;     ///< body over `it`, kNone for all hits
  SourceId source = kNone;  ///< of what stands after `find`
};
struct Cite {
  std::string source;
  std::optional<std::int64_t> checked_ms;
};

/// `uses protected FACT because "…"`: a label that the rule may depend on.
struct Use {
  std::string fact;
  std::string because;
};

/// One rule. Which of the fields below "own clauses" mean something depends on `kind`.
struct Rule {
  std::string name;  ///< qualified
  RuleKind kind = RuleKind::kFlag;
  std::uint8_t on = 0;  ///< bit `1 << EventKind`
  NodeId guard = kNone;
  ConditionId condition = kNone;  ///< kNone: always fires
  SourceId source = kNone;
  std::uint32_t order = 0;  ///< in which it was written, over all files: settles ties
  Priority priority = Priority::kNormal;
  bool shadow = false;
  std::uint32_t share_ppm = 1'000'000;  ///< of conversations, by a stable hash of id and rule
  Frequency frequency = Frequency::kAlways;
  std::int64_t frequency_count = 0;  ///< turns or ms
  std::optional<std::int64_t> effective_ms, until_ms;
  /// An undecided guard counts as not fired. What a rule without `on fault` has: false for block,
  /// hold and redact, true for every other kind.
  bool fault_open = false;
  /// `on stream cut`: a reply that is streamed is not kept back until this rule is decided; when it
  /// fires in the middle, the stream ends there. False, `on stream wait`: nothing is let go of that
  /// the rule may still stop. Only of block, hold and retry on reply.
  bool stream_cut = false;
  std::vector<MessageId> say;  ///< one a locale
  MessageId because = kNone;
  std::vector<Cite> cites;
  std::vector<Use> uses;
  // escalate
  std::string queue;                               ///< also of hold
  std::optional<std::int64_t> within_ms, warn_ms;  ///< also of hold
  std::string otherwise_queue;
  SlotId during = kNone;  ///< kWithinHours; outside of them `otherwise_say` is said
  std::vector<MessageId> otherwise_say;
  bool hand_over = true;
  bool with_transcript = false, with_facts = false;
  // redact
  std::vector<Find> finds;
  Replacement replacement = Replacement::kLabel;
  std::uint32_t keep_first = 0, keep_last = 0;
  std::string replacement_text;
  // disclose
  Placement placement = Placement::kBeforeReply;
  bool verbatim = false;
  // hold, retry
  Otherwise otherwise = Otherwise::kBlock;
  MessageId telling = kNone;
  std::int64_t at_most_times = 1;
  // clarify
  std::vector<MessageId> ask;
  // flag
  std::string flag;
};

/// A `disable` or `adjust`, for people and the log.
struct Change {
  std::string rule;
  std::string what;  ///< "disabled", "priority low"
  std::string because;
  SourceId source = kNone;
};

// --------------------------------------------------------------------------------------------
// fairness

/// `same decision when swapping FROM with TO`: the i-th phrases take each other's place.
struct Swap {
  std::string name;  ///< of the fairness block, with a number where it has several
  SourceId source = kNone;
  std::vector<std::string> from, to;  ///< as many of each
  std::uint8_t subjects = 0;          ///< bit `1 << EventKind`: whose texts are swapped
  std::uint32_t share_ppm = 0;        ///< of conversations are checked while they go on
};

/// Groups that a monitor tells apart at most: pairs of them are compared.
inline constexpr std::size_t kMostGroups = 64;

/// `compare EFFECT across FACT at least RATIO over TIME with N conversations each`.
struct Monitor {
  std::string name;  ///< of the fairness block, with a number where it has several
  SourceId source = kNone;
  std::string effect;                ///< "escalate", or a rule's name
  std::vector<std::uint32_t> rules;  ///< of the effect; ascending
  std::string fact;
  SlotId slot = kNone;
  std::vector<std::string> groups;  ///< as written; of others there is one more, and one of none
  double at_least = 0.8;
  std::int64_t over_ms = 0;
  std::int64_t each = 0;  ///< conversations that each group must have
  double confidence = 0.95;
  std::string queue;  ///< told of an alert; "" for none
};

struct Plan {
  std::string name, version;
  std::vector<Record> records;
  std::vector<Signal> signals;
  std::vector<Tool> tools;
  std::vector<Hours> hours;
  std::vector<text::Matcher> matchers;
  /// Which matchers each subject's text is scanned for, by EventKind; ascending.
  std::vector<std::vector<MatcherId>> scans;
  std::vector<Slot> slots;
  std::vector<Node> nodes;
  std::vector<NodeId> operands;
  std::vector<Quantifier> quantifiers;
  std::vector<Operator> memory;  ///< operands before users
  std::vector<std::string> strings;
  std::vector<std::vector<std::int64_t>> int_sets;  ///< ascending
  std::vector<std::vector<double>> number_sets;     ///< ascending
  std::vector<std::vector<std::string>> text_sets;  ///< ascending by bytes
  std::vector<Condition> conditions;
  std::vector<Source> sources;
  std::vector<Message> messages;
  std::vector<Rule> rules;  ///< by name
  std::vector<Change> changes;
  std::vector<Swap> swaps;
  std::vector<Monitor> monitors;
  std::string digest;  ///< SHA-256 over all of the above, hexadecimal; set by `seal`
};

}  // namespace decorum::plan
