// A line of a log: where the texts of its events stand, and what is put in their place.
//
//   line ─┬─ events (tools/logs) ─ redact ─► edits of their texts ─┐
//         └─ parts: places of texts in the line ───────────────────┴─► the line, rewritten there
#include "tools/cli/redact_line.h"

#include <algorithm>

#include "runtime/base/json_writer.h"
#include "tools/logs/json_parts.h"

namespace decorum::cli {
namespace {

using logs::JsonPart;
using logs::TextPlace;
using Kind = JsonPart::Kind;

constexpr std::string_view kWithheld = "[WITHHELD]";

// A part of an event's text, and how it stands in the line.
struct Piece {
  enum class Form { kText, kJsonText, kJson, kUnreadable } form = Form::kText;
  const JsonPart* part = nullptr;
  std::string text;
};

struct Rewrite {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text;
};

// A text that is redacted as one: what an event says, in one or several pieces.
struct Text {
  Event event;
  std::vector<Piece> pieces;
  bool moves_on = true;  // false for what stands beside an event's text
};

class Line {
 public:
  explicit Line(std::string_view json) : json_(json), root_(logs::partsOf(json)) {}

  const JsonPart& root() const { return root_; }
  std::string rewritten() {
    std::sort(rewrites_.begin(), rewrites_.end(),
              [](const Rewrite& a, const Rewrite& b) { return a.begin < b.begin; });
    std::string out;
    std::size_t done = 0;
    for (const Rewrite& rewrite : rewrites_) {
      out.append(json_.substr(done, rewrite.begin - done)).append(rewrite.text);
      done = rewrite.end;
    }
    return out.append(json_.substr(done));
  }

  // Everything of `event` that a redaction looks at, and what stands beside it unread.
  std::vector<Text> textsOf(const Event& event, const TextPlace& place) const {
    std::vector<Text> texts;
    texts.push_back({event, {}});
    if (place.part == TextPlace::Part::kEvent) {
      ofEventShape(event.kind, texts);
    } else {
      ofMessage(root_.find("messages")->elements[place.message], place, texts);
    }
    for (Text& text : texts) join(text);
    return texts;
  }

  void rewrite(const Text& text, const Redacted& redacted) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.pieces.size(); ++i) {
      const Piece& piece = text.pieces[i];
      const std::size_t end = begin + piece.text.size();
      if (redacted.withheld || piece.form == Piece::Form::kUnreadable) {
        replace(piece, withheld(piece));
      } else if (auto edited = editedPiece(piece, begin, i == 0 ? 0 : begin - 1, redacted.edits)) {
        replace(piece, written(piece, *edited));
      }
      begin = end + 1;  // a line end joins two
    }
  }

 private:
  void ofEventShape(EventKind kind, std::vector<Text>& texts) const {
    addContent(root_.find("text"), false, texts.front().pieces);
    if (kind == EventKind::kToolCall) {
      addArguments(root_.find("arguments"), texts.front().pieces);
    } else if (kind == EventKind::kToolResult) {
      const bool beside = !texts.front().pieces.empty();
      if (beside) texts.push_back({texts.front().event, {}, false});
      addContent(root_.find("result"), true, texts.back().pieces);
    }
  }

  void ofMessage(const JsonPart& message, const TextPlace& place, std::vector<Text>& texts) const {
    if (place.part == TextPlace::Part::kContent) {
      const bool is_result = texts.front().event.kind == EventKind::kToolResult;
      addContent(message.find("content"), is_result, texts.front().pieces);
      const JsonPart* const refusal = message.find("refusal");
      if (refusal == nullptr || refusal->kind != Kind::kText) return;
      const bool beside = !texts.front().pieces.empty();
      if (beside) texts.push_back({texts.front().event, {}, false});
      addContent(refusal, false, texts.back().pieces);
      return;
    }
    const bool of_list = place.part == TextPlace::Part::kCall;
    const JsonPart& entry =
        of_list ? message.find("tool_calls")->elements[place.call] : *message.find("function_call");
    const JsonPart* const function = of_list ? entry.find("function") : &entry;
    const bool nested = function != nullptr && function->kind == Kind::kObject;
    addArguments((nested ? *function : entry).find("arguments"), texts.front().pieces);
  }

  void add(Piece::Form form, const JsonPart& part, std::vector<Piece>& pieces) const {
    std::string text;
    if (form == Piece::Form::kJson) text = part.of(json_);
    if (form == Piece::Form::kText || form == Piece::Form::kJsonText)
      text = logs::decodedText(json_, part);
    pieces.push_back({form, &part, std::move(text)});
  }

  // As the readers of logs take a content: a text, nothing, or a list of parts; of results objects.
  void addContent(const JsonPart* content, bool as_json, std::vector<Piece>& pieces) const {
    if (content == nullptr || content->of(json_) == "null") return;
    if (content->kind == Kind::kText) return add(Piece::Form::kText, *content, pieces);
    if (content->kind == Kind::kObject && as_json) return add(Piece::Form::kJson, *content, pieces);
    if (content->kind != Kind::kList) return add(Piece::Form::kUnreadable, *content, pieces);
    for (const JsonPart& part : content->elements) {
      const JsonPart* text = part.kind == Kind::kText ? &part : part.find("text");
      if (text == nullptr || text->kind != Kind::kText) text = part.find("refusal");
      if (text != nullptr && text->kind == Kind::kText) add(Piece::Form::kText, *text, pieces);
    }
  }

  void addArguments(const JsonPart* arguments, std::vector<Piece>& pieces) const {
    if (arguments == nullptr || arguments->of(json_) == "null") return;
    const Piece::Form form = arguments->kind == Kind::kText     ? Piece::Form::kJsonText
                             : arguments->kind == Kind::kObject ? Piece::Form::kJson
                                                                : Piece::Form::kUnreadable;
    add(form, *arguments, pieces);
  }

  // The text of the event is that of its pieces; a call keeps its arguments beside it.
  static void join(Text& text) {
    text.event.text.clear();
    for (std::size_t i = 0; i < text.pieces.size(); ++i) {
      if (i > 0) text.event.text += '\n';
      text.event.text += text.pieces[i].text;
    }
  }

  // The piece with the edits that begin in it, or in the line end before it; nothing where none
  // touch it. `from` is where it begins in the text.
  static std::optional<std::string> editedPiece(const Piece& piece, std::size_t from,
                                                std::size_t first, const std::vector<Edit>& edits) {
    const std::size_t end = from + piece.text.size();
    std::string out;
    std::size_t done = from;
    bool any = false;
    for (const Edit& edit : edits) {
      if (edit.span.end <= from || edit.span.begin >= end) continue;
      any = true;
      const std::size_t begin = std::max<std::size_t>(edit.span.begin, from);
      out += std::string_view(piece.text).substr(done - from, begin - done);
      if (edit.span.begin >= first) out += edit.replacement;
      done = std::min<std::size_t>(edit.span.end, end);
    }
    if (!any) return std::nullopt;
    return out += std::string_view(piece.text).substr(done - from);
  }

  static std::string quoted(std::string_view text) {
    std::string json;
    appendJsonString(json, text);
    return json;
  }
  static std::string written(const Piece& piece, const std::string& text) {
    return piece.form == Piece::Form::kJson ? text : quoted(text);
  }
  static std::string withheld(const Piece& piece) {
    if (piece.form == Piece::Form::kJson) return "{}";
    return quoted(piece.form == Piece::Form::kJsonText ? "{}" : kWithheld);
  }
  void replace(const Piece& piece, std::string text) {
    rewrites_.push_back({piece.part->begin, piece.part->end, std::move(text)});
  }

  std::string_view json_;
  JsonPart root_;
  std::vector<Rewrite> rewrites_;
};

std::string whyWithheld(const Redacted& redacted) {
  std::string why;
  for (const Fault& fault : redacted.faults) why += (why.empty() ? "" : ", ") + fault.fault;
  return "a text is withheld, since a redaction could not see all of it: " + why;
}

bool isUnreadable(const Text& text) {
  return std::any_of(text.pieces.begin(), text.pieces.end(),
                     [](const Piece& piece) { return piece.form == Piece::Form::kUnreadable; });
}

void redact(Conversation& conversation, const Event& event, const TextPlace& place, Line& line,
            RedactReport& report, std::vector<std::string>& problems) {
  for (Text& text : line.textsOf(event, place)) {
    if (!text.pieces.empty()) {
      const Redacted redacted = conversation.redact(text.event);
      line.rewrite(text, redacted);
      report.add(redacted);
      if (redacted.withheld) problems.push_back(whyWithheld(redacted));
      if (isUnreadable(text)) problems.push_back("what is no text is withheld");
    }
    if (text.moves_on) conversation.give(text.event);
  }
}

}  // namespace

Conversation LineRedactor::begun(const std::string& id) {
  const auto vault = vaults_.find(id);
  if (vault == vaults_.end()) return Conversation(policy_, id, options_);
  return Conversation::resume(policy_, id, {}, options_, vault->second);
}

std::optional<std::string> LineRedactor::redacted(const std::string& place, std::string_view json,
                                                  std::vector<std::string>& problems) {
  if (json.starts_with("\xEF\xBB\xBF")) json.remove_prefix(3);
  auto parsed = logs::parseLogLine(json);
  if (!parsed) {
    problems.push_back(parsed.error());
    return std::nullopt;
  }
  problems = std::move(parsed->problems);
  Line line(json);
  if (const std::string twin = logs::twinMember(line.root()); !twin.empty()) {
    problems.push_back("the member '" + twin + "' stands in an object twice");
    return std::nullopt;
  }
  const std::string id = parsed->conversation.empty() ? place : parsed->conversation;
  std::optional<Conversation> whole;
  if (parsed->whole) whole = begun(id);
  Conversation& conversation =
      whole ? *whole : live_.try_emplace(id, policy_, id, options_).first->second;
  bool ended = false;
  for (std::size_t i = 0; i < parsed->events.size(); ++i) {
    const Event& event = parsed->events[i];
    redact(conversation, event, parsed->places[i], line, report_, problems);
    ended = ended || event.kind == EventKind::kClose;
  }
  if (whole && !parsed->conversation.empty()) vaults_[id] = whole->vault();
  if (ended) live_.erase(id);
  return line.rewritten();
}

}  // namespace decorum::cli
