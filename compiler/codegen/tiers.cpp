#include "compiler/codegen/tiers.h"

#include <exception>
#include <utility>

namespace decorum::codegen {

using State = NativeCode::State;

void Tiers::make() { make(std::stop_token()); }

void Tiers::makeBeside() {
  try {
    beside_ = std::jthread([this](const std::stop_token& stop) { make(stop); });
  } catch (const std::exception& error) {
    settle({State::kFailed, error.what()});
  }
}

void Tiers::make(const std::stop_token& stop) {
  try {
    auto made = maker_(stop);
    if (!made) return settle({State::kFailed, "no native code: " + made.error()});
    native_ = std::move(made->evaluator);
    now_.store(native_.get(), std::memory_order_release);
    settle({State::kReady, std::move(made->problem)});
  } catch (const std::exception& error) {  // no memory; nobody could catch it on another thread
    settle({State::kFailed, std::string("no native code: ") + error.what()});
  }
}

void Tiers::settle(NativeCode code) {
  const std::lock_guard lock(mutex_);
  if (code.problem.empty()) code.problem = std::move(code_.problem);
  code_ = std::move(code);
  settled_.notify_all();
}

NativeCode Tiers::code() const {
  const std::lock_guard lock(mutex_);
  return code_;
}

NativeCode Tiers::awaitCode() const {
  std::unique_lock lock(mutex_);
  settled_.wait(lock, [this] { return code_.state != State::kBeingMade; });
  return code_;
}

}  // namespace decorum::codegen
