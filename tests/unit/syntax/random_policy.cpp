#include "tests/unit/syntax/random_policy.h"

#include <sstream>

namespace decorum {

/// Words with blanks between them; what has blanks inside is added by itself.
void RandomPolicy::add(std::string_view spaced) {
  std::istringstream words{std::string(spaced)};
  std::string word;
  while (words >> word) words_.push_back(word);
}

void RandomPolicy::path() {
  std::string path = pick({"alpha", "customer", "pack_a", "it", "weekend"});
  while (chance(40)) path += pick({".tier", ".when", ".amount", ".low"});
  words_.push_back(path);
}

void RandomPolicy::quoted() {
  words_.push_back(pick({"\"a\"", "\"two words\"", "\"esc \\\" \\u{1F600} \\n\"", "\"{{b}}\"",
                         "\"\"\"\n    long\n      text\n    \"\"\"", "\"é€😀\"",
                         "\"hello {customer.name}, {last 4 customer.account}\"",
                         "\"{alpha default \\\"you\\\"}\""}));
}

void RandomPolicy::duration() {
  add(pick({"15 minutes", "1 hour", "500 ms", "2 days", "30 seconds"}));
}

void RandomPolicy::window() {
  if (chance(30)) {
    duration();
  } else {
    add(pick({"3 user turns", "5 replies", "1 turn", "7 turns", "2 tool calls", "2 tool results",
              "4 documents", "9 events"}));
  }
  if (chance(20)) add("at most 100");
}

void RandomPolicy::target() { chance(50) ? quoted() : path(); }

void RandomPolicy::commaList(void (RandomPolicy::*one)(), std::size_t most) {
  const std::size_t count = 1 + below(most);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) add(",");
    (this->*one)();
  }
}

void RandomPolicy::expression(int depth) {
  const char* op = pick({"and", "or"});
  const std::size_t operands = depth > 0 ? 1 + below(4) : 1;
  for (std::size_t i = 0; i < operands; ++i) {
    if (i > 0) add(op);
    if (chance(15)) add("not");
    memory(depth);
  }
}

void RandomPolicy::memory(int depth) {
  const std::size_t form = below(20);
  if (form == 0) {
    add(pick({"ever", "never", "previously"}));
    comparison(depth);
    if (chance(30)) {
      add("per");
      path();
    }
    return;
  }
  if (form == 1) {
    add("previously flagged");
    return path();
  }
  comparison(depth);
  switch (form) {
    case 2:
      add("in");
      add(pick({"2", "any", "every"}));
      add("of last");
      return window();
    case 3:
      add("since");
      return comparison(depth);
    case 4:
      add("then");
      comparison(depth);
      add("within");
      return window();
    case 5:
      add("for");
      return window();
    default:
      return;
  }
}

void RandomPolicy::subjectTest() {
  add(pick({"user", "reply", "tool_call", "tool_result", "document"}));
  switch (below(6)) {
    case 0:
      add(pick({"is unknown", "is truncated", "is refund"}));
      return;
    case 1:
      words_.push_back("matches /a\\/b[/]+c/");
      return;
    case 2:
      add(pick({"repeats within", "nearly repeats within"}));
      return window();
    default:
      add("mentions");
      add(pick({"", "", "all of", "at least 2 of"}));
      commaList(&RandomPolicy::target, 12);
  }
}

void RandomPolicy::comparison(int depth) {
  if (chance(40)) return subjectTest();
  if (chance(8)) {
    add(pick({"any", "every"}));
    if (chance(50)) {
      target();
      add(pick({"in user", "in reply"}));
    } else {
      add("of");
      path();
    }
    add("where");
    if (chance(20)) add("not");
    return comparison(depth - 1);
  }
  sum(depth);
  switch (below(9)) {
    case 0:
      add("between");
      sum(0);
      add("and");
      return sum(0);
    case 1:
      add("in {");
      add(pick({"}", "a , b }", "low }", "1 , 2 , 3 }"}));
      return;
    case 2:
      add("in");
      return path();
    case 3:
      add(pick({"is known", "is not known"}));
      return;
    case 4:
      add(pick({"starts with", "ends with", "contains"}));
      return sum(0);
    case 5:
      add("within");
      return path();
    case 6:
      return;
    default:
      add(pick({"==", "!=", "<", "<=", ">", ">="}));
      sum(depth);
  }
}

void RandomPolicy::sum(int depth) {
  if (chance(10)) add("-");
  primary(depth);
  if (chance(10)) {
    add("default");
    if (chance(30)) add("-");
    primary(0);
  }
  if (chance(15)) {
    add(pick({"+", "-", "*", "/"}));
    primary(depth - 1);
  }
}

void RandomPolicy::primary(int depth) {
  if (depth <= 0) {
    switch (below(8)) {
      case 0:
        return duration();
      case 1:
        return quoted();
      case 2:
        words_.push_back(pick({"2026-08-02", "2026-11-22 09:00", "2026-11-22T09:00:00.5+01:00"}));
        return;
      case 3:
        return add(pick({"now", "time of day", "weekday", "turn", "first reply"}));
      case 4:
        return add(pick({"true", "false", "1_000", "0.25", "80%", "9:00", "23:59"}));
      default:
        return path();
    }
  }
  switch (below(9)) {
    case 0:
      add("(");
      expression(depth - 1);
      return add(")");
    case 1:
      add(pick({"count", "min", "max", "avg", "sum"}));
      add("(");
      expression(depth - 1);
      if (chance(50)) {
        add(", last");
        window();
      }
      if (chance(30)) {
        add(", per");
        path();
      }
      return add(")");
    case 2:
      path();
      add("(");
      add(pick({"user", "reply , alpha", ""}));
      return add(")");
    case 3:
      path();
      add("[");
      sum(depth - 1);
      return add("] . state");
    case 4:
      add(pick({"time since", "turns since"}));
      if (chance(50)) return subjectTest();
      add("(");
      expression(depth - 1);
      return add(")");
    case 5:
      add("how many of");
      path();
      add("where (");
      expression(depth - 1);
      return add(")");
    default:
      return primary(0);
  }
}

void RandomPolicy::type() {
  add(pick({"bool", "int", "number", "text", "time", "duration", "-1 .. 1", "0..1", "set of text",
            "one of basic , plus , when", "list of int", "list of { a : int b : text ? }"}));
  if (chance(20)) add("?");
}

void RandomPolicy::field(bool may_nest) {
  add(pick({"age", "tier", "when", "account_number", "text"}));
  add(":");
  if (may_nest && chance(8)) return add("{ city : text country : one of de , fr }");
  type();
  if (chance(25))
    add(pick({"protected", "private", "key", "proxy for customer.race", "private key"}));
}

void RandomPolicy::value() {
  switch (below(6)) {
    case 0:
      return add("{ a , b }");
    case 1:
      return add("[ 1 , 2 , { x : 1 y : -2 } ]");
    case 2:
      return add("{ when : 3 days }");
    default:
      return sum(0);
  }
}

void RandomPolicy::record() {
  add("{");
  for (std::size_t i = below(5); i > 0; --i) {
    add(pick({"age", "tier.x", "when"}));
    add(":");
    value();
    if (chance(20)) add(",");
  }
  add("}");
}

void RandomPolicy::clause() {
  switch (below(30)) {
    case 0:
      return add(pick({"on user", "on user , reply", "on timer", "on close"}));
    case 1:
    case 2:
    case 3:
      add(pick({"when", "unless"}));
      return expression(3);
    case 4:
      add("say");
      return quoted();
    case 5:
      add("say in \"es\"");
      return quoted();
    case 6:
      add("because");
      return quoted();
    case 7:
      add("cites");
      quoted();
      return add(pick({"", "checked 2026-11-22"}));
    case 8:
      add("priority");
      return add(pick({"low", "normal", "high", "urgent"}));
    case 9:
      return add(pick({"effective 2026-08-02", "until 2027-01-01"}));
    case 10:
      return add(pick({"mode shadow", "mode enforce", "for 10% of conversations"}));
    case 11:
      return add(pick({"once per conversation", "every 5 turns", "at most once in 24 hours"}));
    case 12:
      add("uses protected");
      path();
      add("because");
      return quoted();
    case 13:
      return add(pick({"on fault open", "on fault closed", "on stream wait", "on stream cut"}));
    case 14:
      add("to");
      return name();
    case 15:
      add("within");
      duration();
      if (chance(30)) add("warn at 2 minutes");
      if (chance(30)) add("otherwise to boss");
      return;
    case 16:
      add("during");
      path();
      if (chance(50)) {
        add("otherwise say");
        quoted();
        add(pick({"", "otherwise say in \"de\" \"zu\""}));
      }
      return;
    case 17:
      return add(pick({"hand over", "keep chatting", "with transcript , facts", "with facts"}));
    case 18:
      add("find");
      commaList(&RandomPolicy::target, 4);
      if (chance(30)) add("decoded");
      if (chance(30)) add("at least 0.7");
      if (chance(30)) {
        add("where");
        comparison(0);
      }
      if (chance(20)) add("joining last 3 user turns");
      return;
    case 19:
      add("replace with");
      return add(pick({"label", "mask", "last 4", "first 6 last 4", "first 2", "hash", "token",
                       "generalize", "text \"x\"", "drop"}));
    case 20:
      return add(pick({"before reply", "after reply", "instead", "verbatim"}));
    case 21:
      add("for");
      name();
      add("within");
      duration();
      return add(pick({"", "otherwise block", "otherwise release"}));
    case 22:
      add("telling");
      quoted();
      add(pick({"", "at most 2 times"}));
      return add(pick({"", "otherwise block"}));
    case 23:
      add("ask");
      return quoted();
    case 24:
      add("as");
      return name();
    default:
      return subjectTestClause();
  }
}

void RandomPolicy::subjectTestClause() {
  add("when");
  subjectTest();
}

void RandomPolicy::fairnessClause() {
  switch (below(4)) {
    case 0:
      add("keep escalate , block , pack_a.rule blind to protected , customer.age");
      return;
    case 1:
      add("same decision when swapping alpha with beta_2");
      add(pick({"", "in user , reply"}));
      return add(pick({"", "for 1% of conversations"}));
    case 2:
      add("compare escalate across customer.gender at least 80% over 30 days");
      add(pick({"", "with 200 conversations each"}));
      add(pick({"", "at 95% confidence"}));
      return add(pick({"", "otherwise alert compliance"}));
    default:
      add("because");
      return quoted();
  }
}

void RandomPolicy::step() {
  switch (below(8)) {
    case 0:
      add("given customer");
      return record();
    case 1:
      return add(pick({"at 2026-11-22", "after 10 minutes", "close", "timer"}));
    case 2:
      add(pick({"tool_call refund", "tool_result refund"}));
      return record();
    case 3:
      add("tool_result");
      return quoted();
    case 4:
    case 5:
      add(pick({"user", "reply", "document"}));
      quoted();
      if (chance(30)) {
        add("with");
        record();
      }
      return;
    default:
      add("expect");
      return add(pick({"nothing", "no block", "no hold alpha", "escalate alpha to legal",
                       "disposition hold", "text \"x\"", "text without \"y\"", "flagged alpha",
                       "no flagged beta_2", "fault alpha", "no fault", "redact"}));
  }
}

void RandomPolicy::rule() {
  add(pick({"escalate", "redact", "disclose", "block", "hold", "retry", "clarify", "flag"}));
  name();
  for (std::size_t i = below(9); i > 0; --i) clause();
}

void RandomPolicy::declaration() {
  switch (below(22)) {
    case 0:
      return add(pick({"policy alpha version \"1\"", "pack beta_2", "policy x language 1"}));
    case 1:
      add(pick({"include alpha", "use \"../x.decorum\"", "use low"}));
      if (chance(30)) add("{ collector = true when = -2 , tags = { \"a\" } }");
      return;
    case 2:
      add("setting");
      name();
      add(":");
      type();
      if (chance(50)) {
        add("=");
        value();
      }
      return;
    case 3:
      add("facts");
      name();
      add("{");
      for (std::size_t i = below(6); i > 0; --i) field(true);
      return add("}");
    case 4:
      add("signal");
      name();
      add("of reply : 0..1");
      add(pick({"", "when missing -0.5"}));
      add(pick({"", "", "from built_in.sentiment", "from elsewhere.mood"}));
      return add(pick({"", "as redacted", "protected", "as redacted private"}));
    case 5:
    case 6:
      add("phrases");
      name();
      add(pick({"", "any accent", "exact"}));
      if (chance(20)) return add("from \"list.txt\" typos 1");
      add("=");
      commaList(&RandomPolicy::quoted, chance(20) ? 30 : 4);
      return add(pick({"", "spaced typos 2", "stem \"en\""}));
    case 7:
      add("pattern");
      name();
      words_.push_back("= /[0-9]{2}\\/[/a-z]+ x/");
      add(pick({"", "exact", "checked by luhn"}));
      add(pick({"", "near \"card\" , \"visa\" within 40 characters",
                "likelier near \"x\" within 5 characters not personal"}));
      return add(pick({"", "with amount : number , cur : text"}));
    case 8:
    case 9:
    case 10:
      add("define");
      name();
      if (chance(30)) add("( p : int , q : one of a , b )");
      add("=");
      return expression(3);
    case 11:
      add("tool");
      name();
      add(pick({"", "called \"Media_2.Find\""}));
      add("{");
      for (std::size_t i = below(6); i > 0; --i) field(false);
      add("}");
      return add(pick({"", "returns { done : bool }", "returns { }"}));
    case 12:
      add("hours");
      name();
      add("= mon..fri 9:00..17:30");
      add(pick({"", ", sat 10:00..24:00"}));
      add(pick({"", "in \"Europe/Berlin\""}));
      return add(pick({"", "except 2026-12-25 , 2026-12-26"}));
    case 13:
      add("disable pack_a.rule because");
      return quoted();
    case 14:
      add("adjust pack_a.rule {");
      for (std::size_t i = below(4); i > 0; --i) clause();
      return add("}");
    case 15:
      add("fairness");
      name();
      for (std::size_t i = below(4); i > 0; --i) fairnessClause();
      return;
    case 16:
      add("test \"t\" {");
      for (std::size_t i = below(7); i > 0; --i) step();
      return add("}");
    default:
      return rule();
  }
}

std::string RandomPolicy::text() {
  for (std::size_t i = 1 + below(5); i > 0; --i) declaration();
  std::string text;
  const std::size_t comments = below(4) == 0 ? 8 : 0;
  for (const std::string& word : words_) {
    text += word;
    if (chance(comments)) {
      text +=
          pick({" # c\n", "\n  # own line\n", "\n\n## doc\n", " ## behind\n", "\n# a\n\n# b\n"});
    } else {
      text += pick({" ", " ", " ", "  ", "\n", "\n  ", "\t", "\n\n"});
    }
  }
  return text;
}

}  // namespace decorum
