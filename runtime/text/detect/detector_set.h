/// The detectors that a table of matchers asks for: each expression is looked for once and each
/// candidate judged once, however many matchers and groups want to know.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/effort.h"
#include "runtime/text/detect/context_words.h"
#include "runtime/text/detect/detectors.h"
#include "runtime/text/detect/digit_runs.h"
#include "runtime/text/message_forms.h"

namespace decorum::text {

class DetectorSet {
 public:
  /// What is kept from candidate to candidate and from message to message.
  struct Scratch {
    std::uint8_t features = 0;
    std::vector<DigitPlace> runs;
    std::vector<std::string_view> groups;
    std::vector<Finding> findings;
    std::string window;
    Effort effort;
  };

  /// `matcher`, of kind kDetector, at `index` of the table.
  void add(std::uint32_t index, const Matcher& matcher);

  std::uint32_t expressions() const { return static_cast<std::uint32_t>(expressions_.size()); }
  /// Strings of which one stands in every text in which the expression's detectors find something:
  /// those of the catalogue, or else the words without which no candidate comes to the bar. None
  /// if there are no such strings.
  std::vector<std::string> literals(std::uint32_t expression) const;

  /// Reads what detectors need of a message; `find` follows for each expression.
  void begin(const MessageForms& message, Scratch& scratch) const;
  /// Appends what the detectors of one expression find.
  void find(std::uint32_t expression, const MessageForms& message, std::string_view locale,
            Scratch& scratch, std::vector<Hit>& hits) const;
  /// Adds the most that all expressions can take in texts of so many bytes together; `texts` of
  /// them at most. To `shared` what they need of a text, to `matchers` what one of them asked for.
  void addBound(std::uint64_t bytes, std::uint64_t texts, Effort& shared,
                std::span<Effort> matchers) const;
  /// Of hits [first, …) of one matcher that overlap keeps the likeliest, of equally likely ones the
  /// longest, then the leftmost.
  static void settle(std::vector<Hit>& hits, std::size_t first);

  /// Whether every expression searches the whole text: tests hold the quick search to it.
  bool search_everywhere = false;

 private:
  struct User {
    std::uint32_t matcher = 0;
    double bar = 0;
  };
  struct Judge {
    std::uint32_t number = 0;
    const Detector* detector = nullptr;
    ContextWords context;
    std::vector<User> users;
    double least_bar = 1;
  };
  struct Expression {
    std::uint32_t line = 0;  ///< the first of those with this expression
    Needs needs;
    std::vector<Judge> judges;
  };

  Expression& expressionFor(std::uint32_t line);
  /// Judges what `scratch.groups` matched. Gives where the search goes on: behind what was found in
  /// the match, else behind the match.
  static std::uint32_t judgeMatch(const Expression& expression, const MessageForms& message,
                                  std::string_view locale, Scratch& scratch,
                                  std::vector<Hit>& hits);

  std::vector<Expression> expressions_;
};

}  // namespace decorum::text
