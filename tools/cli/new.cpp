// `decorum new`: a starter policy with tests, a log to try it on, and a check for CI.
#include <cctype>
#include <filesystem>
#include <fstream>

#include "tools/cli/console.h"
#include "tools/cli/verbs.h"

namespace decorum::cli {
namespace {

namespace fs = std::filesystem;

/// `{0}` is the policy's name.
constexpr const char* kPolicy = R"(## What {0}'s assistant does and does not do.
policy {0} version "0.1"

# decorum: allow D1003 because no rule reads them yet
facts customer {{
  tier:     one of basic, plus, premium
  verified: bool
}}

phrases legal_words = "lawyer", "attorney", "small claims court"
phrases asks_human  = "human", "real person", "representative", "agent"
phrases asks_if_bot = "are you a bot", "are you human", "am I talking to a machine"

escalate legal_threat
  on user
  when user mentions legal_words
  to legal priority urgent within 15 minutes
  because "The customer mentioned legal action."

## The second time a person is asked for, there is one.
escalate wants_a_person
  on user
  when count(user mentions asks_human) >= 2
  to support within 5 minutes
  say "I'm bringing in a colleague. They will be with you shortly."

redact contact_data
  on user, tool_result
  find pii.email, pii.phone
  replace with label

redact cards
  on user, reply, tool_result
  find pii.card
  replace with last 4

disclose ai_identity
  on reply
  when first reply or user mentions asks_if_bot
  say "You are chatting with an AI assistant."

fairness equal_help
  keep escalate, block, hold blind to protected

test "a legal threat reaches the legal queue" {{
  user "I will call my lawyer."
    expect escalate legal_threat to legal
  reply "I understand."
    expect disclose ai_identity
}}

test "the second time somebody asks for a person there is one" {{
  user "Can I talk to a human?"
    expect no escalate
  reply "I can help you with that."
  user "No, a real person please."
    expect escalate wants_a_person to support
}}

test "card numbers do not reach the model" {{
  user "My card is 4111 1111 1111 1111."
    expect text without "4111 1111"
}}
)";

constexpr const char* kLog =
    R"({"id": "c-1", "facts": {"customer": {"tier": "plus", "verified": true}}, "messages": [{"role": "user", "content": "Where is my order? My mail is ada@example.org"}, {"role": "assistant", "content": "It is on its way."}]}
{"id": "c-2", "facts": {"customer": {"tier": "basic", "verified": false}}, "messages": [{"role": "user", "content": "Can I talk to a human?"}, {"role": "assistant", "content": "I can help."}, {"role": "user", "content": "A real person, or I call my lawyer."}]}
)";

constexpr const char* kWorkflow = R"(name: policy
on: [push, pull_request]
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      # Install decorum here, in the way your machines get their tools.
      - run: decorum fmt --check policy.decorum
      - run: decorum check --format sarif policy.decorum > decorum.sarif
      - run: decorum test --junit decorum-tests.xml policy.decorum
)";

bool isSnakeCase(const std::string& name) {
  const auto fits = [](unsigned char c) { return std::islower(c) || std::isdigit(c) || c == '_'; };
  return !name.empty() && std::islower(static_cast<unsigned char>(name[0])) &&
         std::all_of(name.begin(), name.end(), fits);
}

/// Why it could not be written; "" where it was.
std::string write(const fs::path& path, std::string_view text) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) return "cannot make '" + path.parent_path().string() + "': " + error.message();
  std::ofstream out(path, std::ios::binary);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  return out ? "" : "cannot write '" + path.string() + "'";
}

int makeNew(const std::string& name) {
  if (!isSnakeCase(name)) {
    complain("'" + name +
             "': a policy's name is small letters, digits and '_', as in 'acme_support'");
    return kUnusable;
  }
  const fs::path folder(name);
  std::error_code error;
  if (fs::exists(folder, error)) {
    complain("'" + name + "' is there already: nothing was written");
    return kUnusable;
  }
  const std::pair<const char*, std::string> files[] = {
      {"policy.decorum", fmt::format(fmt::runtime(kPolicy), name)},
      {"log.jsonl", kLog},
      {".github/workflows/policy.yml", kWorkflow}};
  for (const auto& [file, text] : files) {
    if (const std::string why = write(folder / file, text); !why.empty()) {
      complain(why);
      return kUnusable;
    }
  }
  print(
      fmt::format("{0}/policy.decorum, with tests\n{0}/log.jsonl, two conversations to try it on\n"
                  "{0}/.github/workflows/policy.yml, the check for CI\n\nNext:\n"
                  "  decorum test {0}/policy.decorum\n"
                  "  decorum run --summary {0}/policy.decorum {0}/log.jsonl\n"
                  "  decorum try {0}/policy.decorum\n",
                  name));
  return kClean;
}

}  // namespace

void addNew(const Verb& command) {
  auto name = std::make_shared<std::string>();
  const Verb verb = command.verb("new", "Begin a policy, with tests and a check for CI");
  verb.option("NAME", *name, "What the policy, and its folder, are called").required();
  verb.callback([name] { return makeNew(*name); });
}

}  // namespace decorum::cli
