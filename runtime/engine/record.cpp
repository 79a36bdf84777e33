/// The record of a conversation.
#include "runtime/engine/record.h"

#include <utility>

namespace decorum::engine {
namespace {

bool isGivenByHost(plan::SlotKind kind) {
  return kind == plan::SlotKind::kFact || kind == plan::SlotKind::kArgument ||
         kind == plan::SlotKind::kResult;
}

}  // namespace

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

void Record::setText(plan::SlotId slot, const std::string& text) {
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
