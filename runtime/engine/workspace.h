/// Memory for judging one event, lent from a pool so that a conversation at rest holds none of it
/// and an event in which nothing fires allocates nothing.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "decorum/value.h"
#include "runtime/base/effort.h"
#include "runtime/engine/faults.h"
#include "runtime/engine/subject_text.h"
#include "runtime/eval/combine.h"
#include "runtime/eval/edits.h"
#include "runtime/eval/evaluator.h"
#include "runtime/signals/score.h"
#include "runtime/text/joined.h"
#include "runtime/text/scanner.h"
#include "runtime/text/similarity.h"
#include "runtime/text/word_count.h"

namespace decorum::engine {

/// A rule in force at the event at hand that fires, or could not be decided.
struct Firing {
  std::uint32_t rule = 0;
  bool by_fault = false;     ///< could not be decided, and counts as fired
  bool unseen_text = false;  ///< a redaction that did not see the whole text
};

struct Workspace {
  std::array<text::ScanScratch, kTextSubjects> scan_scratch;  ///< by subject
  text::ScanResult scan;  ///< of the text at hand; empty where there is none
  text::WordCounter words;
  text::HashScratch hashing;
  text::RunScratch run_scratch;
  text::DigitRuns runs;  ///< of the text at hand, where values are put together from messages
  eval::Scratch scratch;
  std::vector<std::uint64_t> seen_nodes;  ///< bits by node, of a walk through guards
  eval::ListValue rows;                   ///< hits as rows, for quantifiers and `where`
  eval::RuleBits waiting;                 ///< rules that may hold now
  eval::RuleBits fired, undecided;
  std::vector<std::uint64_t> due;  ///< operators of the memory that are still to be looked at
  SubjectText text;
  signals::Scratch scores;
  eval::RuleBits asking;              ///< rules that a score may decide
  std::vector<const Value*> members;  ///< of the record at hand, by `MemberNames`
  std::vector<FaultNote> notes;       ///< what is wrong with this event whatever rules say
  std::vector<Firing> firings;        ///< in force, ascending by rule
  std::vector<Firing> shadow_firings;
  std::vector<std::pair<FaultNote, std::uint32_t>> deciders;  ///< faults, and rules they decided
  std::vector<eval::Effect> effects;
  eval::Combined combined;
  std::vector<eval::Redaction> redactions;
  /// Tokens of the conversation in the text at hand; nothing as long as no one asked.
  std::optional<std::vector<TextSpan>> tokens;
  std::vector<bool> seen_items;  ///< phrases of the matcher at hand that were hit
  Effort effort;                 ///< of all events, beside that of the texts' own memory

  /// What all events took that were judged with it; operations of guards are not counted.
  Effort counted() const;
};

/// Nothing of the event before is left in it but memory.
void clear(Workspace& work);

}  // namespace decorum::engine
