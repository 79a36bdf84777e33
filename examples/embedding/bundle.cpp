// The same service with a policy that was made ready beforehand. Needs the runtime library alone:
//
//   decorum build support.decorum -o support.dcb
//   bundle support.dcb
#include <decorum/bundle.h>
#include <decorum/policy.h>

#include <iostream>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: bundle FILE.dcb\n";
    return 2;
  }
  const auto bundle = decorum::loadBundleFile(argv[1]);
  if (!bundle) {
    std::cerr << bundle.error() << '\n';
    return 1;
  }
  for (const std::string& warning : bundle->warnings) std::cerr << warning << '\n';

  decorum::Conversation conversation(bundle->policy, "c-1");
  for (const std::string said : {"My card is 4111 1111 1111 1111.", "I will call my lawyer!"}) {
    std::cout << "you> " << said << '\n';
    const auto verdict = conversation.give({.kind = decorum::EventKind::kUser, .text = said});
    for (const auto& rule : verdict.fired) std::cout << "  " << rule.rule << '\n';
    for (const auto& to : verdict.escalations) std::cout << "  queue " << to.queue << '\n';
  }
}
