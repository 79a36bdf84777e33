/// A command line: verbs, their options, and what is done when a verb is asked for.
///
/// What verbs see of CLI11, whose headers cost a file nine seconds: they are in command_line.cpp
/// alone.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): the name is theirs
class App;
class Option;
}  // namespace CLI

namespace decorum::cli {

/// An option, a flag or a place for words, of a verb that lives; cheap to copy.
class Option {
 public:
  Option required() const;
  Option oneOf(const std::vector<std::string>& words) const;
  /// A number from `least` to `most`, both allowed.
  Option range(int least, int most) const;
  Option range(std::uint64_t least, std::uint64_t most) const;
  /// `why_not` says what is wrong with a value; "" where nothing is.
  Option check(std::function<std::string(const std::string&)> why_not) const;
  Option needs(Option other) const;
  /// Neither may be given with the other.
  Option excludes(Option other) const;
  /// One value each time it is given: words after it are not its own.
  Option oneValue() const;
  /// So many values, no more and no fewer.
  Option values(int count) const;
  /// Not in the help.
  Option hidden() const;

 private:
  friend class Verb;
  explicit Option(CLI::Option* option) : option_(option) {}

  CLI::Option* option_;
};

/// What the help says of an option, for those who write it elsewhere.
struct OptionHelp {
  std::string name;   ///< "--format"; of a place for words "PATH"
  std::string value;  ///< what stands for its value, "FORMAT"; "" of flags and places
  std::string what;
  std::vector<std::string> words;  ///< the values there are; empty where any may be given
  bool required = false;
  bool repeats = false;  ///< of a place: it takes all words that are left
  bool isPlace() const { return name.rfind('-', 0) != 0; }
};

/// The same of a verb: places in their order, then options, without hidden ones.
struct VerbHelp {
  std::string name;  ///< "list"; of the command itself "decorum"
  std::string what;
  std::vector<OptionHelp> options;
  std::vector<VerbHelp> verbs;
};

/// A verb of a `CommandLine` that lives, or the command itself; cheap to copy.
class Verb {
 public:
  /// A verb of this verb, as `verify` of `log`.
  Verb verb(const std::string& name, const std::string& what) const;
  /// An option (`--name VALUE`) or a place for words (`NAME`). `to` lives as long as the command
  /// line, and keeps what it holds where nothing is given. It is a string, a vector of
  /// strings, an `int`, `std::uint32_t`, `std::uint64_t` or `double`.
  template <class Value>
  Option option(const std::string& name, Value& to, const std::string& what = "") const;
  /// An option without a value, which makes `to` true.
  Option flag(const std::string& name, bool& to, const std::string& what = "") const;
  /// Not in the help.
  void hide() const;
  /// One of the verbs of this verb must be given.
  void requireVerb() const;
  /// What is done when the verb was asked for and its options are in their places; returns what the
  /// process ends with.
  void callback(std::function<int()> work) const;
  /// All that was added so far.
  VerbHelp help() const;

 protected:
  Verb(CLI::App* app, int* status) : app_(app), status_(status) {}

  CLI::App* app_;
  int* status_;  ///< of the command line
};

/// The whole of it. As a `Verb` it is the command itself.
class CommandLine : public Verb {
 public:
  /// `what` is the command for, as its help says it; without a `name` it is called as it was
  /// called.
  explicit CommandLine(const std::string& what, const std::string& name = "");
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  /// Adds `--version`, which prints `text`.
  void version(const std::string& text);
  std::vector<std::string> verbNames() const;

  /// Reads the arguments of `main` and does what the verb that was asked for does.
  ///
  /// What goes wrong in that work is thrown through here. A mistake in the arguments is printed to
  /// standard error, help and version to standard output.
  /// @return Whether the command goes on; if not, `status` is what it ends with.
  bool parse(int argc, const char* const* argv);
  /// What the verb returned, 0 without one or after help and version, 2 after a mistake.
  int status() const { return outcome_; }

 private:
  std::unique_ptr<CLI::App> owned_;
  int outcome_ = 0;
};

}  // namespace decorum::cli
