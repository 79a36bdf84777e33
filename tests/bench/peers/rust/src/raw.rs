//! No policy language: the libraries that one would take in Rust to look for phrases.
use crate::{read_file, text_of, Peer};
use aho_corasick::{AhoCorasick, MatchKind};
use regex::RegexSet;
use std::collections::BTreeMap;

/// One automaton over all phrases; what it finds has to be whole words.
pub struct AhoCorasickPeer {
    automaton: AhoCorasick,
    rules: Vec<String>,
}

impl AhoCorasickPeer {
    pub fn load(folder: &str) -> Self {
        let phrases: BTreeMap<String, String> =
            serde_json::from_str(&read_file(folder, "phrases.json")).expect("JSON");
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(phrases.keys())
            .expect("an automaton");
        Self {
            automaton,
            rules: phrases.into_values().collect(),
        }
    }
}

impl Peer for AhoCorasickPeer {
    type Input = String;

    fn read(&self, line: &str) -> String {
        text_of(line)
    }

    fn judge(&mut self, text: &String) -> Vec<String> {
        let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
        let bytes = text.as_bytes();
        let found = self.automaton.find_overlapping_iter(text).filter(|found| {
            let before = found
                .start()
                .checked_sub(1)
                .and_then(|place| bytes.get(place));
            !is_word(before) && !is_word(bytes.get(found.end()))
        });
        found
            .map(|found| self.rules[found.pattern().as_usize()].clone())
            .collect()
    }
}

/// An expression for each rule.
pub struct RegexPeer {
    set: RegexSet,
}

impl RegexPeer {
    pub fn load(folder: &str) -> Self {
        let text = read_file(folder, "alternations.txt");
        let expressions = text.lines().map(|line| format!("(?i-u:{line})"));
        Self {
            set: RegexSet::new(expressions).expect("expressions"),
        }
    }
}

impl Peer for RegexPeer {
    type Input = String;

    fn read(&self, line: &str) -> String {
        text_of(line)
    }

    fn judge(&mut self, text: &String) -> Vec<String> {
        self.set
            .matches(text)
            .iter()
            .map(|index| format!("r{index}"))
            .collect()
    }
}
