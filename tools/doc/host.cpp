// What a host has to give: facts, signals and tools.
#include <fmt/format.h>

#include "compiler/sema/types.h"
#include "tools/doc/lists.h"

namespace decorum::doc {
namespace {

Text labelsOf(const std::vector<ast::Label>* labels, const Subject& subject) {
  std::vector<Text> parts;
  if (labels != nullptr)
    for (const ast::Label& label : *labels) parts.push_back(plain(subject.written(label.span)));
  return parts.empty() ? plain("") : listed(parts, ", ");
}

Text missing(const sema::Type& type) { return plain(type.optional ? "yes" : "no: a fault"); }

// The doc comment of a field of the first file that declares it.
std::string docOf(const std::vector<ast::TypeField>& fields, const std::string& name) {
  std::string text;
  for (const ast::TypeField& field : fields)
    if (field.name.text == name)
      for (const std::string& paragraph : paragraphsOf(field.doc))
        text += (text.empty() ? "" : " ") + paragraph;
  return text;
}

std::vector<Text> row(const sema::Field& field, const std::string& owner, const Subject& subject) {
  return {code(owner + "." + field.name), plain(sema::print(subject.module(), field.type.known())),
          missing(field.type), labelsOf(field.labels, subject)};
}

void addFacts(std::vector<Block>& blocks, const Subject& subject, const Uses& uses) {
  for (const sema::Record& record : subject.module().records) {
    if (record.decl == nullptr || record.fields.empty()) continue;  // `conversation`
    const std::string& name = record.decl->name.text;
    blocks.emplace_back(Heading{3, subject.placeOf(record.symbol), plain("Facts ") + code(name)});
    Table table{"Facts " + name, {"Fact", "Type", "May be missing", "Labels", "What it is"}, {}};
    for (const sema::Field& field : record.fields) {
      table.rows.push_back(row(field, name, subject));
      table.rows.back().push_back(plain(docOf(record.decl->fields, field.name)));
    }
    blocks.emplace_back(std::move(table));
    blocks.emplace_back(Paragraph{plain("Used by ") + usersOf(record.symbol, subject, uses) + "."});
  }
}

void addSignals(std::vector<Block>& blocks, const Prose& prose, const Uses& uses) {
  const Subject& subject = prose.subject();
  for (const sema::Signal& signal : subject.module().signals) {
    const std::string& name = signal.decl->name.text;
    blocks.emplace_back(Heading{3, subject.placeOf(signal.symbol), plain("Signal ") + code(name)});
    Text text = plain("A score of ") + nameOfSubject(signal.decl->subject.subject) + ", " +
                code(sema::print(subject.module(), signal.type.known())) + ". ";
    text = std::move(text) +
           (signal.decl->when_missing
                ? plain("Without a score ") + prose.value(*signal.decl->when_missing) + " counts."
                : plain("It may be missing; rules say what that means."));
    if (signal.from != nullptr)
      text = std::move(text) + " Where the host gives none, the built-in provider " +
             code(fmt::format("built_in.{}", signals::nameOf(sema::providerNamed(*signal.from)))) +
             " scores the text.";
    if (signal.decl->as_redacted)
      text = std::move(text) + " What scores it sees the text only after redaction.";
    const Text labels = labelsOf(signal.labels, subject);
    if (!labels.empty() && !labels.front().text.empty())
      text = std::move(text) + " Labels: " + labels + ".";
    blocks.emplace_back(
        Paragraph{std::move(text) + " Used by " + usersOf(signal.symbol, subject, uses) + "."});
  }
}

void addTools(std::vector<Block>& blocks, const Subject& subject, const Uses& uses) {
  for (const sema::Tool& tool : subject.module().tools) {
    const std::string& name = tool.decl->name.text;
    Text title = plain("Tool ") + code(name);
    if (tool.decl->called)
      title = std::move(title) + ", called " + code(sema::calledOf(*tool.decl));
    blocks.emplace_back(Heading{3, subject.placeOf(tool.symbol), title});
    Table table{"Tool " + name, {"Argument or result", "Type", "May be missing", "Labels"}, {}};
    for (const sema::Field& field : tool.arguments) table.rows.push_back(row(field, name, subject));
    for (const sema::Field& field : tool.results) {
      table.rows.push_back(row(field, name, subject));
      table.rows.back()[0] = std::move(table.rows.back()[0]) + " (result)";
    }
    if (!table.rows.empty()) blocks.emplace_back(std::move(table));
    blocks.emplace_back(Paragraph{plain("Used by ") + usersOf(tool.symbol, subject, uses) + "."});
  }
}

}  // namespace

void addHost(std::vector<Block>& blocks, const Prose& prose, const Uses& uses) {
  const Subject& subject = prose.subject();
  std::vector<Block> found;
  addFacts(found, subject, uses);
  addSignals(found, prose, uses);
  addTools(found, subject, uses);
  if (found.empty()) return;
  blocks.emplace_back(Heading{2, "host", plain("What the host gives")});
  blocks.emplace_back(Paragraph{
      plain("Where a fact or an argument is not there that may not be missing, rules that "
            "need it cannot be decided: those that stop, hold or redact count as fired.")});
  blocks.insert(blocks.end(), found.begin(), found.end());
}

}  // namespace decorum::doc
