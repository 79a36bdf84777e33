#include "runtime/plan/print.h"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <iterator>
#include <string_view>
#include <utility>

#include "runtime/plan/operations.h"

namespace decorum::plan {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out + '"';
}

constexpr std::array kEventNames = {"user",  "document", "tool_call", "tool_result",
                                    "reply", "timer",    "close"};
constexpr std::array kRuleKindNames = {"escalate", "redact", "disclose", "block",
                                       "hold",     "retry",  "clarify",  "flag"};
constexpr std::array kPriorityNames = {"low", "normal", "high", "urgent"};
constexpr std::array kReplacementNames = {"first_last", "token", "hash", "generalize",
                                          "mask",       "label", "text", "drop"};
constexpr std::array kPlacementNames = {"before reply", "after reply", "instead"};
constexpr std::array kOtherwiseNames = {"block", "release"};
constexpr std::array kUnitNames = {"all", "ticks", "turns", "ms"};
constexpr std::array kQuantifierNames = {"any", "every", "how_many"};
constexpr std::array kFieldTypeNames = {"bool", "int",  "number",   "text",
                                        "enum", "time", "duration", "list"};
constexpr std::array kFormNames = {"",           "match", "last",  "first",
                                   "first_last", "mask",  "label", "hash"};

template <std::size_t N, class E>
const char* nameOf(const std::array<const char*, N>& names, E value) {
  const auto at = static_cast<std::size_t>(value);
  return at < N ? names[at] : "?";
}

class Printer {
 public:
  explicit Printer(const Plan& plan) : plan_(plan) {}

  std::string run() {
    line("plan {} {}", plan_.name, quoted(plan_.version));
    inputs();
    matchers();
    slots();
    nodes();
    memory();
    messages();
    for (const Rule& rule : plan_.rules) this->rule(rule);
    for (const Change& change : plan_.changes) {
      line("change {}: {} because {}", change.rule, change.what, quoted(change.because));
    }
    for (const Swap& swap : plan_.swaps) {
      line("swap {} {} ppm: {} with {}", swap.name, swap.share_ppm, fmt::join(swap.from, ", "),
           fmt::join(swap.to, ", "));
    }
    for (const Monitor& monitor : plan_.monitors) {
      line("monitor {}: {} across s{} of {} at least {} over {} ms with {} each at {} alert {}",
           monitor.name, monitor.effect, monitor.slot, fmt::join(monitor.groups, ", "),
           monitor.at_least, monitor.over_ms, monitor.each, monitor.confidence,
           quoted(monitor.queue));
    }
    return std::move(out_);
  }

 private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    out_ += '\n';
  }
  template <class List>
  static std::string joined(const List& list, std::string_view mark) {
    std::string all;
    for (const auto& element : list) {
      all += fmt::format("{}{}{}", all.empty() ? "" : " ", mark, element);
    }
    return all;
  }
  static std::string joinedQuoted(const std::vector<std::string>& list) {
    std::string all;
    for (const auto& text : list) all += (all.empty() ? "" : ", ") + quoted(text);
    return all;
  }

  // ---- inputs

  void inputs() {
    for (const Record& record : plan_.records) {
      line("facts {}", record.name);
      fields(record.fields);
    }
    for (const Tool& tool : plan_.tools) {
      line("tool {} called {}", tool.name, quoted(tool.called));
      fields(tool.arguments);
      if (!tool.results.empty()) line(" returns");
      fields(tool.results);
    }
    for (const Signal& signal : plan_.signals) {
      line("signal {} of {} {}..{} when missing {}{}{}{}", signal.name,
           nameOf(kEventNames, signal.subject), signal.low, signal.high,
           signal.when_missing ? fmt::format("{}", *signal.when_missing) : "unknown",
           signal.provider == signals::Provider::kHost
               ? ""
               : fmt::format(" from built_in.{}", signals::nameOf(signal.provider)),
           signal.as_redacted ? " as redacted" : "", slotMark(signal.slot));
    }
    for (const Hours& hours : plan_.hours) {
      line("hours {} in {}", hours.name, quoted(hours.zone));
      for (const HoursSpan& span : hours.spans) {
        line("  days {}..{} ms {}..{}", span.first_day, span.last_day, span.from_ms, span.to_ms);
      }
      if (!hours.except_days.empty()) line("  except days {}", joined(hours.except_days, ""));
    }
  }

  static std::string slotMark(SlotId slot) {
    return slot == kNone ? "" : fmt::format(" -> s{}", slot);
  }

  void fields(const std::vector<Field>& fields) {
    for (const Field& field : fields) line("  {}", describe(field));
  }

  static std::string describe(const Field& field) {
    std::string all = field.name.empty() ? "" : field.name + ": ";
    const FieldShape& shape = field.shape;
    all += nameOf(kFieldTypeNames, shape.type);
    if (!shape.members.empty()) all += " " + joined(shape.members, "");
    if (shape.low > -std::numeric_limits<double>::infinity() ||
        shape.high < std::numeric_limits<double>::infinity()) {
      all += fmt::format(" {}..{}", shape.low, shape.high);
    }
    if (!shape.element.empty()) {
      all += " of {";
      for (const Field& part : shape.element) all += " " + describe(part);
      all += " }";
    }
    if (field.optional) all += "?";
    constexpr std::pair<FieldLabel, const char*> kLabels[] = {
        {kProtected, " protected"}, {kPrivate, " private"}, {kProxy, " proxy"}, {kKey, " key"}};
    for (const auto& [bit, word] : kLabels) {
      if (field.labels & bit) all += word;
    }
    return all + slotMark(field.slot);
  }

  void matchers() {
    if (!plan_.matchers.empty()) line("matchers");
    for (std::size_t i = 0; i < plan_.matchers.size(); ++i) {
      line("  m{} {}", i, describe(plan_.matchers[i]));
    }
    for (std::size_t kind = 0; kind < plan_.scans.size(); ++kind) {
      if (plan_.scans[kind].empty()) continue;
      line("  scan {} for {}", nameOf(kEventNames, kind), joined(plan_.scans[kind], "m"));
    }
  }

  static std::string describe(const text::Matcher& matcher) {
    std::string all;
    switch (matcher.kind) {
      case text::MatcherKind::kDetector:
        all = "detector " + matcher.detector;
        if (matcher.decoded) all += " decoded";
        if (matcher.min_score > 0) all += fmt::format(" at least {}", matcher.min_score);
        if (matcher.joining > 0) all += fmt::format(" joining {}", matcher.joining);
        return all;
      case text::MatcherKind::kPattern:
        all = "pattern /" + matcher.pattern + "/";
        if (matcher.exact) all += " exact";
        if (matcher.whole) all += " whole";
        if (!matcher.validator.empty()) all += " checked by " + matcher.validator;
        for (const text::Near& near : matcher.near) {
          all += fmt::format(" {}near {} within {}", near.required ? "" : "likelier ",
                             joinedQuoted(near.words), near.characters);
        }
        if (matcher.min_score > 0) all += fmt::format(" at least {}", matcher.min_score);
        if (matcher.not_personal) all += " not personal";
        return all;
      case text::MatcherKind::kPhrases:
        break;
    }
    all = "phrases " + joinedQuoted(matcher.phrases);
    if (matcher.options.exact) all += " exact";
    if (matcher.options.any_accent) all += " any accent";
    if (matcher.options.spaced) all += " spaced";
    if (matcher.options.typos > 0) all += fmt::format(" typos {}", matcher.options.typos);
    if (!matcher.options.stem.empty()) all += " stem " + quoted(matcher.options.stem);
    return all;
  }

  // ---- slots and nodes

  void slots() {
    if (!plan_.slots.empty()) line("slots");
    for (std::size_t i = 0; i < plan_.slots.size(); ++i) {
      const Slot& slot = plan_.slots[i];
      line("  s{} {}{} {} {}{}", i, name(slot.rep), slot.optional ? "?" : "", name(slot.kind),
           slot.name, about(slot));
    }
  }

  static std::string about(const Slot& slot) {
    const char* subject = nameOf(kEventNames, slot.subject);
    switch (slot.kind) {
      case SlotKind::kFound:
      case SlotKind::kOccurrences:
      case SlotKind::kDistinct:
        return fmt::format("  {} m{}", subject, slot.ref);
      case SlotKind::kHitQuantifier:
        return fmt::format("  {} q{}", subject, slot.ref);
      case SlotKind::kWithinHours:
        return fmt::format("  hours {}", slot.ref);
      case SlotKind::kMemory:
        return fmt::format("  o{}", slot.ref);
      case SlotKind::kSignal:
      case SlotKind::kCurrentTool:
      case SlotKind::kTextHash:
      case SlotKind::kSimilarity:
      case SlotKind::kLength:
      case SlotKind::kWords:
      case SlotKind::kTruncated:
        return fmt::format("  {}", subject);
      default:
        return "";
    }
  }

  void nodes() {
    if (!plan_.nodes.empty()) line("nodes");
    for (std::size_t id = 0; id < plan_.nodes.size(); ++id) {
      const Node& node = plan_.nodes[id];
      std::string operands;
      for (std::uint32_t i = 0; i < node.operand_count; ++i) {
        operands += fmt::format(" %{}", plan_.operands[node.first_operand + i]);
      }
      line("  %{}{} = {}{}{}", id, node.in_body ? "*" : "", info(node.op).mnemonic, operands,
           payload(node));
    }
    if (!plan_.quantifiers.empty()) line("quantifiers");
    for (std::size_t i = 0; i < plan_.quantifiers.size(); ++i) {
      const Quantifier& quantifier = plan_.quantifiers[i];
      const std::string over = joined(quantifier.matchers, "m");
      line("  q{} {} %{}{}{}", i, nameOf(kQuantifierNames, quantifier.kind), quantifier.body,
           over.empty() ? "" : " over ", over);
    }
  }

  // ---- memory

  void memory() {
    if (!plan_.memory.empty()) line("memory");
    for (std::size_t i = 0; i < plan_.memory.size(); ++i) {
      const Operator& op = plan_.memory[i];
      std::string all;
      const auto add = [&](NodeId node, std::string_view before) {
        if (node != kNone) all += fmt::format("{}%{}", before, node);
      };
      add(op.operand, " ");
      add(op.second, " ");
      add(op.key, " per ");
      if (op.read_key != op.key) add(op.read_key, " read per ");
      if (op.unit != Unit::kWhole)
        all += fmt::format(" {} {}", op.window, nameOf(kUnitNames, op.unit));
      if (op.keep > 0) all += fmt::format(" keep {}", op.keep);
      if (op.kind == OperatorKind::kFlagged) all += " " + quoted(plan_.strings[op.ref]);
      if (op.kind == OperatorKind::kCallKey) all += fmt::format(" tool {}", op.ref);
      if (op.kind == OperatorKind::kJoined) all += fmt::format(" m{}", op.ref);
      all += " on " + clock(op.clock);
      if (op.second != kNone && op.second_clock != op.clock) all += ", " + clock(op.second_clock);
      line("  o{} {}{} -> s{}", i, info(op.kind).word, all, op.slot);
    }
  }

  static std::string clock(std::uint8_t clock) {
    return clock == kEveryEvent ? "every event"
                                : nameOf(kEventNames, static_cast<EventKind>(clock));
  }

  std::string payload(const Node& node) const {
    if (isLoad(node.op)) return fmt::format(" s{}", node.payload);
    if (isQuantifier(node.op)) return fmt::format(" q{}", node.payload);
    switch (node.op) {
      case Op::kConstBool:
        return node.payload ? " true" : " false";
      case Op::kConstInt:
        return fmt::format(" {}", static_cast<std::int64_t>(node.payload));
      case Op::kConstNumber:
        return fmt::format(" {}", std::bit_cast<double>(node.payload));
      case Op::kConstText:
        return " " + quoted(plan_.strings[node.payload]);
      case Op::kMemberInt:
        return " {" + joined(plan_.int_sets[node.payload], "") + "}";
      case Op::kMemberNumber:
        return " {" + joined(plan_.number_sets[node.payload], "") + "}";
      case Op::kMemberText:
        return " {" + joinedQuoted(plan_.text_sets[node.payload]) + "}";
      case Op::kSumInt:
      case Op::kSumNumber:
        return fmt::format(" .{}", node.payload);
      default:
        break;
    }
    if (!isIt(node.op)) return "";
    if (node.payload == kItMatchedText) return " .text";
    if (node.payload == kItScore) return " .score";
    return fmt::format(" .{}", node.payload);
  }

  // ---- messages and rules

  void messages() {
    if (!plan_.messages.empty()) line("messages");
    for (std::size_t i = 0; i < plan_.messages.size(); ++i) {
      std::string all;
      for (const Piece& piece : plan_.messages[i].pieces) all += " " + describe(piece);
      const std::string& locale = plan_.messages[i].locale;
      line("  t{}{}{}", i, locale.empty() ? "" : " in " + quoted(locale), all);
    }
  }

  static std::string describe(const Piece& piece) {
    if (piece.value == kNone && piece.form == HoleForm::kPlain) return quoted(piece.literal);
    std::string all = "{";
    if (piece.form != HoleForm::kPlain) all += nameOf(kFormNames, piece.form);
    if (piece.first > 0) all += fmt::format(" first {}", piece.first);
    if (piece.last > 0) all += fmt::format(" last {}", piece.last);
    if (piece.value != kNone) {
      all += fmt::format("{}%{}", all.size() > 1 ? " " : "", piece.value);
    }
    if (!piece.members.empty()) all += " of " + joined(piece.members, "");
    return all + (piece.is_private ? " private}" : "}");
  }

  void rule(const Rule& rule) {
    std::string on;
    for (std::size_t kind = 0; kind < kEventNames.size(); ++kind) {
      if (rule.on >> kind & 1) on += (on.empty() ? "" : ", ") + std::string(kEventNames[kind]);
    }
    line("{} {} on {}  #{}", nameOf(kRuleKindNames, rule.kind), rule.name, on, rule.order);
    if (rule.guard != kNone) line("  when %{}", rule.guard);
    if (rule.condition != kNone) condition(rule.condition);
    ownClauses(rule);
    commonClauses(rule);
  }

  /// The tree in one line: `and(%1 "user mentions x", not(%2 "y"))`. Deep ones need no stack.
  void condition(ConditionId root) {
    std::string all;
    std::vector<std::pair<ConditionId, std::size_t>> open = {{root, 0}};
    constexpr std::array kKinds = {"", "and", "or", "not"};
    while (!open.empty()) {
      auto& [id, next] = open.back();
      const Condition& condition = plan_.conditions[id];
      if (condition.kind == Condition::Kind::kLeaf) {
        all += fmt::format("%{}", condition.node);
        if (condition.source != kNone) all += " " + quoted(plan_.sources[condition.source].text);
        open.pop_back();
        continue;
      }
      if (next == 0) all += std::string(nameOf(kKinds, condition.kind)) + "(";
      if (next == condition.children.size()) {
        all += ")";
        open.pop_back();
        continue;
      }
      if (next > 0) all += ", ";
      const ConditionId child = condition.children[next++];
      open.emplace_back(child, 0);
    }
    line("  holds {}", all);
  }

  void texts(std::string_view clause, const std::vector<MessageId>& messages) {
    if (!messages.empty()) line("  {} {}", clause, joined(messages, "t"));
  }
  void duration(std::string_view clause, const std::optional<std::int64_t>& ms) {
    if (ms) line("  {} {} ms", clause, *ms);
  }

  void ownClauses(const Rule& rule) {
    for (const Find& find : rule.finds) {
      line("  find {} m{}{}", find.name, find.matcher,
           find.where == kNone ? "" : fmt::format(" where %{}", find.where));
    }
    switch (rule.kind) {
      case RuleKind::kEscalate:
        line("  to {}{}{}{}", quoted(rule.queue), rule.hand_over ? " hand over" : " keep chatting",
             rule.with_transcript ? " with transcript" : "", rule.with_facts ? " with facts" : "");
        if (!rule.otherwise_queue.empty()) line("  otherwise to {}", quoted(rule.otherwise_queue));
        if (rule.during != kNone) line("  during s{}", rule.during);
        break;
      case RuleKind::kRedact:
        line("  replace with {} first {} last {} {}", nameOf(kReplacementNames, rule.replacement),
             rule.keep_first, rule.keep_last, quoted(rule.replacement_text));
        break;
      case RuleKind::kDisclose:
        line("  {}{}", nameOf(kPlacementNames, rule.placement), rule.verbatim ? " verbatim" : "");
        break;
      case RuleKind::kHold:
        line("  for {} otherwise {}", quoted(rule.queue), nameOf(kOtherwiseNames, rule.otherwise));
        break;
      case RuleKind::kRetry:
        line("  telling {} at most {} times otherwise {}",
             rule.telling == kNone ? "nothing" : fmt::format("t{}", rule.telling),
             rule.at_most_times, nameOf(kOtherwiseNames, rule.otherwise));
        break;
      case RuleKind::kFlag:
        line("  as {}", rule.flag);
        break;
      case RuleKind::kBlock:
      case RuleKind::kClarify:
        break;
    }
    duration("within", rule.within_ms);
    duration("warn at", rule.warn_ms);
  }

  void commonClauses(const Rule& rule) {
    texts("say", rule.say);
    texts("otherwise say", rule.otherwise_say);
    texts("ask", rule.ask);
    if (rule.because != kNone) line("  because t{}", rule.because);
    for (const Cite& cite : rule.cites) {
      line("  cites {}{}", quoted(cite.source),
           cite.checked_ms ? fmt::format(" checked {} ms", *cite.checked_ms) : "");
    }
    if (rule.priority != Priority::kNormal) {
      line("  priority {}", nameOf(kPriorityNames, rule.priority));
    }
    duration("effective", rule.effective_ms);
    duration("until", rule.until_ms);
    if (rule.shadow) line("  mode shadow");
    if (rule.share_ppm != 1'000'000) line("  for {} ppm of conversations", rule.share_ppm);
    frequency(rule);
    for (const Use& use : rule.uses) line("  uses {} because {}", use.fact, quoted(use.because));
    if (rule.fault_open) line("  on fault open");
    if (rule.stream_cut) line("  on stream cut");
  }

  void frequency(const Rule& rule) {
    switch (rule.frequency) {
      case Frequency::kAlways:
        break;
      case Frequency::kOncePerConversation:
        line("  once per conversation");
        break;
      case Frequency::kEveryTurns:
        line("  every {} turns", rule.frequency_count);
        break;
      case Frequency::kAtMostOnceIn:
        line("  at most once in {} ms", rule.frequency_count);
        break;
    }
  }

  const Plan& plan_;
  std::string out_;
};

}  // namespace

std::string print(const Plan& plan) { return Printer(plan).run(); }

}  // namespace decorum::plan
