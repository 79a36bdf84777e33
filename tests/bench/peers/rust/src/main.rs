//! Peers in Rust, for the comparison: `peers PEER FOLDER`. It answers the commands that cpp/peer.h
//! describes.
mod cedar;
mod cel;
mod raw;
mod rego;

use std::fs;
use std::hint::black_box;
use std::io::{self, BufRead};
use std::time::Duration;

/// A policy that is loaded. An input is what `read` makes of a line of JSON.
pub trait Peer {
    type Input;
    fn read(&self, line: &str) -> Self::Input;
    /// The names of the rules that fire.
    fn judge(&mut self, input: &Self::Input) -> Vec<String>;
}

pub fn read_file(folder: &str, name: &str) -> String {
    fs::read_to_string(format!("{folder}/{name}")).expect(name)
}

pub fn is_text(folder: &str) -> bool {
    read_file(folder, "kind") == "phrases"
}

pub fn text_of(line: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
    value["text"].as_str().expect("a text").to_owned()
}

/// Words with one blank around each, as policies without regular expressions ask for.
pub fn words_of(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 2);
    words.push(' ');
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            words.push(byte.to_ascii_lowercase() as char);
        } else if !words.ends_with(' ') {
            words.push(' ');
        }
    }
    if !words.ends_with(' ') {
        words.push(' ');
    }
    words
}

struct Timer {
    inputs: usize,
    next: usize,
}

/// Processor time of this process.
fn processor_time() -> Duration {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: `time` is valid for the call to write to.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

impl Timer {
    fn run(&mut self, count: usize, judge: &mut dyn FnMut(usize)) -> Duration {
        let start = processor_time();
        for _ in 0..count {
            judge(self.next);
            self.next = (self.next + 1) % self.inputs;
        }
        processor_time() - start
    }

    /// As in cpp/peer.h: ns for an input, going on where the run before ended.
    fn measure(&mut self, at_least: Duration, judge: &mut dyn FnMut(usize)) -> f64 {
        let mut block = 1;
        while self.run(block, judge) < Duration::from_millis(1) {
            block *= 2;
        }
        let (mut judged, mut spent) = (0, Duration::ZERO);
        while spent < at_least {
            spent += self.run(block, judge);
            judged += block;
        }
        spent.as_nanos() as f64 / judged as f64
    }
}

fn serve<P: Peer>(version: &str, folder: &str, load: fn(&str) -> P) {
    let start = processor_time();
    let mut peer = load(folder);
    let ready_ms = (processor_time() - start).as_secs_f64() * 1e3;
    let text = read_file(folder, "inputs.jsonl");
    let lines: Vec<&str> = text.lines().collect();
    let records: Vec<P::Input> = lines.iter().map(|line| peer.read(line)).collect();
    println!(r#"{{"version":"{version}","ready_ms":{ready_ms},"modes":["json","record"]}}"#);
    let mut timer = Timer {
        inputs: lines.len(),
        next: 0,
    };
    for command in io::stdin().lock().lines() {
        let command = command.expect("a command");
        let words: Vec<&str> = command.split_whitespace().collect();
        if words[0] == "answers" {
            let all: Vec<_> = lines
                .iter()
                .map(|line| peer.judge(&peer.read(line)))
                .collect();
            println!("{}", serde_json::to_string(&all).expect("JSON"));
            continue;
        }
        let at_least = Duration::from_millis(words[2].parse().expect("milliseconds"));
        let ns = if words[1] == "json" {
            timer.measure(at_least, &mut |i| {
                let input = peer.read(lines[i]);
                black_box(peer.judge(&input));
            })
        } else {
            timer.measure(at_least, &mut |i| {
                black_box(peer.judge(&records[i]));
            })
        };
        println!("{ns:.3}");
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let folder = &arguments[2];
    match arguments[1].as_str() {
        "cedar" => serve("4.14.1", folder, cedar::Cedar::load),
        "regorus" => serve("0.14.1", folder, rego::Regorus::load),
        "cel-rust" => serve("0.15.0", folder, cel::Cel::load),
        "aho-corasick" => serve("1.1.5", folder, raw::AhoCorasickPeer::load),
        "rust-regex" => serve("1.13.2", folder, raw::RegexPeer::load),
        other => panic!("no peer {other}"),
    }
}
