// A chat service that asks for a verdict before and after each call of its model.
#include <decorum/compile.h>
#include <decorum/policy.h>

#include <iostream>

// Stands in for the model.
static std::string callModel(const std::string& message) {
  return "You wrote: " + message + " I guarantee that all will be well.";
}

int main() {
  const auto compiled = decorum::compilePolicyFile("support.decorum");
  std::cerr << decorum::toText(compiled.findings);
  if (!compiled.policy) return 1;

  decorum::Conversation conversation(*compiled.policy, "c-1");
  for (const std::string said : {"My card is 4111 1111 1111 1111.", "I will call my lawyer!"}) {
    std::cout << "you> " << said << '\n';
    const auto before = conversation.give({.kind = decorum::EventKind::kUser, .text = said});
    for (const auto& note : before.disclosures) std::cout << "bot> " << note.text << '\n';
    for (const auto& to : before.escalations) std::cout << "  queue " << to.queue << '\n';
    if (!before.escalations.empty()) break;  // people take over, the model stays silent
    if (before.disposition != decorum::Disposition::kPass) {
      std::cout << "bot> " << before.text.value_or("") << '\n';
      continue;  // the model is not called
    }
    const auto reply = callModel(before.text.value_or(said));
    const auto after = conversation.give({.kind = decorum::EventKind::kReply, .text = reply});
    const bool passes = after.disposition == decorum::Disposition::kPass;
    std::cout << "bot> " << after.text.value_or(passes ? reply : "") << '\n';
    for (const auto& rule : after.fired)
      std::cout << "  " << rule.rule << ": " << rule.because << '\n';
  }
}
