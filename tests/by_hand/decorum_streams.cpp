// Replies in chunks, held to the whole reply: every split of many texts, random splits of endlessly
// many, and what real chat is held back for.
//
//   decorum_streams --texts 2000 --splits 100        every split into two, and so many into many
//   decorum_streams --minutes 20                     random texts with random chunks
//   decorum_streams --chat FILE.jsonl --chunk 16     bytes held back, and time, on recorded
//   messages
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>

#include "decorum/compile.h"
#include "decorum/reply_stream.h"
#include "tests/support/stream_case.h"
#include "tools/cli/command_line.h"

namespace {

using decorum::Policy;
using decorum::test::Cuts;
using Clock = std::chrono::steady_clock;

struct Options {
  std::uint64_t seed = 1;
  std::uint64_t texts = 0;
  std::uint64_t splits = 100;
  double minutes = 0;
  std::vector<std::string> chat;
  std::size_t chunk = 16;
  std::string policy;
};

double secondsSince(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

bool differs(const Policy& policy, std::uint64_t seed, const std::string& text, const Cuts& cuts) {
  std::optional<std::string> difference;
  try {
    difference = decorum::test::streamDifference(policy, text, cuts);
  } catch (const std::exception& error) {
    difference = error.what();
    std::string places;
    for (const std::size_t cut : cuts) places += fmt::format(" {}", cut);
    *difference += ", cut at" + places;
  }
  if (difference) fmt::print("seed {}, text '{}': {}\n", seed, text, *difference);
  return difference.has_value();
}

std::uint64_t everySplit(const Policy& policy, const Options& options) {
  std::uint64_t splits = 0;
  std::uint64_t differences = 0;
  for (std::uint64_t i = 0; i < options.texts; ++i) {
    const std::uint64_t seed = options.seed + i;
    const std::string text = decorum::test::sensitiveText(seed);
    for (std::size_t cut = 1; cut < text.size(); ++cut, ++splits) {
      differences += differs(policy, seed, text, {cut}) ? 1 : 0;
    }
    for (std::uint64_t round = 0; round < options.splits; ++round, ++splits) {
      const Cuts cuts = decorum::test::randomCuts(seed * 1000 + round, text.size());
      differences += differs(policy, seed, text, cuts) ? 1 : 0;
    }
  }
  fmt::print("{} texts, {} splits, {} differences\n", options.texts, splits, differences);
  return differences;
}

std::uint64_t forMinutes(const Policy& policy, const Options& options) {
  const auto begin = Clock::now();
  std::uint64_t differences = 0;
  std::uint64_t seed = options.seed;
  for (; secondsSince(begin) < options.minutes * 60; ++seed) {
    const std::string text =
        decorum::test::sensitiveText(seed) + decorum::test::sensitiveText(~seed);
    for (std::uint64_t round = 0; round < 4; ++round) {
      const Cuts cuts = decorum::test::randomCuts(seed * 4 + round, text.size());
      differences += differs(policy, seed, text, cuts) ? 1 : 0;
    }
  }
  fmt::print("{} texts in {} minutes, {} differences\n", seed - options.seed, options.minutes,
             differences);
  return differences;
}

std::vector<std::string> messagesOf(const std::string& path) {
  std::vector<std::string> messages;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const auto record = nlohmann::json::parse(line);
    for (const auto& message : record.at("messages")) {
      if (message.value("role", "") != "assistant") continue;
      if (message.contains("content") && message["content"].is_string()) {
        messages.push_back(message["content"]);
      }
    }
  }
  return messages;
}

void heldBack(const Policy& policy, const Options& options) {
  std::vector<std::size_t> held;
  std::size_t bytes = 0;
  double seconds = 0;
  for (const std::string& path : options.chat) {
    for (const std::string& text : messagesOf(path)) {
      decorum::Conversation conversation(policy, "c-1");
      decorum::ReplyStream stream(conversation);
      std::size_t sent = 0;
      const auto begin = Clock::now();
      for (std::size_t at = 0; at < text.size(); at += options.chunk) {
        const std::size_t size = std::min(options.chunk, text.size() - at);
        sent += stream.feed(std::string_view(text).substr(at, size)).size();
        if (at + size < text.size()) held.push_back(at + size - std::min(at + size, sent));
      }
      seconds += secondsSince(begin);
      bytes += text.size();
    }
  }
  if (held.empty()) return;
  std::ranges::sort(held);
  const auto at = [&](double share) {
    return held[static_cast<std::size_t>(share * static_cast<double>(held.size() - 1))];
  };
  fmt::print("{} chunks of {} bytes; held back after a chunk: median {}, 90% {}, 99% {}, most {}\n",
             held.size(), options.chunk, at(0.5), at(0.9), at(0.99), held.back());
  fmt::print("{:.1f} MB/s in chunks\n", static_cast<double>(bytes) / 1e6 / seconds);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  decorum::cli::CommandLine command("Replies in chunks, held to the whole reply");
  command.option("--seed", options.seed);
  command.option("--texts", options.texts);
  command.option("--splits", options.splits);
  command.option("--minutes", options.minutes);
  command.option("--chat", options.chat, "Recorded conversations in chat shape");
  command.option("--chunk", options.chunk);
  command.option("--policy", options.policy, "Instead of one that looks for everything");
  if (!command.parse(argc, argv)) return command.status();
  const decorum::Compilation compilation =
      options.policy.empty()
          ? decorum::compilePolicyText(decorum::test::redactingPolicy(), "streams.decorum")
          : decorum::compilePolicyFile(options.policy);
  if (!compilation.policy) {
    fmt::print("{}", decorum::toText(compilation.findings));
    return 2;
  }
  std::uint64_t differences = 0;
  if (options.texts > 0) differences += everySplit(*compilation.policy, options);
  if (options.minutes > 0) differences += forMinutes(*compilation.policy, options);
  if (!options.chat.empty()) heldBack(*compilation.policy, options);
  return differences == 0 ? 0 : 1;
}
