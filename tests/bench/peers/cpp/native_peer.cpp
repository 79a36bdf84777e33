// The floor: the same rules as C++ over a flat record, written out by dialects.py and compiled with
// -O3 -march=native. `native_peer FOLDER`. JSON is read by simdjson.
#include <simdjson.h>

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

#include "peer.h"

#define PEER_TEXT_OF(name) #name
#define PEER_TEXT(name) PEER_TEXT_OF(name)

namespace {

struct alignas(64) Record {
  std::int64_t customer_age = 0;
  std::int64_t message_length = 0;
  std::int64_t message_sentiment = 0;
  std::int64_t thread_turns = 0;
  std::int64_t call_amount = 0;
  std::uint8_t customer_tier = 0;
  std::uint8_t customer_country = 0;
  std::uint8_t thread_channel = 0;
  std::uint8_t call_name = 0;
  bool customer_verified = false;
};

#include "rules.inc"

template <std::size_t n>
std::uint8_t indexOf(const std::string_view (&names)[n], std::string_view name) {
  std::uint8_t index = 0;
  while (index < n && names[index] != name) ++index;
  return index;
}

/// Which rules fired, 64 in a word.
using Fired = std::array<std::uint64_t, std::size(kRules)>;

void judge(const Record& record, Fired& fired) {
  for (std::size_t i = 0; i < fired.size(); ++i) fired[i] = kRules[i](record);
  asm volatile("" : : "r"(fired.data()) : "memory");
}

/// Members in the order of the inputs, as a parser made for them would expect them.
Record readRecord(simdjson::ondemand::parser& parser, simdjson::padded_string_view json) {
  Record r;
  auto all = parser.iterate(json);
  auto customer = all["customer"].get_object();
  r.customer_tier = indexOf(kTiers, customer["tier"].get_string());
  r.customer_age = customer["age"].get_int64();
  r.customer_country = indexOf(kCountries, customer["country"].get_string());
  r.customer_verified = customer["verified"].get_bool();
  auto message = all["message"].get_object();
  r.message_length = message["length"].get_int64();
  r.message_sentiment = message["sentiment"].get_int64();
  auto thread = all["thread"].get_object();
  r.thread_turns = thread["turns"].get_int64();
  r.thread_channel = indexOf(kChannels, thread["channel"].get_string());
  auto call = all["call"].get_object();
  r.call_name = indexOf(kCalls, call["name"].get_string());
  r.call_amount = call["amount"].get_int64();
  return r;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto lines = peer::readLines(std::string(argv[1]) + "/inputs.jsonl");
  simdjson::ondemand::parser parser;
  std::vector<simdjson::padded_string> texts;
  std::vector<Record> records;
  for (const auto& line : lines) {
    records.push_back(readRecord(parser, texts.emplace_back(line)));
  }
  Fired fired{};
  std::size_t next = 0;
  const std::vector<peer::Mode> modes = {
      {"json",
       [&](auto at_least) {
         return peer::measure(texts.size(), next, at_least,
                              [&](std::size_t i) { judge(readRecord(parser, texts[i]), fired); });
       }},
      {"record", [&](auto at_least) {
         return peer::measure(records.size(), next, at_least,
                              [&](std::size_t i) { judge(records[i], fired); });
       }}};
  peer::printReady("g++ " __VERSION__ ", simdjson " PEER_TEXT(SIMDJSON_VERSION), 0, modes);
  peer::serve(
      records.size(),
      [&](std::size_t i) {
        judge(records[i], fired);
        std::string names;
        for (std::size_t word = 0; word < fired.size(); ++word) {
          for (std::uint64_t bits = fired[word]; bits != 0; bits &= bits - 1) {
            names += (names.empty() ? "\"r" : ",\"r") +
                     std::to_string(word * 64 + static_cast<unsigned>(std::countr_zero(bits))) +
                     '"';
          }
        }
        return names;
      },
      modes);
}
