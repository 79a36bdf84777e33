/// The record of a conversation.
#include "runtime/engine/record.h"

#include <unordered_map>
#include <utility>

namespace decorum::engine {
namespace {

bool isGivenByHost(plan::SlotKind kind) {
  return kind == plan::SlotKind::kFact || kind == plan::SlotKind::kArgument ||
         kind == plan::SlotKind::kResult;
}

/// A copy whose texts are its own.
eval::ListValue copyOf(const eval::ListValue& list) {
  eval::ListValue copy = list;
  std::unordered_map<const std::string*, const std::string*> own;
  for (std::size_t i = 0; i < list.texts.size(); ++i) own[&list.texts[i]] = &copy.texts[i];
  for (eval::Cell& cell : copy.cells) {
    if (const auto found = own.find(cell.text); found != own.end()) cell.text = found->second;
  }
  return copy;
}

}  // namespace

Record::Record(const Record& other)
    : plan_(other.plan_),
      cells_(other.cells_),
      states_(other.states_),
      storage_(other.storage_),
      texts_(other.texts_),
      notes_(other.notes_) {
  lists_.reserve(other.lists_.size());  // cells point into lists, which must not move
  for (const eval::ListValue& list : other.lists_) lists_.push_back(copyOf(list));
  for (plan::SlotId slot = 0; slot < plan_->slots.size(); ++slot) {
    const std::uint32_t own = storage_[slot];
    const plan::Rep rep = plan_->slots[slot].rep;
    if (rep == plan::Rep::kText && cells_[slot].text == &other.texts_[own]) {
      cells_[slot].text = &texts_[own];
    }
    if (rep == plan::Rep::kList && cells_[slot].list == &other.lists_[own]) {
      cells_[slot].list = &lists_[own];
    }
  }
}

Record::Record(const plan::Plan& plan)
    : plan_(&plan),
      cells_(plan.slots.size(), eval::Cell{.integer = 0}),
      states_(plan.slots.size(), eval::State::kOk),
      storage_(plan.slots.size(), 0) {
  std::uint32_t texts = 0;
  std::uint32_t lists = 0;
  for (plan::SlotId slot = 0; slot < plan.slots.size(); ++slot) {
    if (plan.slots[slot].rep == plan::Rep::kText) storage_[slot] = texts++;
    if (plan.slots[slot].rep == plan::Rep::kList) storage_[slot] = lists++;
    if (isGivenByHost(plan.slots[slot].kind)) setMissing(slot);
  }
  texts_.resize(texts);
  lists_.resize(lists);
}

void Record::setText(plan::SlotId slot, std::string_view text) {
  std::string& own = texts_[storage_[slot]];
  own = text;
  set(slot, {.text = &own});
}

void Record::setMissing(plan::SlotId slot) {
  notes_.erase(slot);
  states_[slot] = plan_->slots[slot].optional ? eval::State::kMissing : eval::State::kFault;
}

void Record::setFault(plan::SlotId slot, FaultNote note) {
  states_[slot] = eval::State::kFault;
  notes_[slot] = std::move(note);
}

void Record::setUnknown(plan::SlotId slot) {
  notes_.erase(slot);
  states_[slot] = eval::State::kFault;
}

void Record::forgetDetails() {
  for (auto& [slot, note] : notes_) note.detail.clear();
}

const FaultNote* Record::noteOf(plan::SlotId slot) const {
  const auto found = notes_.find(slot);
  return found == notes_.end() ? nullptr : &found->second;
}

}  // namespace decorum::engine
