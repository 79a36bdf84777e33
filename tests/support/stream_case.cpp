#include "tests/support/stream_case.h"

#include <algorithm>
#include <random>

#include "decorum/reply_stream.h"
#include "runtime/base/utf8.h"
#include "runtime/text/scanner.h"
#include "runtime/text/stream/hold_back.h"

namespace decorum::test {

Streamed streamReply(Conversation& conversation, const Event& reply, const Cuts& cuts,
                     const std::string* whole, std::string* early) {
  Event without_text = reply;
  without_text.text.clear();
  ReplyStream stream(conversation, without_text);
  Streamed result;
  const std::string_view text = reply.text;
  const auto feed = [&](std::size_t from, std::size_t to) {
    result.sent += stream.feed(text.substr(from, to - from));
    const std::size_t held = to - std::min(to, result.sent.size());
    result.held.push_back(held);
    result.most_held = std::max(result.most_held, held);
    if (whole != nullptr && early != nullptr && early->empty() &&
        !whole->starts_with(result.sent)) {
      *early = "after byte " + std::to_string(to) + ": '" + result.sent + "'";
    }
  };
  std::size_t from = 0;
  for (const std::size_t cut : cuts) {
    feed(from, cut);
    from = cut;
  }
  feed(from, text.size());
  StreamEnd end = stream.finish();
  result.cut = end.cut;
  result.sent = end.cut ? end.text : result.sent + end.text;
  result.verdict = std::move(end.verdict);
  return result;
}

std::string sentOf(const Verdict& verdict, const Event& reply) {
  if (verdict.text) return *verdict.text;
  return verdict.disposition == Disposition::kPass ? utf8::repaired(reply.text) : std::string();
}

std::optional<std::string> streamDifference(const Policy& policy, const std::string& text,
                                            const Cuts& cuts) {
  const Event reply{.kind = EventKind::kReply, .text = text};
  Conversation at_once(policy, "c-1");
  const Verdict verdict = at_once.give(reply);
  const std::string whole = sentOf(verdict, reply);
  Conversation in_chunks(policy, "c-1");
  std::string early;
  const Streamed streamed = streamReply(in_chunks, reply, cuts, &whole, &early);
  if (!early.empty()) return "too much left " + early + ", of '" + whole + "'";
  if (streamed.cut) return "the stream was cut";
  if (streamed.sent != whole) return "sent '" + streamed.sent + "' instead of '" + whole + "'";
  if (toJson(streamed.verdict) != toJson(verdict)) return "another verdict";
  if (in_chunks.memory() != at_once.memory()) return "another memory";
  return std::nullopt;
}

Cuts randomCuts(std::uint64_t seed, std::size_t bytes) {
  std::mt19937_64 random(seed);
  const std::uint64_t spacing = 1 + random() % 40;
  Cuts cuts;
  for (std::size_t at = 1; at < bytes; ++at) {
    if (random() % spacing == 0) cuts.push_back(at);
  }
  return cuts;
}

std::string redactingPolicy() {
  std::string names;
  std::string amounts;
  for (const std::string_view name : text::detectorNames()) {
    text::Matcher matcher;
    matcher.kind = text::MatcherKind::kDetector;
    matcher.detector = name;
    if (text::stream::waitOf(matcher).whole_reply) continue;
    const bool value = name.find('.') == std::string_view::npos && name != "url";
    std::string& list = value ? amounts : names;
    list += (list.empty() ? "" : ", ") + std::string(name);
  }
  return R"(policy streams
phrases people = "real person", "human being", "are you a bot"
phrases cafes = "café", "résumé" any accent
pattern order = /\bORD-[0-9]{4,8}\b/
pattern run = /(?:ab){2,}/
pattern pin = /[0-9]{4}/ near "pin", "code" within 12 characters
redact personal
  on reply
  find )" +
         names + R"(
  replace with label
redact amounts
  on reply
  find )" +
         amounts + R"(
  replace with mask
redact kept_ends
  on reply
  find pii.card, pii.iban, order
  replace with last 4
redact listed
  on reply
  find people, cafes, run, pin, "forbidden"
  replace with drop
disclose notice
  on reply
  say "You are chatting with an AI assistant."
)";
}

namespace {

std::string digits(std::mt19937_64& random, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += static_cast<char>('0' + random() % 10);
  return text;
}

std::string withCheckDigit(std::string number) {
  for (char last = '0'; last <= '9'; ++last) {
    int sum = 0;
    for (std::size_t i = 0; i <= number.size(); ++i) {
      const std::size_t from_right = number.size() - i;
      int digit = (i == number.size() ? last : number[i]) - '0';
      if (from_right % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
      sum += digit;
    }
    if (sum % 10 == 0) return number + last;
  }
  return number;
}

std::string card(std::mt19937_64& random) {
  std::string number = withCheckDigit("4" + digits(random, 14));
  if (random() % 2 == 0) return number;
  const char separator = random() % 2 == 0 ? ' ' : '-';
  for (const std::size_t at : {12, 8, 4}) number.insert(at, 1, separator);
  return number;
}

std::string value(std::mt19937_64& random) {
  switch (random() % 16) {
    case 0:
      return card(random);
    case 1:
      return "user" + digits(random, 2) + "@mail" + digits(random, 1) + ".example.com";
    case 2:
      return "+1 415 555 " + digits(random, 4);
    case 3:
      return "call (212) 555-" + digits(random, 4);
    case 4:
      return "https://example.com/" + digits(random, 3) + "?q=a.b";
    case 5:
      return "DE89 3704 0044 0532 0130 00";
    case 6:
      return "10." + digits(random, 2) + ".0." + digits(random, 1);
    case 7:
      return "$" + digits(random, 3) + "," + digits(random, 3) + ".50";
    case 8:
      return "12 March 20" + digits(random, 2);
    case 9:
      return "ssn 078-05-" + digits(random, 4);
    case 10:
      return "sk_live_" + digits(random, 24);
    case 11:
      return "ORD-" + digits(random, 1 + random() % 9);
    case 12:
      return "my pin is " + digits(random, 4);
    case 13:
      return "-----BEGIN PRIVATE KEY-----\nMIIBVgIBADANBgkqhkiG9w0\n-----END PRIVATE KEY-----";
    case 14:
      return "password: hunter" + digits(random, 3) + "Xy";
    default:
      return digits(random, 1 + random() % 30);
  }
}

constexpr const char* kNoise[] = {"real person",
                                  "human  being",
                                  "are you a bot?",
                                  "café",
                                  "cafe\u0301",
                                  "résumé",
                                  "forbidden",
                                  "for\u200Bbidden",
                                  "ababab",
                                  "日本語です。",
                                  "Привет, мир",
                                  "pаypal",
                                  "сор",
                                  "ｆｏｒｂｉｄｄｅｎ",
                                  "１２３４",
                                  "😀",
                                  "\r\n",
                                  "\n\n",
                                  "  ",
                                  "the",
                                  "order",
                                  "is",
                                  "and",
                                  ",",
                                  ".",
                                  "\xFF",
                                  "\xE2\x82",
                                  "한국어",
                                  "@",
                                  "i\u0307",
                                  "\u00A0",
                                  "{\"id\": \"77\"}",
                                  "[CARD]",
                                  "please",
                                  "v1.2.3"};

}  // namespace

std::string sensitiveText(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string text;
  for (std::size_t i = 0, parts = 2 + random() % 12; i < parts; ++i) {
    text += random() % 2 == 0 ? value(random) : kNoise[random() % std::size(kNoise)];
    if (random() % 4 != 0) text += ' ';
  }
  return text;
}

}  // namespace decorum::test
