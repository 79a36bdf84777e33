/// Replies in chunks. `Conversation::give` says at the end what becomes of the reply; a stream lets
/// go before of what it will say, as far as that is certain.
///
///   chunks ─ whole characters ─ TextTail ─► places that no match lies across ─ redact ─► let go of
///                                                │
///                                 rules that cut ┘
#include "decorum/reply_stream.h"

#include <algorithm>

#include "runtime/base/utf8.h"
#include "runtime/engine/conversation_impl.h"
#include "runtime/text/stream/text_tail.h"

namespace decorum {

using engine::Judging;
using engine::StreamClass;
using text::stream::TextTail;

struct ReplyStream::Impl {
  Impl(Conversation& of, Conversation::Impl& behind, Event the_reply)
      : conversation(of),
        policy(behind.policy.impl()),
        id(behind.id),
        options(behind.options),
        state(behind.state),
        reply(std::move(the_reply)) {
    reply.kind = EventKind::kReply;
    reply.text.clear();
    options.evidence = false;
    open();
  }

  void open();
  bool needsWholeReply(Judging& judging);
  void feed(std::string_view chunk);
  void letGo(std::string_view piece);
  void takeStep(const TextTail::Step& step);
  void judgePiece(const TextTail::Step& step);
  void scan(Judging& judging, const TextTail::Step& step);
  bool isCutBy(Judging& judging);
  std::string redacted(Judging& judging, const TextTail::Step& step);
  StreamEnd finish(std::vector<std::pair<std::string, Value>> signals);

  const engine::StreamPlan& streaming() const { return policy.streaming(); }

  Conversation& conversation;
  const Policy::Impl& policy;
  std::string id;
  ConversationOptions options;
  /// As it is at this reply, without its text: pieces are judged by it.
  engine::ConversationState state;
  Event reply;

  std::vector<std::uint32_t> redactions;  ///< rules that look at the reply
  std::string before;                     ///< statements that stand before the reply
  bool said_before = false;
  bool waits = false;  ///< for the whole reply
  bool cut = false;

  std::string given;      ///< the reply so far, as it came
  std::size_t taken = 0;  ///< bytes of it that are in `tail`: whole characters
  TextTail tail;
  std::string sent;             ///< all that was let go of
  std::size_t sent_before = 0;  ///< … in earlier calls
};

// ---- before the first chunk ---------------------------------------------------------------------

/// Judges the reply as if it were empty: what does not speak of its text is decided so.
void ReplyStream::Impl::open() {
  auto lease = policy.workspaces.lease();
  Judging judging{policy, options, id, state, *lease, reply};
  engine::clear(judging.work);
  engine::admit(judging);
  engine::lookAtText(judging);
  engine::recall(judging);
  engine::decide(judging);
  waits = reply.truncated || needsWholeReply(judging);
  if (waits) return;
  Verdict opening;
  engine::compose(judging, opening);
  before = engine::statementsAt(opening, Placement::kBeforeReply);
}

/// Also collects the redactions that are in force.
bool ReplyStream::Impl::needsWholeReply(Judging& judging) {
  const plan::Plan& plan = policy.plan;
  for (std::uint32_t rule = 0; rule < plan.rules.size(); ++rule) {
    const engine::RuleStreaming& streaming_of = streaming().rules[rule];
    if (streaming_of.how == StreamClass::kNothing || streaming_of.how == StreamClass::kCut)
      continue;
    if (!engine::isInForce(judging, rule) || !engine::mayRepeat(judging, rule)) continue;
    const bool fires = judging.work.fired.has(rule) ||
                       (judging.work.undecided.has(rule) && !plan.rules[rule].fault_open);
    const bool speaks_instead = plan.rules[rule].kind == RuleKind::kDisclose &&
                                plan.rules[rule].placement == Placement::kInstead;
    switch (streaming_of.how) {
      case StreamClass::kWholeReply:
        if (streaming_of.depends || fires) return true;
        break;
      case StreamClass::kAtStart:
        if (fires && (plan.rules[rule].kind != RuleKind::kDisclose || speaks_instead)) return true;
        break;
      case StreamClass::kAsItComes:
        if (fires) redactions.push_back(rule);
        break;
      default:
        break;
    }
  }
  return false;
}

// ---- chunks -------------------------------------------------------------------------------------

void ReplyStream::Impl::feed(std::string_view chunk) {
  sent_before = sent.size();
  if (cut) return;
  given += chunk;
  const bool too_long = given.size() > options.limits.message_bytes;
  if (waits || too_long) return;
  if (!said_before) sent += before;
  said_before = true;
  const std::size_t whole = taken + utf8::wholeCharacters(std::string_view(given).substr(taken));
  const std::string_view more = std::string_view(given).substr(taken, whole - taken);
  taken = whole;
  utf8::isWellFormed(more) ? tail.append(more) : tail.append(utf8::repaired(more));
  auto scratch = policy.hold_back_scratch.lease(
      [&] { return std::make_unique<text::stream::HoldBackScratch>(*streaming().hold_back); });
  takeStep(tail.settle(*streaming().hold_back, *scratch, TextTail::More::kMayCome));
  tail.trim(*streaming().hold_back);
}

void ReplyStream::Impl::letGo(std::string_view piece) {
  if (piece.empty()) return;
  if (sent.size() == before.size() && !before.empty()) sent += engine::kParagraphEnd;
  sent += piece;
}

void ReplyStream::Impl::takeStep(const TextTail::Step& step) {
  if (step.begin == step.end) return;
  if (step.may_match) return judgePiece(step);
  letGo(tail.text().substr(static_cast<std::size_t>(step.begin - tail.begin()),
                           static_cast<std::size_t>(step.end - step.begin)));
}

void ReplyStream::Impl::judgePiece(const TextTail::Step& step) {
  auto lease = policy.workspaces.lease();
  Judging judging{policy, options, id, state, *lease, reply};
  engine::clear(judging.work);
  scan(judging, step);
  if (streaming().has_cuts && isCutBy(judging)) {
    cut = true;
    return;
  }
  letGo(redacted(judging, step));
}

/// Leaves in the workspace the hits of the piece, by the text around it.
void ReplyStream::Impl::scan(Judging& judging, const TextTail::Step& step) {
  engine::Workspace& work = judging.work;
  const engine::SubjectScan& scan = policy.scanOf(EventKind::kReply);
  const text::ScriptEvidence evidence = tail.evidence();
  work.text.cut.reset();
  work.text.origin.clear();
  work.text.is_json = false;
  work.text.given = work.text.judged = tail.text();
  scan.scanner->scan(tail.text(), work.scan_scratch[static_cast<std::size_t>(EventKind::kReply)],
                     work.scan, {state.locale, &evidence});
  work.scan.given_up.clear();
  std::erase_if(work.scan.hits, [&](const text::Hit& hit) {
    const std::uint64_t begin = tail.begin() + hit.begin;
    return begin < step.begin || begin >= step.end;
  });
}

/// Whether what was found so far decides a rule that stops the reply.
bool ReplyStream::Impl::isCutBy(Judging& judging) {
  const engine::SubjectScan& scan = policy.scanOf(EventKind::kReply);
  engine::Workspace& work = judging.work;
  for (const text::Hit& hit : work.scan.hits) {
    for (std::uint32_t i = scan.first_slot[hit.matcher]; i < scan.first_slot[hit.matcher + 1];
         ++i) {
      const plan::SlotId slot = scan.slots_of[i];
      const std::int64_t count = state.record.at(slot).cell.integer;
      const bool counts = policy.plan.slots[slot].kind == plan::SlotKind::kOccurrences;
      state.record.setInt(slot, counts ? count + 1 : 1);
    }
  }
  judging.evaluator.evaluate(EventKind::kReply, judging.record(), work.scratch, work.fired,
                             work.undecided);
  for (std::uint32_t rule = 0; rule < policy.plan.rules.size(); ++rule) {
    if (streaming().rules[rule].how != StreamClass::kCut) continue;
    if (!work.fired.has(rule) || !engine::isInForce(judging, rule)) continue;
    if (engine::mayRepeat(judging, rule)) return true;
  }
  return false;
}

std::string ReplyStream::Impl::redacted(Judging& judging, const TextTail::Step& step) {
  for (const std::uint32_t rule : redactions) engine::collectHits(judging, rule);
  const auto begin = static_cast<std::size_t>(step.begin - tail.begin());
  const auto end = static_cast<std::size_t>(step.end - tail.begin());
  judging.work.text.given = tail.text().substr(0, end);
  std::vector<Edit> edits;
  const auto edited = engine::editedText(judging, edits);
  return edited ? edited->substr(begin) : std::string(tail.text().substr(begin, end - begin));
}

// ---- the end ------------------------------------------------------------------------------------

StreamEnd ReplyStream::Impl::finish(std::vector<std::pair<std::string, Value>> signals) {
  reply.text = std::move(given);
  for (auto& signal : signals) reply.signals.push_back(std::move(signal));
  StreamEnd end;
  conversation.give(reply, end.verdict);
  const bool goes_on = end.verdict.disposition == Disposition::kPass;
  std::string all = end.verdict.text ? *end.verdict.text
                    : goes_on        ? utf8::repaired(reply.text)
                                     : std::string();
  // What was sent is a prefix, unless a rule has stopped the reply or a limit was met on the way.
  end.cut = cut || !all.starts_with(sent) || (!goes_on && !sent.empty());
  end.text = end.cut ? std::move(all) : all.substr(sent.size());
  return end;
}

ReplyStream::ReplyStream(Conversation& conversation, Event reply)
    : impl_(std::make_unique<Impl>(conversation, *conversation.impl_, std::move(reply))) {}
ReplyStream::~ReplyStream() = default;
ReplyStream::ReplyStream(ReplyStream&&) noexcept = default;
ReplyStream& ReplyStream::operator=(ReplyStream&&) noexcept = default;

std::string_view ReplyStream::feed(std::string_view chunk) {
  impl_->feed(chunk);
  return std::string_view(impl_->sent).substr(impl_->sent_before);
}

bool ReplyStream::isCut() const { return impl_->cut; }

StreamEnd ReplyStream::finish(std::vector<std::pair<std::string, Value>> signals) {
  return impl_->finish(std::move(signals));
}

}  // namespace decorum
