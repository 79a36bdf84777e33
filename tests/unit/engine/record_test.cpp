#include "runtime/engine/record.h"

#include <catch2/catch.hpp>
#include <memory>

namespace decorum::engine {
namespace {

TEST_CASE("a copy of a record owns the texts in its lists", "[record]") {
  plan::Plan plan;
  for (int i = 0; i < 5; ++i) {
    plan::Slot slot;
    slot.rep = plan::Rep::kList;
    plan.slots.push_back(slot);
  }
  auto original = std::make_unique<Record>(plan);
  for (plan::SlotId slot = 0; slot < plan.slots.size(); ++slot) {
    eval::ListValue& list = original->list(slot);
    list.texts.push_back("text " + std::to_string(slot));
    list.cells.push_back({.text = &list.texts.back()});
    list.states.push_back(eval::State::kOk);
    original->setList(slot);
  }
  const Record copy(*original);
  original.reset();
  for (plan::SlotId slot = 0; slot < plan.slots.size(); ++slot) {
    const eval::ListValue& list = *copy.at(slot).cell.list;
    REQUIRE(list.cells.at(0).text == &list.texts.at(0));
    CHECK(*list.cells.at(0).text == "text " + std::to_string(slot));
  }
}

}  // namespace
}  // namespace decorum::engine
