#include "runtime/text/stream/match_automaton.h"

#include <algorithm>
#include <map>
#include <utility>

namespace decorum::text::stream {
namespace {

using Kind = NfaState::Kind;

/// What a machine may keep before it forgets all and begins anew.
constexpr std::size_t kMostMembers = 8'000'000;
constexpr std::size_t kMostSets = 50'000;

constexpr bool isWordByte(char c) {
  return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
}

bool isWordEdge(std::string_view text, std::size_t at) {
  return (at > 0 && isWordByte(text[at - 1])) != (at < text.size() && isWordByte(text[at]));
}

/// Lists under states, all in one: those of state s are all[first[s]] to all[first[s + 1]].
void pack(const std::vector<std::vector<std::uint32_t>>& lists, std::vector<std::uint32_t>& first,
          std::vector<std::uint32_t>& all) {
  for (const auto& list : lists) {
    first.push_back(static_cast<std::uint32_t>(all.size()));
    all.insert(all.end(), list.begin(), list.end());
  }
  first.push_back(static_cast<std::uint32_t>(all.size()));
}

}  // namespace

MatchAutomaton::MatchAutomaton(Nfa nfa)
    : nfa_(std::move(nfa)), starts_(nfa_.states.size()), starts_at_edge_(nfa_.states.size()) {
  findClasses();
  findPredecessors();
  for (const Nfa::Expression& expression : nfa_.expressions) {
    (expression.at_word_edge ? starts_at_edge_ : starts_)[expression.start] = true;
    const bool bounded = longest_ && expression.longest;
    longest_ = bounded ? std::optional(std::max(*longest_, *expression.longest)) : std::nullopt;
  }
}

bool MatchAutomaton::matters(bool backward, std::uint32_t state) const {
  if (backward) {
    return starts_[state] || starts_at_edge_[state] || first_byte_[state] < first_byte_[state + 1];
  }
  return nfa_.states[state].kind == Kind::kByte || nfa_.states[state].kind == Kind::kAccept;
}

void MatchAutomaton::findClasses() {
  std::map<std::vector<bool>, std::uint8_t> classes;
  for (unsigned byte = 0; byte < 256; ++byte) {
    std::vector<bool> in_sets;
    for (const ByteSet& set : nfa_.byte_sets) in_sets.push_back(set[byte]);
    const auto next = static_cast<std::uint8_t>(classes.size());
    const auto [found, is_new] = classes.emplace(std::move(in_sets), next);
    if (is_new) byte_of_.push_back(static_cast<std::uint8_t>(byte));
    class_of_[byte] = found->second;
  }
}

void MatchAutomaton::findPredecessors() {
  std::vector<std::vector<std::uint32_t>> goes(nfa_.states.size()), bytes(nfa_.states.size());
  for (std::uint32_t i = 0; i < nfa_.states.size(); ++i) {
    const NfaState& state = nfa_.states[i];
    if (state.kind == Kind::kByte) bytes[state.next].push_back(i);
    if (state.kind == Kind::kSplit) goes[state.other].push_back(i);
    if (state.kind == Kind::kSplit || state.kind == Kind::kGo) goes[state.next].push_back(i);
  }
  pack(goes, first_go_, goes_);
  pack(bytes, first_byte_, bytes_);
}

MatchReader::MatchReader(const MatchAutomaton& automaton)
    : automaton_(&automaton), marked_(automaton.nfa_.states.size()) {
  const Nfa& nfa = automaton.nfa_;
  for (const Nfa::Expression& expression : nfa.expressions) {
    reach(Direction::kForward, expression.start, fresh_);
  }
  fresh_ = taken(Direction::kForward, fresh_);
}

std::size_t MatchReader::SetHash::operator()(const Set& set) const {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (const std::uint32_t member : set) {
    hash = (hash ^ member) * 0x9E3779B97F4A7C15;
    hash ^= hash >> 29;
  }
  return hash;
}

/// Marks `state` and all that it leads to (forward) or that lead to it (backward) without a byte.
void MatchReader::reach(Direction direction, std::uint32_t state, Set& set) {
  const Nfa& nfa = automaton_->nfa_;
  stack_.push_back(state);
  while (!stack_.empty()) {
    const std::uint32_t at = stack_.back();
    stack_.pop_back();
    if (at == kNoState || marked_[at]) continue;
    marked_[at] = true;
    set.push_back(at);
    if (direction == Direction::kBackward) {
      for (std::uint32_t i = automaton_->first_go_[at]; i < automaton_->first_go_[at + 1]; ++i) {
        stack_.push_back(automaton_->goes_[i]);
      }
      continue;
    }
    const NfaState& here = nfa.states[at];
    if (here.kind == Kind::kSplit) stack_.push_back(here.other);
    if (here.kind == Kind::kSplit || here.kind == Kind::kGo) stack_.push_back(here.next);
  }
}

/// The set that `reach` has filled, in order, without what does not matter, its marks taken away.
MatchReader::Set MatchReader::taken(Direction direction, Set& set) {
  for (const std::uint32_t member : set) marked_[member] = false;
  const bool backward = direction == Direction::kBackward;
  std::erase_if(set, [&](std::uint32_t member) { return !automaton_->matters(backward, member); });
  std::ranges::sort(set);
  return std::exchange(set, {});
}

MatchReader::State MatchReader::describe(Direction direction, Set members) {
  State state;
  Set accepting;
  state.next.assign(automaton_->byte_of_.size(), kUnknown);
  for (const std::uint32_t member : members) {
    const NfaState& part = automaton_->nfa_.states[member];
    if (direction == Direction::kForward && part.kind == Kind::kAccept) {
      state.accepts = true;
      accepting.push_back(member);
      state.look_ahead =
          std::max(state.look_ahead, automaton_->nfa_.expressions[part.next].look_ahead);
    }
    state.starts = state.starts || automaton_->starts_[member];
    state.starts_at_edge = state.starts_at_edge || automaton_->starts_at_edge_[member];
  }
  if (state.accepts) state.accepting = numberOf(accepting);
  state.members = std::move(members);
  return state;
}

std::uint32_t MatchReader::intern(Machine& machine, Set members) {
  if (const auto known = machine.index.find(members); known != machine.index.end()) {
    return known->second;
  }
  if (machine.members > kMostMembers || machine.states.size() > kMostSets) {
    machine.states.clear();
    machine.index.clear();
    machine.members = 0;
    ++machine.epoch;
    if (machine.direction == Direction::kBackward) with_accepts_.clear();
  }
  const auto id = static_cast<std::uint32_t>(machine.states.size());
  machine.members += members.size();
  machine.index.emplace(members, id);
  machine.states.push_back(describe(machine.direction, std::move(members)));
  return id;
}

std::uint32_t MatchReader::step(Machine& machine, std::uint32_t state, std::uint8_t byte_class) {
  const std::uint32_t known = machine.states[state].next[byte_class];
  if (known != kUnknown) return known;
  const std::uint8_t byte = automaton_->byte_of_[byte_class];
  const std::vector<NfaState>& parts = automaton_->nfa_.states;
  const auto takes = [&](std::uint32_t part) {
    return parts[part].kind == Kind::kByte && automaton_->nfa_.byte_sets[parts[part].bytes][byte];
  };
  Set reached;
  for (const std::uint32_t member : machine.states[state].members) {
    if (machine.direction == Direction::kForward) {
      if (takes(member)) reach(Direction::kForward, parts[member].next, reached);
      continue;
    }
    for (std::uint32_t i = automaton_->first_byte_[member]; i < automaton_->first_byte_[member + 1];
         ++i) {
      if (takes(automaton_->bytes_[i])) reach(Direction::kBackward, automaton_->bytes_[i], reached);
    }
  }
  if (machine.direction == Direction::kForward) {
    for (const std::uint32_t member : fresh_) {
      if (takes(member)) reach(Direction::kForward, parts[member].next, reached);
    }
  }
  const std::uint32_t epoch = machine.epoch;
  const std::uint32_t next = intern(machine, taken(machine.direction, reached));
  if (machine.epoch == epoch) machine.states[state].next[byte_class] = next;
  return next;
}

std::uint32_t MatchReader::numberOf(const Set& accepting) {
  const auto next = static_cast<std::uint32_t>(accepting_.size());
  const auto [found, is_new] = accepting_index_.emplace(accepting, next);
  if (is_new) {
    Set reached;
    for (const std::uint32_t state : accepting) reach(Direction::kBackward, state, reached);
    accepting_.push_back(taken(Direction::kBackward, reached));
  }
  return found->second;
}

std::uint32_t MatchReader::withAccepts(std::uint32_t state, std::uint32_t which) {
  const std::uint64_t key = std::uint64_t{state} << 32 | which;
  if (const auto known = with_accepts_.find(key); known != with_accepts_.end()) {
    return known->second;
  }
  const std::uint32_t epoch = backward_.epoch;
  Set both;
  std::ranges::set_union(backward_.states[state].members, accepting_[which],
                         std::back_inserter(both));
  const std::uint32_t result = intern(backward_, std::move(both));
  if (backward_.epoch == epoch) with_accepts_[key] = result;
  return result;
}

std::uint32_t MatchReader::aliveAtEnd() {
  const State& end = forward_.states[end_state_];
  if (end.alive != kUnknown && end.alive_epoch == backward_.epoch) return end.alive;
  Set alive;
  for (const std::uint32_t member : end.members) reach(Direction::kBackward, member, alive);
  const std::uint32_t result = intern(backward_, taken(Direction::kBackward, alive));
  forward_.states[end_state_].alive = result;
  forward_.states[end_state_].alive_epoch = backward_.epoch;
  return result;
}

void MatchReader::read(std::string_view text, std::size_t from, std::vector<MatchEnd>& ends) {
  text_ = text;
  from_ = from;
  std::uint32_t state = intern(forward_, {});
  for (std::size_t i = from; i < text.size(); ++i) {
    state = step(forward_, state, automaton_->class_of_[static_cast<std::uint8_t>(text[i])]);
    const State& here = forward_.states[state];
    if (here.accepts) ends.push_back({i + 1, here.look_ahead, here.accepting});
  }
  end_state_ = state;
}

std::size_t MatchReader::earliestBegin(std::span<const MatchEnd> ends) {
  std::size_t from = from_;
  if (automaton_->longest_) {  // what began longer ago is at its end
    const std::size_t first_end = ends.empty() ? text_.size() : ends.front().at;
    from = std::max(from, first_end - std::min<std::size_t>(first_end, *automaton_->longest_));
  }
  std::size_t earliest = text_.size();
  std::uint32_t state = aliveAtEnd();
  std::size_t left = ends.size();  // ends that are still to come
  for (std::size_t i = text_.size();;) {
    while (left > 0 && ends[left - 1].at >= i) {
      if (ends[left - 1].at == i) state = withAccepts(state, ends[left - 1].which);
      --left;
    }
    if (backward_.states[state].members.empty()) {  // nothing is alive until the next end
      if (left == 0) break;
      i = ends[left - 1].at;
      continue;
    }
    if (i == from) break;
    --i;
    state = step(backward_, state, automaton_->class_of_[static_cast<std::uint8_t>(text_[i])]);
    const State& here = backward_.states[state];
    if (here.starts || (here.starts_at_edge && isWordEdge(text_, i))) earliest = i;
  }
  return earliest;
}

}  // namespace decorum::text::stream
