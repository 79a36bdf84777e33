/// Expressions as one automaton over bytes that matches whatever they do, and at times a little
/// more: assertions (\b, $) always hold in it, a class with many characters beyond ASCII takes any
/// such character, and what repeats very often may do so without end. What is built on it may so
/// wait too long, never too short.
///
///   start(e) ─► byte ─► split ─┬─► byte ─► … ─► accept(e)
///                              └─► …
#pragma once

#include <bitset>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

namespace decorum::text::stream {

inline constexpr std::uint32_t kNoState = std::numeric_limits<std::uint32_t>::max();

/// A step of the automaton.
struct NfaState {
  enum class Kind : std::uint8_t {
    kByte,   ///< a byte of the set `bytes` leads to `next`
    kSplit,  ///< to `next` and to `other`, without a byte
    kGo,     ///< to `next`, without a byte
    kAccept  ///< an expression has matched
  } kind = Kind::kGo;
  std::uint32_t bytes = 0;        ///< index into `Nfa::byte_sets`
  std::uint32_t next = kNoState;  ///< of kAccept: the expression
  std::uint32_t other = kNoState;
};

/// How letters of an expression are compared with the text.
enum class Letters : std::uint8_t {
  kFolded,    ///< in any case; the text has small letters alone
  kAsWritten  ///< but for parts under (?i)
};

using ByteSet = std::bitset<256>;

struct Nfa {
  std::vector<NfaState> states;
  std::vector<ByteSet> byte_sets;  ///< each once
  struct Expression {
    std::uint32_t start = kNoState;
    bool at_word_edge = false;      ///< every match begins at \b
    std::uint32_t look_behind = 0;  ///< see `addExpression`
    std::uint32_t look_ahead = 0;
    /// Bytes of the longest match of the expression itself; none: there is no longest one.
    std::optional<std::uint64_t> longest;
  };
  std::vector<Expression> expressions;

  /// Adds an expression of RE2's syntax. False, and nothing is added, where it has more than
  /// kMostStates states, anchors at the begin of the text, or something that is not understood.
  ///
  /// @param look_behind, look_ahead  code points beside a match that decide whether it counts
  bool addExpression(std::string_view expression, Letters letters, std::uint32_t look_behind,
                     std::uint32_t look_ahead);
  /// Adds a text that is matched byte for byte.
  void addLiteral(std::string_view bytes, std::uint32_t look_behind, std::uint32_t look_ahead);

  static constexpr std::size_t kMostStates = 20'000;

 private:
  friend class NfaBuilder;
  std::uint32_t setOf(const ByteSet& bytes);
};

}  // namespace decorum::text::stream
