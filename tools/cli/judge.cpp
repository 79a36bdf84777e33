#include "tools/cli/judge.h"

#include <algorithm>
#include <utility>

namespace decorum::cli {

class Judge::Live : public LiveConversation {
 public:
  Live(const Judge& judge, std::string id, Shard& shard)
      : judge_(judge), id_(std::move(id)), shard_(shard) {
    ConversationOptions options;
    options.reveal = judge.options_.reveal;
    options.evidence = judge.options_.verdicts;
    options.vault = judge.options_.vault;
    shard.tally.addConversation();
    if (judge.options_.service == nullptr) conversation_.emplace(judge.policy_, id_, options);
  }

  void give(Event& event, LineJob& job) override {
    if (conversation_) {
      conversation_->give(event, shard_.verdict);
      tell(shard_.verdict, job);
    } else if (const auto verdict = serve(event, job)) {
      tell(*verdict, job);
    }
  }

  void giveJson(const JsonEvent& event, LineJob& job) override {
    if (!conversation_) return LiveConversation::giveJson(event, job);
    conversation_->give(event, shard_.verdict);
    tell(shard_.verdict, job);
  }

 private:
  void tell(const Verdict& verdict, LineJob& job) {
    if (judge_.options_.verdicts) job.verdicts.append(toJson(verdict)) += '\n';
    shard_.tally.add(verdict, seen_);
  }
  std::optional<Verdict> serve(Event& event, LineJob& job);

  const Judge& judge_;
  const std::string id_;
  Shard& shard_;
  std::optional<Conversation> conversation_;          // none where a service judges
  std::vector<std::uint32_t> seen_;                   // rules that fired
  std::vector<std::pair<std::string, Value>> facts_;  // for a service, which keeps none
};

Judge::Judge(const Policy& policy, const JudgeOptions& options)
    : policy_(policy),
      options_(options),
      rules_(rulesOf(policy)),
      shards_(options.crew.threads, Shard(Tally(rules_))),
      crew_(options.crew, [this](const std::string& id, std::size_t thread) {
        return std::make_unique<Live>(*this, id, shards_[thread]);
      }) {}

Tally Judge::tally() const {
  Tally sum(rules_);
  for (const Shard& shard : shards_) sum.add(shard.tally);
  return sum;
}

std::uint64_t Judge::forgotten() const {
  std::uint64_t sum = 0;
  for (const Shard& shard : shards_) sum += shard.forgotten;
  return sum;
}

// Without an id of its own an event is called by its conversation and its place there, so that the
// same log does nothing a second time.
std::optional<Verdict> Judge::Live::serve(Event& event, LineJob& job) {
  for (auto& [name, record] : event.facts) {
    const auto known = std::find_if(facts_.begin(), facts_.end(),
                                    [&](const auto& each) { return each.first == name; });
    if (known == facts_.end()) {
      facts_.emplace_back(name, std::move(record));
    } else {
      known->second = std::move(record);
    }
  }
  event.facts = facts_;
  std::optional<std::uint64_t> position;
  // A conversation of chat shape is whole, so that it begins at 0 wherever it stands.
  std::uint64_t& count = job.parsed.whole ? job.given : shard_.positions[id_];
  std::string id = job.parsed.event_id;
  if (id.empty()) {
    position = count;
    id = id_ + ':' + std::to_string(count);
  }
  ++count;
  auto given = judge_.options_.service->give(id_, id, event, position);
  if (given) return std::move(given->verdict);
  if (given.error().reason == Refusal::Reason::kEventForgotten) {
    ++shard_.forgotten;
  } else {
    job.problems.push_back(given.error().detail);
  }
  return std::nullopt;
}

}  // namespace decorum::cli
