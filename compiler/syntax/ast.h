/// The syntax tree of one file: what the author wrote, with places, before any name has a meaning.
///
/// Plain data. Each expression has an id that is unique in a compilation, so that later phases keep
/// what they learn (types, what a name refers to) in tables beside the tree and change nothing
/// here. A part that did not parse is a hole: `ErrorExpr`, or a name with empty text. Later phases
/// stay silent about holes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/diagnostics/source.h"

namespace decorum::ast {

using ExprId = std::uint32_t;

/// An identifier; "" is a hole.
struct Name {
  std::string text;
  Span span;
};

/// `customer.tier`, `crisis_safety.self_harm`, `legal_words`: one name or more.
struct Path {
  std::vector<Name> parts;
  Span span;
};

/// A string literal after escapes, and where it stands (quotes included).
struct Text {
  std::string value;
  Span span;
};

/// A length of time in ms.
struct Duration {
  std::int64_t ms = 0;
  Span span;
};

struct Number {
  double value = 0;  ///< `80%` is 0.8
  bool percent = false;
  Span span;
};

struct Integer {
  std::int64_t value = 0;
  Span span;
};

enum class Subject : std::uint8_t {
  kUser,
  kDocument,
  kToolCall,
  kToolResult,
  kReply,
  kTimer,
  kClose
};
struct SubjectRef {
  Subject subject = Subject::kUser;
  Span span;
};

enum class WindowUnit : std::uint8_t {
  kUserTurns,
  kReplies,
  kToolCalls,
  kToolResults,
  kDocuments,
  kEvents,
  kTurns,
  kTime
};
/// `10 user turns`, `3 turns`, `10 minutes`; `at most 100` bounds what is kept.
struct Window {
  WindowUnit unit = WindowUnit::kTurns;
  std::int64_t count = 0;  ///< a number of events, or ms for `kTime`
  std::optional<Integer> at_most;
  Span span;
};

// ----------------------------------------------------------------------------------------
// expressions

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

struct ErrorExpr {};
struct BoolLit {
  bool value = false;
};
struct IntLit {
  std::int64_t value = 0;
};
struct NumberLit {
  double value = 0;
  bool percent = false;
};
struct TextLit {
  std::string value;
};
struct TimeLit {
  std::int64_t ms = 0;
};  ///< `2026-08-02`, `2026-08-02 09:00`: UTC, ms since 1970
struct ClockLit {
  std::int64_t ms = 0;
};  ///< `09:00`: ms since midnight, compares with `time of day`
struct DurationLit {
  std::int64_t ms = 0;
};
struct SetLit {
  std::vector<ExprPtr> elements;
};  ///< `{basic, plus}`; members of enumerations are `Ref`s
/// `[1, 2]` and `{ name: "x"  amount: 3 }`: only as values given in tests.
struct ListLit {
  std::vector<ExprPtr> elements;
};
struct RecordLit {
  std::vector<Name> names;
  std::vector<ExprPtr> values;  ///< one for each name
};

/// A name in an expression: fact field, signal, definition, setting, parameter, member of an
/// enumeration, tool field, `it.amount`, `conversation.channel`.
struct Ref {
  Path path;
};

/// `get_booking[cancel.booking].made_at`: the field of a tool's latest result for that key.
struct KeyedRef {
  Path tool;
  ExprPtr key;
  Name field;
};

enum class Builtin : std::uint8_t { kNow, kTimeOfDay, kWeekday, kTurn, kFirstReply, kIt };
struct BuiltinRef {
  Builtin which = Builtin::kNow;
};

enum class UnaryOp : std::uint8_t { kNot, kNegate };
struct Unary {
  UnaryOp op = UnaryOp::kNot;
  ExprPtr operand;
};

enum class BinaryOp : std::uint8_t {
  kOr,
  kAnd,
  kEq,
  kNe,
  kLt,
  kLe,
  kGt,
  kGe,
  kAdd,
  kSub,
  kMul,
  kDiv,
  kStartsWith,
  kEndsWith,
  kContains,
  kDefault,
};
/// `or` and `and` stand as written, two operands each, left-associative; `parenthesized` on `Expr`
/// tells an author's grouping.
struct Binary {
  BinaryOp op = BinaryOp::kAnd;
  ExprPtr left;
  ExprPtr right;
  Span op_span;
};

struct Between {
  ExprPtr value;
  ExprPtr low;
  ExprPtr high;
};
struct In {
  ExprPtr value;
  ExprPtr set;
};  ///< a `SetLit` or a `Ref`
struct IsKnown {
  ExprPtr value;
  bool negated = false;
};  ///< `is known`, `is not known`
struct IsTruncated {
  SubjectRef subject;
};
/// `tool_call is refund`, `tool_result is refund`, `tool_call is unknown` (empty path).
struct IsTool {
  SubjectRef subject;
  Path tool;
  bool unknown = false;
};
struct Within {
  ExprPtr value;
  Path hours;
};  ///< `now within support`

/// One thing to look for: a string, or the name of a phrases, pattern or detector; `where` only in
/// `find` of a redaction, with `at least 0.7`.
struct Target {
  std::variant<Text, Path> what;
  bool decoded = false;
  std::optional<Number> at_least;
  ExprPtr where;
  Span span;
};
enum class MentionMode : std::uint8_t { kAny, kAll, kAtLeast };
struct Mentions {
  SubjectRef subject;
  MentionMode mode = MentionMode::kAny;
  std::int64_t at_least = 1;
  std::vector<Target> targets;
};
struct Matches {
  SubjectRef subject;
  std::string pattern;
  Span pattern_span;
};

/// `length(user)`, `words(user)`, `occurrences(user, X)`, `size(L)`, `sum(L.amount)`, or the call
/// of a definition with parameters. A subject or a target as argument is a `Ref` of that word, or a
/// `TextLit`.
struct Call {
  Path callee;
  std::vector<ExprPtr> arguments;
};

enum class QuantifierKind : std::uint8_t { kAny, kEvery, kHowMany };
/// `any X in SUBJECT where E` (target and subject) or `any of L where E` (list).
struct Quantifier {
  QuantifierKind kind = QuantifierKind::kAny;
  std::optional<Target> target;
  std::optional<SubjectRef> subject;
  ExprPtr list;
  ExprPtr where;
};

// Memory, section 7.
enum class InLastMode : std::uint8_t { kAtLeast, kAny, kEvery };
struct InLast {
  ExprPtr operand;
  InLastMode mode = InLastMode::kAtLeast;
  std::int64_t at_least = 1;
  Window window;
};
enum class EverKind : std::uint8_t { kEver, kNever, kPreviously };
struct Ever {
  EverKind kind = EverKind::kEver;
  ExprPtr operand;
};
struct Since {
  ExprPtr operand;
  ExprPtr since;
};
struct Then {
  ExprPtr first;
  ExprPtr then;
  Window window;
};
struct For {
  ExprPtr operand;
  Window window;
};
enum class Aggregate : std::uint8_t { kCount, kMin, kMax, kAvg, kSum };
struct Aggregated {
  Aggregate function = Aggregate::kCount;
  ExprPtr operand;
  std::optional<Window> window;
  ExprPtr per;
};
enum class SinceUnit : std::uint8_t { kTime, kTurns };
struct HowLongSince {
  SinceUnit unit = SinceUnit::kTime;
  ExprPtr operand;
};  ///< `time since E`
struct Repeats {
  SubjectRef subject;
  bool nearly = false;
  Window window;
};
struct PreviouslyFlagged {
  Path flag;
};
struct Per {
  ExprPtr operand;
  ExprPtr key;
};  ///< `ever (E) per verify.account`

using ExprKind =
    std::variant<ErrorExpr, BoolLit, IntLit, NumberLit, TextLit, TimeLit, ClockLit, DurationLit,
                 SetLit, ListLit, RecordLit, Ref, KeyedRef, BuiltinRef, Unary, Binary, Between, In,
                 IsKnown, IsTruncated, IsTool, Within, Mentions, Matches, Call, Quantifier, InLast,
                 Ever, Since, Then, For, Aggregated, HowLongSince, Repeats, PreviouslyFlagged, Per>;

struct Expr {
  ExprId id = 0;
  Span span;  ///< without the parentheses around it
  bool parenthesized = false;
  ExprKind kind;
};

// --------------------------------------------------------------------------------------------
// messages

/// `{match}`, `{customer.tier}`, `{last 4 customer.account}`.
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
struct Hole {
  HoleForm form = HoleForm::kPlain;
  std::int64_t first = 0;
  std::int64_t last = 0;
  ExprPtr value;  ///< null for `kMatch`
  Span span;
};
/// Text with typed holes. `pieces` in order; `{{` and `}}` are braces.
struct Message {
  std::vector<std::variant<std::string, Hole>> pieces;
  Span span;
};

// --------------------------------------------------------------------------------------------
// types

enum class TypeKind : std::uint8_t {
  kError,
  kBool,
  kInt,
  kNumber,
  kRange,
  kText,
  kEnum,
  kTime,
  kDuration,
  kSet,
  kList,
  kRecord
};
struct TypeField;
struct TypeExpr {
  TypeKind kind = TypeKind::kError;
  bool optional = false;
  double low = 0, high = 0;           ///< kRange
  std::vector<Name> members;          ///< kEnum
  std::unique_ptr<TypeExpr> element;  ///< kSet, kList
  std::vector<TypeField> fields;      ///< kRecord, only as element of a list
  Span span;
};

enum class LabelKind : std::uint8_t { kProtected, kPrivate, kProxyFor, kKey };
struct Label {
  LabelKind kind = LabelKind::kProtected;
  Path proxy_for;
  Span span;
};

/// A field of `facts`, of a tool's arguments or results, or of a nested record. Facts nest one
/// level: then `nested` is not empty and `type` means nothing.
struct TypeField {
  Name name;
  TypeExpr type;
  std::vector<Label> labels;
  std::vector<TypeField> nested;
  std::string doc;
  Span span;
};

// --------------------------------------------------------------------------------------------
// rules

enum class RuleKind : std::uint8_t {
  kEscalate,
  kRedact,
  kDisclose,
  kBlock,
  kHold,
  kRetry,
  kClarify,
  kFlag
};
enum class Priority : std::uint8_t { kLow, kNormal, kHigh, kUrgent };
enum class Mode : std::uint8_t { kEnforce, kShadow };
enum class FrequencyKind : std::uint8_t { kOncePerConversation, kEveryTurns, kAtMostOnceIn };
enum class OtherwiseDo : std::uint8_t { kBlock, kRelease };
enum class ReplacementKind : std::uint8_t {
  kLabel,
  kMask,
  kLast,
  kFirst,
  kFirstLast,
  kHash,
  kToken,
  kGeneralize,
  kText,
  kDrop
};
enum class Placement : std::uint8_t { kBeforeReply, kAfterReply, kInstead };

// Clauses: each in the words of `language.md`, section 8.
struct OnClause {
  std::vector<SubjectRef> subjects;
};
struct WhenClause {
  ExprPtr condition;
};
struct UnlessClause {
  ExprPtr condition;
};
struct SayClause {
  std::optional<Text> locale;
  Message message;
};
struct BecauseClause {
  Message message;
};
struct CitesClause {
  Text source;
  std::optional<std::int64_t> checked_ms;
  Span checked_span;
};
struct PriorityClause {
  Priority priority = Priority::kNormal;
};
struct EffectiveClause {
  std::int64_t from_ms = 0;
  Span time_span;
};
struct UntilClause {
  std::int64_t until_ms = 0;
  Span time_span;
};
struct ModeClause {
  Mode mode = Mode::kEnforce;
};
struct ShareClause {
  Number share;
};  ///< `for 10% of conversations`
struct FrequencyClause {
  FrequencyKind kind = FrequencyKind::kOncePerConversation;
  std::int64_t turns = 0;
  std::int64_t ms = 0;
  Span amount_span;  ///< of `5` or `24 hours`
};
struct UsesClause {
  LabelKind label = LabelKind::kProtected;  ///< or kPrivate
  Path fact;
  std::optional<Message> because;
};
struct OnFaultClause {
  bool open = false;
};
struct OnStreamClause {
  bool cut = false;
};
struct ToClause {
  Name queue;
};  ///< escalate
struct WithinClause {
  Duration within;
  std::optional<Duration> warn_at;
  std::optional<Name> otherwise_to;
};
struct DuringClause {
  Path hours;
  std::vector<SayClause> otherwise_say;
};
struct HandOverClause {
  bool keep_chatting = false;
};
struct WithClause {
  bool transcript = false;
  bool facts = false;
};
struct FindClause {
  std::vector<Target> targets;
  std::optional<Window> joining;
};  ///< redact
struct ReplaceClause {
  ReplacementKind kind = ReplacementKind::kLabel;
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::optional<Text> text;
};
struct PlacementClause {
  Placement placement = Placement::kBeforeReply;
};  ///< disclose
struct VerbatimClause {};
struct ForQueueClause {
  Name queue;
  Duration within;
  std::optional<OtherwiseDo> otherwise;
};  ///< hold
struct TellingClause {
  Message message;
  std::optional<Integer> at_most_times;
  std::optional<OtherwiseDo> otherwise;
};  ///< retry
struct AskClause {
  std::optional<Text> locale;
  Message message;
};  ///< clarify
struct AsClause {
  Name name;
};  ///< flag

using ClauseKind =
    std::variant<OnClause, WhenClause, UnlessClause, SayClause, BecauseClause, CitesClause,
                 PriorityClause, EffectiveClause, UntilClause, ModeClause, ShareClause,
                 FrequencyClause, UsesClause, OnFaultClause, OnStreamClause, ToClause, WithinClause,
                 DuringClause, HandOverClause, WithClause, FindClause, ReplaceClause,
                 PlacementClause, VerbatimClause, ForQueueClause, TellingClause, AskClause,
                 AsClause>;
/// `keyword` is the clause's first word or words: where a misplaced clause is reported.
struct Clause {
  Span span;
  Span keyword;
  ClauseKind kind;
};

// --------------------------------------------------------------------------------------------
// fairness

/// `escalate` (every rule of a kind) or a rule's name.
struct RuleSelector {
  std::variant<RuleKind, Path> what;
  Span span;
};
/// `protected`, `private`, or a fact.
struct LabelSelector {
  std::variant<LabelKind, Path> what;
  Span span;
};
struct KeepClause {
  std::vector<RuleSelector> rules;
  std::vector<LabelSelector> labels;
};
struct SameDecisionClause {
  Path from;
  Path to;
  std::vector<SubjectRef> subjects;
  std::optional<Number> share;
};
struct CompareClause {
  RuleSelector effect;
  Path fact;
  ExprPtr groups;  ///< `in {…}`: those that are told apart; null for all that there are
  Number at_least;
  Duration over;
  std::optional<Integer> conversations_each;
  std::optional<Number> confidence;
  std::optional<Name> alert;
};
struct FairnessClause {
  Span span;
  std::variant<KeepClause, SameDecisionClause, CompareClause, BecauseClause, CitesClause> kind;
};

// --------------------------------------------------------------------------------------------
// tests

struct Assignment {
  Path name;
  ExprPtr value;
  Span span;
};
struct GivenStep {
  Path record;
  std::vector<Assignment> values;
};  ///< `given customer { tier: plus }`
struct AtStep {
  std::int64_t time_ms = 0;
  Span time_span;
};
struct AfterStep {
  Duration duration;
};
/// `user "…" with { sentiment: -0.9 }`, `tool_call refund { amount: 150 }`, `tool_result refund {
/// done: true }`, `tool_result "text"`, `close`, `timer`.
struct EventStep {
  SubjectRef subject;
  std::optional<Text> text;
  Path tool;
  std::vector<Assignment> arguments;
  std::vector<Assignment> with;
};
enum class ExpectKind : std::uint8_t {
  kRule,
  kNoKind,
  kNothing,
  kText,
  kTextWithout,
  kDisposition,
  kFlag,
  kFault
};
struct ExpectStep {
  ExpectKind kind = ExpectKind::kNothing;
  bool negated = false;  ///< `expect no block`, `expect no escalate legal_threat`
  std::optional<RuleKind> rule_kind;
  Path rule;                  ///< may be empty
  std::optional<Name> queue;  ///< `to legal`
  Text text;
  Name name;  ///< disposition, flag or fault
};
struct TestStep {
  Span span;
  std::variant<GivenStep, AtStep, AfterStep, EventStep, ExpectStep> kind;
};

// --------------------------------------------------------------------------------------------
// declarations

struct PolicyDecl {
  Name name;
  std::optional<Text> version;
  std::optional<Integer> language;
};
struct PackDecl {
  Name name;
  std::optional<Text> version;
};
struct SettingValue {
  Name name;
  ExprPtr value;
  Span span;
};
/// `include NAME { … }`, `use "path"`.
struct IncludeDecl {
  bool use_only = false;
  std::variant<Name, Text> what;
  std::vector<SettingValue> settings;
};
struct SettingDecl {
  Name name;
  TypeExpr type;
  ExprPtr value;
};
struct FactsDecl {
  Name name;
  std::vector<TypeField> fields;
};
struct SignalDecl {
  Name name;
  SubjectRef subject;
  TypeExpr type;
  ExprPtr when_missing;
  std::optional<Path> from;  ///< `from built_in.sentiment`
  bool as_redacted = false;
  std::vector<Label> labels;
};
struct PhraseOption {
  std::string word;
  std::int64_t number = 0;
  std::string language;
  Span span;
};  ///< exact, any accent, spaced, typos N, stem "en"
struct PhrasesDecl {
  Name name;
  std::vector<Text> phrases;
  std::optional<Text> from_file;
  std::vector<PhraseOption> options;
};
struct NearOption {
  std::vector<Text> words;
  Integer characters;
  bool required = true;
  Span span;
};
struct GroupOption {
  Name name;
  TypeExpr type;
};
struct PatternDecl {
  Name name;
  std::string pattern;
  Span pattern_span;
  bool exact = false;
  bool not_personal = false;
  std::optional<Name> checked_by;
  std::vector<NearOption> near;
  std::vector<GroupOption> groups;
};
struct Parameter {
  Name name;
  TypeExpr type;
};
struct DefineDecl {
  Name name;
  std::vector<Parameter> parameters;
  ExprPtr value;
};
/// `tool refund called "Billing.Refund" { … } returns { … }`: `called` names it as the host does.
struct ToolDecl {
  Name name;
  std::optional<Text> called;
  std::vector<TypeField> arguments;
  std::vector<TypeField> results;
};
struct HoursSpan {
  std::int32_t first_day = 1;
  std::int32_t last_day = 1;
  std::int64_t from_ms = 0;
  std::int64_t to_ms = 0;
  Span span;
};  ///< days 1 Monday to 7 Sunday
struct HoursDecl {
  Name name;
  std::vector<HoursSpan> spans;
  std::optional<Text> zone;
  std::vector<std::pair<std::int64_t, Span>> except_days_ms;
};
struct DisableDecl {
  Path rule;
  std::optional<Message> because;
};
struct AdjustDecl {
  Path rule;
  std::vector<Clause> clauses;
  std::optional<Message> because;
};
struct OnFaultDecl {
  bool open = false;
};
/// `budget 50 us for 4 KiB`: what judging an event with a text of that size may take.
struct BudgetDecl {
  Integer time;
  Name time_unit;
  Integer size;
  Name size_unit;
  std::int64_t time_us = 0;  ///< 0 where it is none (reported)
  std::int64_t bytes = 0;    ///< the same
};
struct RuleDecl {
  RuleKind kind = RuleKind::kFlag;
  Name name;
  std::vector<Clause> clauses;
};
struct FairnessDecl {
  Name name;
  std::vector<FairnessClause> clauses;
};
struct TestDecl {
  Text title;
  bool each = false;
  std::optional<Text> from_file;
  std::vector<TestStep> steps;
};

using DeclKind =
    std::variant<PolicyDecl, PackDecl, IncludeDecl, SettingDecl, FactsDecl, SignalDecl, PhrasesDecl,
                 PatternDecl, DefineDecl, ToolDecl, HoursDecl, DisableDecl, AdjustDecl, OnFaultDecl,
                 BudgetDecl, RuleDecl, FairnessDecl, TestDecl>;
struct Decl {
  Span span;
  std::string doc;
  /// A part of it did not parse and was left out (reported): say nothing of what seems missing.
  bool has_holes = false;
  DeclKind kind;
};

/// `# …` with its place; the formatter puts comments back where they belong.
struct Comment {
  Span span;
  bool doc = false;
};

struct File {
  FileId id = 0;
  std::vector<Decl> decls;  ///< in the order written
  std::vector<Comment> comments;
  bool has_syntax_errors = false;
};

}  // namespace decorum::ast
