#include "runtime/text/stream/match_automaton.h"

#include <algorithm>
#include <utility>

namespace decorum::text::stream {
namespace {

using Kind = NfaState::Kind;

/// What a machine may keep before it forgets all and begins anew.
constexpr std::size_t kMostMembers = 2'000'000;
constexpr std::size_t kMostSets = 20'000;

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
  }
}

void MatchAutomaton::findClasses() {
  std::array<bool, 257> begins{};
  begins[0] = true;
  for (const NfaState& state : nfa_.states) {
    if (state.kind != Kind::kByte) continue;
    begins[state.low] = true;
    begins[state.high + 1u] = true;
  }
  for (unsigned byte = 0; byte < 256; ++byte) {
    if (begins[byte]) byte_of_.push_back(static_cast<std::uint8_t>(byte));
    class_of_[byte] = static_cast<std::uint8_t>(byte_of_.size() - 1);
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
  fresh_ = taken(fresh_);
  for (std::uint32_t i = 0; i < nfa.states.size(); ++i) {
    all_.push_back(i);
    if (nfa.states[i].kind == Kind::kAccept) reach(Direction::kBackward, i, accepts_);
  }
  accepts_ = taken(accepts_);
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

/// The set that `reach` has filled, in order, its marks taken away.
MatchReader::Set MatchReader::taken(Set& set) {
  for (const std::uint32_t member : set) marked_[member] = false;
  std::ranges::sort(set);
  return std::exchange(set, {});
}

MatchReader::State MatchReader::describe(Direction direction, Set members) const {
  State state;
  state.next.assign(automaton_->byte_of_.size(), kUnknown);
  for (const std::uint32_t member : members) {
    const NfaState& part = automaton_->nfa_.states[member];
    if (direction == Direction::kForward && part.kind == Kind::kAccept) {
      state.accepts = true;
      state.look_ahead =
          std::max(state.look_ahead, automaton_->nfa_.expressions[part.next].look_ahead);
    }
    state.starts = state.starts || automaton_->starts_[member];
    state.starts_at_edge = state.starts_at_edge || automaton_->starts_at_edge_[member];
  }
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
    return parts[part].kind == Kind::kByte && byte >= parts[part].low && byte <= parts[part].high;
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
  const std::size_t before = machine.states.size();
  const std::uint32_t next = intern(machine, taken(reached));
  const bool forgot = machine.states.size() < before;
  if (!forgot) machine.states[state].next[byte_class] = next;
  return next;
}

std::uint32_t MatchReader::withAccepts(std::uint32_t state) {
  const std::uint32_t known = backward_.states[state].with_accepts;
  if (known != kUnknown) return known;
  Set both;
  std::ranges::set_union(backward_.states[state].members, accepts_, std::back_inserter(both));
  const std::size_t before = backward_.states.size();
  const std::uint32_t result = intern(backward_, std::move(both));
  if (backward_.states.size() >= before) backward_.states[state].with_accepts = result;
  return result;
}

void MatchReader::findEnds(std::string_view text, std::size_t from, std::vector<MatchEnd>& ends) {
  std::uint32_t state = intern(forward_, {});
  for (std::size_t i = from; i < text.size(); ++i) {
    state = step(forward_, state, automaton_->class_of_[static_cast<std::uint8_t>(text[i])]);
    const State& here = forward_.states[state];
    if (here.accepts) ends.push_back({i + 1, here.look_ahead});
  }
}

std::size_t MatchReader::earliestBegin(std::string_view text, std::size_t from,
                                       std::span<const std::size_t> ends) {
  std::size_t earliest = text.size();
  std::uint32_t state = intern(backward_, all_);
  std::size_t next_end = ends.size();  // those from here on have been passed
  for (std::size_t i = text.size(); i > from;) {
    --i;
    state = step(backward_, state, automaton_->class_of_[static_cast<std::uint8_t>(text[i])]);
    const State& here = backward_.states[state];
    if (here.starts || (here.starts_at_edge && isWordEdge(text, i))) earliest = i;
    while (next_end > 0 && ends[next_end - 1] > i) --next_end;
    if (next_end > 0 && ends[next_end - 1] == i) {
      state = withAccepts(state);
    } else if (here.members.empty()) {
      if (next_end == 0) break;
      i = ends[next_end - 1];  // nothing is alive in between
      if (i <= from) break;
      state = withAccepts(state);
    }
  }
  return earliest;
}

}  // namespace decorum::text::stream
