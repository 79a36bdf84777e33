/// The syntax of Decorum (`docs/language/`): LL(*), without actions or predicates, and without left
/// recursion, so that the rules of section 6 of the language are the levels of `expression`.
///
/// Which clause fits which kind of rule, and that none stands twice, is the business of later phases:
/// they can say more than a parser.
parser grammar DecorumParser;

options { tokenVocab = DecorumLexer; }

file: declaration* EOF;

declaration
  : policyDecl
  | packDecl
  | includeDecl
  | settingDecl
  | factsDecl
  | signalDecl
  | phrasesDecl
  | patternDecl
  | defineDecl
  | toolDecl
  | hoursDecl
  | disableDecl
  | adjustDecl
  | onFaultDecl
  | budgetDecl
  | ruleDecl
  | fairnessDecl
  | testDecl
  ;

// ---------------------------------------------------------------------------------------------
// declarations

policyDecl: K_POLICY softName (K_VERSION text)? (K_LANGUAGE INTEGER)?;
packDecl: K_PACK softName (K_VERSION text)?;

includeDecl: (K_INCLUDE | K_USE) (softName | text) (LEFT_BRACE settingValue* RIGHT_BRACE)?;
settingValue: anyName ASSIGN value COMMA?;
settingDecl: K_SETTING softName COLON type (ASSIGN value)?;

factsDecl: K_FACTS softName LEFT_BRACE field* RIGHT_BRACE;
field: anyName COLON (type label* | LEFT_BRACE field+ RIGHT_BRACE) COMMA?;
label: K_PROTECTED | K_PRIVATE | K_KEY | K_PROXY K_FOR path;

signalDecl: K_SIGNAL softName K_OF subject COLON type signalOption*;
signalOption: K_WHEN K_MISSING value | K_FROM path | K_AS K_REDACTED | label;

phrasesDecl: K_PHRASES softName phraseOption* (ASSIGN text (COMMA text)* | K_FROM text) phraseOption*;
phraseOption: K_EXACT | K_ANY K_ACCENT | K_SPACED | K_TYPOS INTEGER | K_STEM text;

patternDecl: K_PATTERN softName EQUALS_PATTERN patternOption*;
patternOption
  : K_EXACT
  | K_NOT K_PERSONAL
  | K_CHECKED K_BY softName
  | K_LIKELIER? K_NEAR text (COMMA text)* K_WITHIN INTEGER K_CHARACTERS
  | K_WITH group (COMMA group)*
  ;
group: anyName COLON type;

defineDecl: K_DEFINE softName (LEFT_PAREN parameter (COMMA parameter)* RIGHT_PAREN)? ASSIGN expression;
parameter: softName COLON type;

toolDecl
  : K_TOOL softName (K_CALLED text)? LEFT_BRACE field* RIGHT_BRACE
    (K_RETURNS LEFT_BRACE field* RIGHT_BRACE)?
  ;

hoursDecl
  : K_HOURS softName ASSIGN hoursSpan (COMMA hoursSpan)* (K_IN text)? (K_EXCEPT DATE (COMMA DATE)*)?
  ;
hoursSpan: weekday (RANGE weekday)? CLOCK RANGE CLOCK;
weekday: K_MON | K_TUE | K_WED | K_THU | K_FRI | K_SAT | K_SUN;

disableDecl: K_DISABLE path (K_BECAUSE text)?;
adjustDecl: K_ADJUST path LEFT_BRACE clause* RIGHT_BRACE (K_BECAUSE text)?;
onFaultDecl: K_ON K_FAULT (K_OPEN | K_CLOSED);
/// The units are names, which the tree builder knows: `us` and `KiB` may name things too.
budgetDecl: K_BUDGET INTEGER softName K_FOR INTEGER softName;

// ---------------------------------------------------------------------------------------------
// types

type: typeBase QUESTION?;
typeBase
  : K_BOOL
  | K_INT
  | K_NUMBER
  | K_TEXT
  | K_TIME
  | K_DURATION
  | K_ONE K_OF anyName (COMMA anyName)*
  | K_SET K_OF typeBase
  | K_LIST K_OF (typeBase | LEFT_BRACE field* RIGHT_BRACE)
  | signedNumber RANGE signedNumber
  ;
signedNumber: MINUS? (INTEGER | DECIMAL | PERCENTAGE);

// ---------------------------------------------------------------------------------------------
// rules

ruleDecl: ruleHead clause*;
ruleHead: ruleKind softName;
ruleKind
  : K_ESCALATE | K_REDACT | K_DISCLOSE | K_BLOCK | K_HOLD | K_RETRY | K_CLARIFY | K_FLAG
  ;

clause
  : onClause
  | whenClause
  | unlessClause
  | sayClause
  | becauseClause
  | citesClause
  | priorityClause
  | effectiveClause
  | untilClause
  | modeClause
  | shareClause
  | frequencyClause
  | usesClause
  | onFaultClause
  | onStreamClause
  | toClause
  | withinClause
  | duringClause
  | handOverClause
  | withClause
  | findClause
  | replaceClause
  | placementClause
  | verbatimClause
  | forQueueClause
  | tellingClause
  | askClause
  | asClause
  ;

onClause: K_ON subject (COMMA subject)*;
whenClause: K_WHEN expression;
unlessClause: K_UNLESS expression;
sayClause: K_SAY (K_IN text)? text;
becauseClause: K_BECAUSE text;
citesClause: K_CITES text (K_CHECKED DATE)?;
priorityClause: K_PRIORITY (K_LOW | K_NORMAL | K_HIGH | K_URGENT);
effectiveClause: K_EFFECTIVE instant;
untilClause: K_UNTIL instant;
modeClause: K_MODE (K_SHADOW | K_ENFORCE);
shareClause: K_FOR PERCENTAGE K_OF K_CONVERSATIONS;
frequencyClause
  : K_ONCE K_PER K_CONVERSATION
  | K_EVERY INTEGER (K_TURNS | K_TURN)
  | K_AT K_MOST K_ONCE K_IN duration
  ;
usesClause: K_USES (K_PROTECTED | K_PRIVATE) path (K_BECAUSE text)?;
onFaultClause: K_ON K_FAULT (K_OPEN | K_CLOSED);
onStreamClause: K_ON K_STREAM (K_WAIT | K_CUT);

// escalate
toClause: K_TO softName;
withinClause: K_WITHIN duration (K_WARN K_AT duration)? (K_OTHERWISE K_TO softName)?;
duringClause: K_DURING path (K_OTHERWISE sayClause)*;
handOverClause: K_HAND K_OVER | K_KEEP K_CHATTING;
withClause: K_WITH withItem (COMMA withItem)*;
withItem: K_TRANSCRIPT | K_FACTS;

// redact
findClause: K_FIND findTarget (COMMA findTarget)* (K_JOINING K_LAST window)?;
findTarget
  : target K_DECODED? (K_AT K_LEAST (DECIMAL | PERCENTAGE | INTEGER))? (K_WHERE condition)?
  ;
replaceClause: K_REPLACE K_WITH replacement;
replacement
  : K_LABEL
  | K_MASK
  | K_LAST INTEGER
  | K_FIRST INTEGER (K_LAST INTEGER)?
  | K_HASH
  | K_TOKEN
  | K_GENERALIZE
  | K_TEXT text
  | K_DROP
  ;

// disclose
placementClause: K_BEFORE K_REPLY | K_AFTER K_REPLY | K_INSTEAD;
verbatimClause: K_VERBATIM;

// hold
forQueueClause: K_FOR softName K_WITHIN duration (K_OTHERWISE otherwiseDo)?;
otherwiseDo: K_BLOCK | K_RELEASE;

// retry
tellingClause: K_TELLING text (K_AT K_MOST INTEGER K_TIMES)? (K_OTHERWISE otherwiseDo)?;

// clarify, flag
askClause: K_ASK (K_IN text)? text;
asClause: K_AS softName;

// ---------------------------------------------------------------------------------------------
// fairness

fairnessDecl: fairnessHead fairnessClause*;
fairnessHead: K_FAIRNESS softName;
fairnessClause: keepClause | sameClause | compareClause | becauseClause | citesClause;
keepClause
  : K_KEEP ruleSelector (COMMA ruleSelector)* K_BLIND K_TO labelSelector (COMMA labelSelector)*
  ;
ruleSelector: ruleKind | path;
labelSelector: K_PROTECTED | K_PRIVATE | path;
sameClause
  : K_SAME K_DECISION K_WHEN K_SWAPPING path K_WITH path (K_IN subject (COMMA subject)*)?
    (K_FOR PERCENTAGE K_OF K_CONVERSATIONS)?
  ;
compareClause
  : K_COMPARE ruleSelector K_ACROSS path (K_IN set)? K_AT K_LEAST (PERCENTAGE | DECIMAL) K_OVER duration
    (K_WITH INTEGER K_CONVERSATIONS K_EACH)? (K_AT PERCENTAGE K_CONFIDENCE)?
    (K_OTHERWISE K_ALERT softName)?
  ;

// ---------------------------------------------------------------------------------------------
// tests

testDecl: testHead LEFT_BRACE testStep* RIGHT_BRACE;
testHead: K_TEST (K_EACH text K_FROM text | text);
testStep: givenStep | atStep | afterStep | eventStep | expectStep;
givenStep: K_GIVEN path record;
atStep: K_AT instant;
afterStep: K_AFTER duration;
eventStep
  : (K_USER | K_REPLY | K_DOCUMENT) text (K_WITH record)?
  | K_TOOL_CALL path record? (K_WITH record)?
  | K_TOOL_RESULT (path (record | text)? | text) (K_WITH record)?
  | (K_TIMER | K_CLOSE) (K_WITH record)?
  ;
expectStep
  : K_EXPECT K_NOTHING
  | K_EXPECT K_NO? ruleKind path? (K_TO softName)?
  | K_EXPECT K_TEXT K_WITHOUT text
  | K_EXPECT K_TEXT text
  | K_EXPECT K_DISPOSITION (anyName | LEFT_BRACE anyName RIGHT_BRACE)
  | K_EXPECT K_NO? K_FLAGGED path
  | K_EXPECT K_NO? K_FAULT softName?
  ;

record: LEFT_BRACE assignment* RIGHT_BRACE;
assignment: anyPath COLON value COMMA?;
/// What settings and tests give: a sum, so that the name after it is never part of it.
value: sum | list | record;
list: LEFT_BRACKET (value (COMMA value)*)? RIGHT_BRACKET;

// ---------------------------------------------------------------------------------------------
// expressions, from loosest to tightest

/// `and` and `or` stand on one level here; the tree builder refuses a mixture of them.
expression: negation ((K_AND | K_OR) negation)*;
negation: K_NOT negation | memory;

/// Section 7. A prefix and a suffix other than `per` do not mix without parentheses (the tree
/// builder's finding).
memory: memoryOperand memorySuffix*;
memoryOperand: memoryPrefix memoryOperand | K_PREVIOUSLY K_FLAGGED path | comparison;
memoryPrefix: K_EVER | K_NEVER | K_PREVIOUSLY;
memorySuffix
  : K_IN (INTEGER | K_ANY | K_EVERY) K_OF K_LAST window
  | K_SINCE memoryOperand
  | K_THEN memoryOperand K_WITHIN window
  | K_FOR window
  | K_PER postfix
  ;
window: (INTEGER windowUnit | duration) (K_AT K_MOST INTEGER)?;
windowUnit
  : K_USER (K_TURNS | K_TURN)
  | K_REPLIES
  | K_REPLY
  | (K_TOOL) (K_CALLS | K_RESULTS)
  | K_DOCUMENTS
  | K_DOCUMENT
  | K_EVENTS
  | K_TURNS
  | K_TURN
  ;

comparison
  : subject subjectTest
  | (K_ANY | K_EVERY) (target K_IN subject | K_OF path) K_WHERE condition
  | sum comparisonTail?
  ;
subjectTest
  : K_MENTIONS mentioned
  | MATCHES_PATTERN
  | K_IS (K_UNKNOWN | K_TRUNCATED | path)
  | K_NEARLY? K_REPEATS K_WITHIN window
  ;
mentioned
  : (K_ALL K_OF | K_AT K_LEAST INTEGER K_OF)? target (COMMA target)*
  ;
target: text | path | valueWord;
/// Detectors of values whose names are words of the language.
valueWord: K_NUMBER | K_TIME;
comparisonTail
  : (EQUAL | NOT_EQUAL | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL) sum
  | K_BETWEEN sum K_AND sum
  | K_IN (set | path)
  | K_IS K_NOT? K_KNOWN
  | (K_STARTS | K_ENDS) K_WITH sum
  | K_CONTAINS sum
  | K_WITHIN path
  ;
/// After `where`: one condition, more of them in parentheses.
condition: K_NOT condition | comparison;

sum: product ((PLUS | MINUS) product)*;
product: unary ((STAR | SLASH) unary)*;
unary: MINUS unary | postfix;
postfix: primary (K_DEFAULT MINUS? primary)*;

primary
  : K_TRUE
  | K_FALSE
  | duration
  | INTEGER
  | DECIMAL
  | PERCENTAGE
  | text
  | DATE
  | DATE_TIME
  | CLOCK
  | set
  | LEFT_PAREN expression RIGHT_PAREN
  | K_NOW
  | K_TIME K_OF K_DAY
  | K_WEEKDAY
  | K_TURN
  | K_FIRST K_REPLY
  | (K_TIME | K_TURNS) K_SINCE sinceOperand
  | K_HOW K_MANY K_OF path K_WHERE (LEFT_PAREN expression RIGHT_PAREN | condition)
  | aggregate LEFT_PAREN expression (COMMA K_LAST window)? (COMMA K_PER postfix)? RIGHT_PAREN
  | path LEFT_PAREN (argument (COMMA argument)*)? RIGHT_PAREN
  | path LEFT_BRACKET expression RIGHT_BRACKET DOT anyName
  | path
  ;
/// No comparison of numbers here without parentheses: `turns since E > 3` compares the turns.
sinceOperand
  : subject subjectTest
  | K_PREVIOUSLY K_FLAGGED path
  | LEFT_PAREN expression RIGHT_PAREN
  | path LEFT_PAREN (argument (COMMA argument)*)? RIGHT_PAREN
  | path
  ;
aggregate: K_COUNT | K_MIN | K_MAX | K_AVG | K_SUM;
argument: subject | valueWord | expression;
set: LEFT_BRACE (sum (COMMA sum)*)? RIGHT_BRACE;
duration: INTEGER durationUnit;
durationUnit
  : K_MS | K_SECOND | K_SECONDS | K_MINUTE | K_MINUTES | K_HOUR | K_HOURS | K_DAY | K_DAYS
  ;
instant: DATE | DATE_TIME;

/// In the braces of a message.
hole: (K_LAST INTEGER | K_FIRST INTEGER (K_LAST INTEGER)? | K_MASK | K_LABEL | K_HASH)? expression EOF;

// ---------------------------------------------------------------------------------------------
// names

subject: K_USER | K_REPLY | K_TOOL_CALL | K_TOOL_RESULT | K_DOCUMENT | K_TIMER | K_CLOSE;
text: TEXT | LONG_TEXT;
path: (softName | K_IT) (DOT anyName)*;
anyPath: anyName (DOT anyName)*;

softName
  : NAME
  | K_VERSION | K_LANGUAGE | K_ACCENT | K_SPACED | K_TYPOS | K_STEM | K_EXACT | K_PERSONAL
  | K_CHECKED | K_BY | K_LIKELIER | K_NEAR | K_CHARACTERS | K_LOW | K_NORMAL | K_HIGH
  | K_URGENT | K_SHADOW | K_ENFORCE | K_FAULT | K_OPEN | K_CLOSED | K_STREAM | K_WAIT
  | K_CUT | K_OVER | K_WARN | K_CHATTING | K_TRANSCRIPT | K_LABEL | K_MASK | K_HASH
  | K_TOKEN | K_GENERALIZE | K_DROP | K_RELEASE | K_TIMES | K_CONVERSATION | K_CONVERSATIONS | K_EACH
  | K_BLIND | K_DECISION | K_SWAPPING | K_ACROSS | K_CONFIDENCE | K_ALERT | K_DISPOSITION | K_FLAGGED
  | K_WITHOUT | K_KEY | K_MANY | K_REPLIES | K_CALLS | K_RESULTS | K_DOCUMENTS | K_EVENTS
  | K_REDACTED | K_EXCEPT | K_MON | K_TUE | K_WED | K_THU | K_FRI | K_SAT
  | K_SUN | K_FIRST | K_ONE | K_MS | K_SECOND | K_SECONDS | K_MINUTE | K_MINUTES
  | K_HOUR | K_DAY | K_DAYS | K_DECODED | K_BUDGET
  ;
/// After a dot, before a colon and as a member of `one of`, every word is a name.
anyName
  : softName
  | K_POLICY | K_PACK | K_INCLUDE | K_USE | K_SETTING | K_FACTS | K_SIGNAL | K_PHRASES
  | K_PATTERN | K_DEFINE | K_TOOL | K_HOURS | K_DISABLE | K_ADJUST | K_ESCALATE | K_REDACT
  | K_DISCLOSE | K_BLOCK | K_HOLD | K_RETRY | K_CLARIFY | K_FLAG | K_FAIRNESS | K_TEST
  | K_ON | K_WHEN | K_UNLESS | K_SAY | K_BECAUSE | K_CITES | K_PRIORITY | K_EFFECTIVE
  | K_UNTIL | K_MODE | K_FOR | K_EVERY | K_AT | K_ONCE | K_USES | K_TO
  | K_WITHIN | K_DURING | K_HAND | K_KEEP | K_WITH | K_FIND | K_REPLACE | K_BEFORE
  | K_AFTER | K_INSTEAD | K_VERBATIM | K_TELLING | K_ASK | K_AS | K_SAME | K_COMPARE
  | K_OTHERWISE | K_AND | K_OR | K_NOT | K_IN | K_IS | K_BETWEEN | K_MENTIONS
  | K_MATCHES | K_STARTS | K_ENDS | K_CONTAINS | K_DEFAULT | K_EVER | K_NEVER | K_PREVIOUSLY
  | K_SINCE | K_THEN | K_PER | K_ANY | K_COUNT | K_MIN | K_MAX | K_AVG
  | K_SUM | K_HOW | K_LAST | K_WHERE | K_REPEATS | K_NEARLY | K_TRUE | K_FALSE
  | K_NOW | K_WEEKDAY | K_TURN | K_IT | K_MISSING | K_KNOWN | K_UNKNOWN | K_TRUNCATED
  | K_USER | K_REPLY | K_TOOL_CALL | K_TOOL_RESULT | K_DOCUMENT | K_TIMER | K_CLOSE | K_BOOL
  | K_INT | K_NUMBER | K_TEXT | K_TIME | K_DURATION | K_SET | K_LIST | K_OF
  | K_PROTECTED | K_PRIVATE | K_PROXY | K_FROM | K_RETURNS | K_CALLED | K_GIVEN | K_EXPECT
  | K_NOTHING | K_NO | K_MOST | K_LEAST | K_ALL | K_TURNS | K_JOINING
  ;
