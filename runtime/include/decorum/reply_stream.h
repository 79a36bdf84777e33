#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decorum/policy.h"

namespace decorum {

/// How a streamed reply ended.
struct StreamEnd {
  /// Not cut: what is still to be sent. Cut: what stands in the place of everything that was sent,
  /// as the policy's `say` puts it; "" where it says nothing.
  std::string text;
  bool cut = false;
  Verdict verdict;  ///< of the whole reply, or of what had come of it when it was cut
};

/// A reply that comes in chunks, on its way to the person. What it lets go of, together with
/// `StreamEnd::text`, is byte for byte what `Conversation::give` says of the whole reply, however
/// it is cut into chunks; and nothing that a rule redacts leaves, not even a part of it.
///
/// A rule that needs the whole reply (`check --streaming` lists them) lets nothing go before the
/// end, or stops the reply in the middle where it says `on stream cut`.
///
/// One thread at a time. While a stream is open its conversation takes no other event.
class ReplyStream {
 public:
  /// Begins the next reply of `conversation`, which outlives the stream.
  ///
  /// @param reply  the event without its text: time, facts. Scores of the reply may come at the
  /// end.
  ReplyStream(Conversation& conversation, Event reply = {});
  ~ReplyStream();
  ReplyStream(ReplyStream&&) noexcept;
  ReplyStream& operator=(ReplyStream&&) noexcept;

  /// Takes the next bytes of the reply, cut anywhere, inside a character too. What may go to the
  /// person now, valid until the next call; often "" . Chunks after a cut are not looked at.
  std::string_view feed(std::string_view chunk);

  /// Whether a rule has stopped the reply: end it, and the model's work.
  bool isCut() const;

  /// The reply has ended. The conversation has moved on by it then. Called once.
  ///
  /// @param signals  scores of the whole reply, beside those of the event
  StreamEnd finish(std::vector<std::pair<std::string, Value>> signals = {});

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace decorum
