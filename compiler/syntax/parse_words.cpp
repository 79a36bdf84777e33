/// Names, texts, numbers, times and messages.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "compiler/syntax/literals.h"
#include "compiler/syntax/parse_builder.h"

namespace decorum::syntax {
namespace {

std::int64_t unitMs(P::DurationUnitContext* unit) {
  if (unit->K_MS() != nullptr) return 1;
  if (unit->K_SECOND() != nullptr || unit->K_SECONDS() != nullptr) return 1000;
  if (unit->K_MINUTE() != nullptr || unit->K_MINUTES() != nullptr) return 60'000;
  if (unit->K_HOUR() != nullptr || unit->K_HOURS() != nullptr) return 3'600'000;
  return 86'400'000;
}

ast::WindowUnit windowUnit(P::WindowUnitContext* unit) {
  if (unit->K_USER() != nullptr) return ast::WindowUnit::kUserTurns;
  if (unit->K_REPLIES() != nullptr || unit->K_REPLY() != nullptr) return ast::WindowUnit::kReplies;
  if (unit->K_CALLS() != nullptr) return ast::WindowUnit::kToolCalls;
  if (unit->K_RESULTS() != nullptr) return ast::WindowUnit::kToolResults;
  if (unit->K_DOCUMENTS() != nullptr || unit->K_DOCUMENT() != nullptr) {
    return ast::WindowUnit::kDocuments;
  }
  if (unit->K_EVENTS() != nullptr) return ast::WindowUnit::kEvents;
  return ast::WindowUnit::kTurns;
}

void appendText(ast::Message& message, std::string_view text) {
  if (message.pieces.empty() || !std::holds_alternative<std::string>(message.pieces.back())) {
    message.pieces.emplace_back(std::string());
  }
  std::get<std::string>(message.pieces.back()) += text;
}

/// Unclosed texts and those in foreign quotes have been reported.
bool isClosedText(std::string_view literal) {
  return literal.size() >= 2 && literal.front() == '"' && literal.back() == '"';
}

}  // namespace

Span Builder::span(const antlr4::Token* first, const antlr4::Token* last) const {
  return findings_->span(static_cast<std::uint32_t>(first->getStartIndex()),
                         static_cast<std::uint32_t>(last->getStopIndex() + 1));
}
Span Builder::span(const antlr4::ParserRuleContext* context) const {
  return span(context->start, context->stop);
}
Span Builder::span(antlr4::tree::TerminalNode* node) const {
  return span(node->getSymbol(), node->getSymbol());
}

/// The `##` lines right above: blanks and comments alone stand between them and the first word.
std::string Builder::doc(const antlr4::ParserRuleContext* context) const {
  std::vector<std::string_view> lines;
  const std::size_t begin_of_it = context->start->getStartIndex();
  if (begin_of_it == 0) return "";
  std::size_t line_end = source_.text.rfind('\n', begin_of_it - 1);
  if (source_.text.substr(line_end + 1, begin_of_it - line_end - 1).find_first_not_of(" \t\r\f") !=
      std::string_view::npos) {
    return "";  // it stands behind something else
  }
  while (line_end != std::string_view::npos && line_end > 0) {
    const std::size_t before = source_.text.rfind('\n', line_end - 1);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    std::string_view line = source_.text.substr(begin, line_end - begin);
    while (!line.empty() && std::isspace(static_cast<unsigned char>(line.front()))) {
      line.remove_prefix(1);
    }
    while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back()))) {
      line.remove_suffix(1);
    }
    if (!line.starts_with("##")) break;
    line.remove_prefix(2);
    if (line.starts_with(" ")) line.remove_prefix(1);
    lines.push_back(line);
    line_end = before;
  }
  std::string joined;
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    if (line != lines.rbegin()) joined += '\n';
    joined += *line;
  }
  return joined;
}

ast::Name Builder::name(P::SoftNameContext* context) {
  const Span place = span(context);
  return {std::string(source(place)), place};
}
ast::Name Builder::name(P::AnyNameContext* context) {
  const Span place = span(context);
  return {std::string(source(place)), place};
}

ast::Path Builder::path(P::PathContext* context) {
  ast::Path path;
  path.span = span(context);
  if (context->softName() != nullptr) {
    path.parts.push_back(name(context->softName()));
  } else {
    path.parts.push_back({"it", span(context->K_IT())});
  }
  for (auto* part : context->anyName()) path.parts.push_back(name(part));
  return path;
}

ast::Path Builder::path(P::AnyPathContext* context) {
  ast::Path path;
  path.span = span(context);
  for (auto* part : context->anyName()) path.parts.push_back(name(part));
  return path;
}

ast::Integer Builder::integer(antlr4::tree::TerminalNode* node) {
  const Span place = span(node);
  std::string_view digits = source(place);
  digits = digits.substr(0, digits.find_first_not_of("0123456789_"));  // of a word in error
  const auto value = readInteger(digits);
  if (!value) findings_->report<diag::NumberTooLarge>(place, digits);
  return {value.value_or(0), place};
}

ast::Number Builder::number(antlr4::tree::TerminalNode* node) {
  const Span place = span(node);
  return {readNumber(source(place)), source(place).ends_with('%'), place};
}

ast::Duration Builder::duration(P::DurationContext* context) {
  const ast::Integer count = integer(context->INTEGER());
  ast::Duration duration{0, span(context)};
  if (__builtin_mul_overflow(count.value, unitMs(context->durationUnit()), &duration.ms)) {
    duration.ms = 0;
    findings_->report<diag::NumberTooLarge>(duration.span, source(duration.span));
  }
  return duration;
}

ast::Window Builder::window(P::WindowContext* context) {
  ast::Window window;
  window.span = span(context);
  std::size_t bound = 0;
  if (context->duration() != nullptr) {
    window.unit = ast::WindowUnit::kTime;
    window.count = duration(context->duration()).ms;
  } else {
    window.unit = windowUnit(context->windowUnit());
    window.count = integer(context->INTEGER(0)).value;
    bound = 1;
  }
  if (context->K_MOST() != nullptr) window.at_most = integer(context->INTEGER(bound));
  return window;
}

std::int64_t Builder::instant(Span place) {
  const Instant instant = readInstant(source(place));
  if (instant.problem == TimeProblem::kDate) {
    findings_->report<diag::ImpossibleDate>(place, source(place).substr(0, 10));
  } else if (instant.problem == TimeProblem::kClock) {
    findings_->report<diag::ImpossibleTime>(place, source(place).substr(11));
  }
  return instant.ms;
}

std::int64_t Builder::clock(antlr4::tree::TerminalNode* node) {
  const Span place = span(node);
  const auto ms = readClock(source(place));
  if (!ms) findings_->report<diag::ImpossibleTime>(place, source(place));
  return ms.value_or(0);
}

ast::Subject subjectKind(std::size_t token) {
  switch (token) {
    case P::K_USER:
      return ast::Subject::kUser;
    case P::K_REPLY:
      return ast::Subject::kReply;
    case P::K_DOCUMENT:
      return ast::Subject::kDocument;
    case P::K_TOOL_CALL:
      return ast::Subject::kToolCall;
    case P::K_TOOL_RESULT:
      return ast::Subject::kToolResult;
    case P::K_TIMER:
      return ast::Subject::kTimer;
    default:
      return ast::Subject::kClose;
  }
}

ast::SubjectRef Builder::subject(P::SubjectContext* context) {
  return {subjectKind(context->start->getType()), span(context)};
}

std::vector<ast::SubjectRef> Builder::subjects(const std::vector<P::SubjectContext*>& contexts) {
  std::vector<ast::SubjectRef> subjects;
  for (auto* context : contexts) subjects.push_back(subject(context));
  return subjects;
}

ast::Target Builder::target(P::TargetContext* context) {
  ast::Target target;
  target.span = span(context);
  if (context->text() != nullptr) {
    target.what = text(context->text());
  } else if (context->path() != nullptr) {
    target.what = path(context->path());
  } else {
    target.what = ast::Path{{{std::string(source(target.span)), target.span}}, target.span};
  }
  return target;
}

ast::Text Builder::text(P::TextContext* context) {
  ast::Text text;
  text.span = span(context);
  const std::string_view literal = source(text.span);
  if (!isClosedText(literal)) return text;  // in error
  const std::vector<Slice> slices = textSlices(literal);
  for (std::size_t i = 0; i < slices.size(); ++i) {
    if (i > 0) text.value += '\n';
    for (std::uint32_t at = slices[i].begin; at < slices[i].end;) {
      if (literal[at] != '\\') {
        if (literal[at] != kBlankedBackslash) text.value += literal[at];
        ++at;
        continue;
      }
      const Escape escape = readEscape(literal.substr(at, slices[i].end - at));
      const std::uint32_t begin = text.span.begin + at;
      if (escape.value) {
        text.value += *escape.value;
      } else {
        findings_->report<diag::BadEscape>(findings_->span(begin, begin + escape.length),
                                           literal.substr(at, escape.length));
      }
      at += escape.length;
    }
  }
  return text;
}

namespace {

/// The end of the hole that begins at `begin`, its closing brace included; 0 where it has none.
std::uint32_t holeEnd(std::string_view literal, std::uint32_t begin, std::uint32_t end) {
  int depth = 0;
  bool quoted = false;
  for (std::uint32_t at = begin; at < end; ++at) {
    if (literal[at] == '"') quoted = !quoted;
    if (quoted) continue;
    if (literal[at] == '{') ++depth;
    if (literal[at] == '}' && --depth == 0) return at + 1;
  }
  return 0;
}

}  // namespace

/// Adds what stands at `at` to `message` and returns where to go on.
std::uint32_t Builder::messagePiece(Span literal, std::uint32_t at, std::uint32_t end,
                                    ast::Message& message) {
  const std::string_view text = source(literal);
  const auto place = [&](std::uint32_t length) {
    return findings_->span(literal.begin + at, literal.begin + at + length);
  };
  const char c = text[at];
  if (c == '\\') {
    const Escape escape = readEscape(text.substr(at, end - at));
    if (!escape.value) {
      findings_->report<diag::BadEscape>(place(escape.length), text.substr(at, escape.length));
    }
    appendText(message, escape.value.value_or(""));
    return at + escape.length;
  }
  const bool doubled = at + 1 < end && text[at + 1] == c;
  if ((c == '{' || c == '}') && doubled) {
    appendText(message, std::string_view(&c, 1));
    return at + 2;
  }
  if (c == '}') {
    findings_->report<diag::BadHole>(place(1), "this '}' closes no hole");
    return at + 1;
  }
  if (c != '{') {
    appendText(message, std::string_view(&c, 1));
    return at + 1;
  }
  const std::uint32_t close = holeEnd(text, at, end);
  if (close == 0) {
    findings_->report<diag::BadHole>(place(1), "this '{' opens a hole that is never closed");
    return end;
  }
  auto hole = parseHole(source_, place(close - at), *next_id_, *findings_);
  if (hole) message.pieces.emplace_back(std::move(*hole));
  return close;
}

ast::Message Builder::message(P::TextContext* context) {
  ast::Message message;
  message.span = span(context);
  const std::string_view literal = source(message.span);
  if (!isClosedText(literal)) return message;  // in error
  const std::vector<Slice> slices = textSlices(literal);
  for (std::size_t i = 0; i < slices.size(); ++i) {
    if (i > 0) appendText(message, "\n");
    for (std::uint32_t at = slices[i].begin; at < slices[i].end;) {
      at = messagePiece(message.span, at, slices[i].end, message);
    }
  }
  return message;
}

}  // namespace decorum::syntax
