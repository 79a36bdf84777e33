// In the way of Hutto and Gilbert ("VADER: A Parsimonious Rule-based Model for Sentiment Analysis
// of Social Media Text", ICWSM 2014): strengths of words, turned by negation, raised and lowered by
// what stands before them, by capitals and exclamation marks; their sum is brought to -1..1. The
// lists and the constants are our own.
#include "runtime/signals/sentiment.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "runtime/signals/lexicon.h"

namespace decorum::signals {
namespace {

constexpr double kNegated = -0.75;    ///< "not good" is less bad than "bad"
constexpr double kBoost = 0.3;        ///< by a word right before; less further away
constexpr double kLeast = 0.2;        ///< of a strength that dampeners lower
constexpr double kCapitals = 0.7;     ///< a word in capitals among small letters
constexpr double kExclamation = 0.3;  ///< each, up to `kMostExclamations`
constexpr int kMostExclamations = 4;
constexpr double kBeforeTurn = 0.5;  ///< of what stands before "but"
constexpr double kAfterTurn = 1.5;
constexpr double kFlatness = 15;       ///< how slowly sums near 1 and -1
constexpr std::size_t kReach = 3;      ///< words before that turn, raise or lower one
constexpr std::size_t kBackReach = 4;  ///< words before a negator that follows: "gefällt mir nicht"

/// The lists to look into, the likeliest language first.
struct Lists {
  std::array<const Lexicon*, 4> lists{};
  std::size_t count = 0;
  Language language = Language::kEnglish;
};

class Reading {
 public:
  Reading(const Words& words, const Lists& lists, std::vector<Feeling>* feelings)
      : words_(words), lists_(lists), feelings_(feelings) {}

  std::optional<double> score() {
    while (at_ < words_.tokens.size()) step();
    if (!has_anything_) return std::nullopt;
    double sum = before_turn_ + since_turn_;
    if (sum != 0) sum += std::copysign(emphasis(), sum);
    return std::clamp(sum / std::sqrt(sum * sum + kFlatness), -1.0, 1.0);
  }

 private:
  const Token& token(std::size_t i) const { return words_.tokens[i]; }

  void step() {
    const Token& here = token(at_);
    if (here.kind == TokenKind::kPunctuation) {
      exclamations_ = std::min(exclamations_ + here.exclamations, kMostExclamations);
      questions_ = std::max<int>(questions_, here.questions);
      ++at_;
      return;
    }
    const auto [entry, length] = find(at_);
    has_anything_ = has_anything_ || here.kind == TokenKind::kWord || entry != nullptr;
    if (entry != nullptr) take(*entry, length);
    at_ += length;
  }

  struct Found {
    const Entry* entry = nullptr;
    std::size_t length = 1;
  };

  /// The longest phrase, or the word, at token `i`.
  Found find(std::size_t i) const {
    const Token& here = token(i);
    if (here.kind == TokenKind::kSymbol) return {symbols().find(words_.textOf(here)), 1};
    if (here.kind != TokenKind::kWord) return {};
    const std::string_view word = words_.textOf(here);
    for (std::size_t k = 0; k < lists_.count; ++k) {
      const Lexicon& list = *lists_.lists[k];
      if (list.beginsPhrase(word)) {
        const Found phrase = findPhrase(list, i);
        if (phrase.entry != nullptr) return phrase;
      }
      if (const Entry* entry = list.find(word)) return {entry, 1};
    }
    return {};
  }

  Found findPhrase(const Lexicon& list, std::size_t i) const {
    const std::size_t most = std::min(Lexicon::kLongestPhrase, words_.tokens.size() - i);
    for (std::size_t length = most; length >= 2; --length) {
      const std::uint32_t from = token(i).begin, to = token(i + length - 1).end;
      const auto key = std::string_view(words_.folded).substr(from, to - from);
      if (const Entry* entry = list.findPhrase(key)) return {entry, length};
    }
    return {};
  }

  void take(const Entry& entry, std::size_t length) {
    switch (entry.role) {
      case Role::kFeeling:
      case Role::kFeelingIfNot:
        return feel(entry, length);
      case Role::kNegator:
        return turnBack();
      case Role::kTurn:
        before_turn_ = (before_turn_ + since_turn_) * kBeforeTurn;
        since_turn_ = 0;
        if (feelings_ != nullptr) {
          for (Feeling& one : *feelings_) one.strength *= kBeforeTurn;
        }
        last_at_ = kNowhere;
        after_turn_ = true;
        return;
      default:
        return;
    }
  }

  void feel(const Entry& entry, std::size_t length) {
    if (entry.strength == 0) return;  // listed as no feeling at all: "like to", "well"
    const Around around = lookBack(at_);
    double strength = entry.strength;
    if (entry.role == Role::kFeelingIfNot) {
      if (!around.is_negated) {
        pending_ = entry.strength;
        pending_at_ = at_;
        return;
      }
    } else if (around.is_negated) {
      strength *= kNegated;
    }
    // However much it is lowered, a feeling stays what it is.
    const double size = std::max(std::abs(strength) + around.boost, kLeast);
    strength = std::copysign(size, strength);
    const Token& first = token(at_);
    if (first.is_capitals && !words_.all_capitals) strength += std::copysign(kCapitals, strength);
    add(strength, at_, length);
    last_ = strength;
    last_at_ = around.is_negated ? kNowhere : at_ + length - 1;
  }

  /// `strength` of the `length` tokens at `i`.
  void add(double strength, std::size_t i, std::size_t length) {
    const double counted = after_turn_ ? strength * kAfterTurn : strength;
    since_turn_ += counted;
    if (feelings_ == nullptr) return;
    feelings_->push_back({token(i).from, token(i + length - 1).to, counted});
  }

  struct Around {
    bool is_negated = false;
    double boost = 0;
  };

  /// What the words before token `i`, in its clause, do to it.
  Around lookBack(std::size_t i) const {
    Around around;
    for (std::size_t distance = 1; distance <= kReach && distance <= i; ++distance) {
      const Token& before = token(i - distance);
      if (before.kind != TokenKind::kWord) break;
      const auto [entry, length] = find(i - distance);
      if (entry == nullptr || length > distance) continue;
      const double nearness = 1.0 - 0.1 * static_cast<double>(distance - 1);
      if (entry->role == Role::kNegator) around.is_negated = true;
      if (entry->role == Role::kBooster) around.boost += kBoost * nearness;
      if (entry->role == Role::kDampener) around.boost -= kBoost * nearness;
    }
    return around;
  }

  /// German and French negate after the verb: "gefällt mir nicht", "je n'aime pas".
  void turnBack() {
    const bool follows =
        lists_.language == Language::kGerman || lists_.language == Language::kFrench;
    if (!follows || feelsSoon()) return;
    if (reaches(pending_at_)) {
      add(pending_, pending_at_, 1);
      pending_at_ = kNowhere;
    } else if (reaches(last_at_)) {
      add(last_ * kNegated - last_, at_, 1);
      last_at_ = kNowhere;
    }
  }

  /// Whether the negator at hand has a word of feeling of its own to turn.
  bool feelsSoon() const {
    for (std::size_t i = at_ + 1; i < words_.tokens.size() && i <= at_ + 2; ++i) {
      if (token(i).kind != TokenKind::kWord) return false;
      const Entry* entry = find(i).entry;
      if (entry != nullptr && entry->role == Role::kFeeling && entry->strength != 0) return true;
      if (entry != nullptr && entry->role == Role::kFeelingIfNot) return true;
    }
    return false;
  }

  bool reaches(std::size_t from) const {
    if (from == kNowhere || at_ - from > kBackReach) return false;
    for (std::size_t i = from + 1; i < at_; ++i) {
      if (token(i).kind == TokenKind::kPunctuation) return false;
    }
    return true;
  }

  double emphasis() const {
    double more = kExclamation * exclamations_;
    if (questions_ > 1) more += 0.2 * std::min(questions_, 4);
    return more;
  }

  static constexpr std::size_t kNowhere = ~std::size_t{0};

  const Words& words_;
  const Lists& lists_;
  std::vector<Feeling>* feelings_;
  std::size_t at_ = 0;
  double before_turn_ = 0, since_turn_ = 0;
  double last_ = 0, pending_ = 0;  ///< what a negator that follows may still turn
  std::size_t last_at_ = kNowhere, pending_at_ = kNowhere;
  int exclamations_ = 0, questions_ = 0;
  bool after_turn_ = false, has_anything_ = false;

 public:
  /// Whether there is anything to judge beside words: emoji of a text in any language.
  static bool hasSymbol(const Words& words) {
    return std::any_of(words.tokens.begin(), words.tokens.end(), [&](const Token& token) {
      return token.kind == TokenKind::kSymbol && symbols().find(words.textOf(token)) != nullptr;
    });
  }
};

/// Texts that are too short to tell are taken to be in the locale's language, else English; words
/// of the other languages count there too.
Lists listsFor(const LanguageScores& languages, std::string_view locale) {
  Lists lists;
  const auto add = [&](Language language) {
    const Lexicon* list = lexiconOf(language);
    const auto end = lists.lists.begin() + static_cast<std::ptrdiff_t>(lists.count);
    if (list != nullptr && std::find(lists.lists.begin(), end, list) == end)
      lists.lists[lists.count++] = list;
  };
  if (languages.is_foreign) return lists;
  const Language best = languages.best();
  if (languages.isDecided() && languages.of(best) > languages.none) {
    lists.language = best;
    add(best);
    return lists;
  }
  const auto local = languageOf(locale);
  lists.language = local.value_or(languages.of(best) > 0.4 ? best : Language::kEnglish);
  add(lists.language);
  for (const auto language :
       {Language::kEnglish, Language::kSpanish, Language::kGerman, Language::kFrench}) {
    add(language);
  }
  return lists;
}

}  // namespace

std::optional<double> sentiment(const Words& words, const LanguageScores& languages,
                                std::string_view locale, std::vector<Feeling>* feelings) {
  const Lists lists = listsFor(languages, locale);
  if (lists.count == 0 && !Reading::hasSymbol(words)) return std::nullopt;
  return Reading(words, lists, feelings).score();
}

}  // namespace decorum::signals
