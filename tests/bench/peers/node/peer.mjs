// Peers in JavaScript, for the comparison: `node peer.mjs PEER FOLDER`. It answers the commands
// that cpp/peer.h describes. Packages are found in the folder that PEERS_MODULES names.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [name, folder] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${process.env.PEERS_MODULES}/`));
const readText = (file) => readFileSync(`${folder}/${file}`, "utf8");
const readLines = (file) => readText(file).trimEnd().split("\n");
const kind = readText("kind");
const isText = kind === "phrases";
const packageVersion = (of) =>
  JSON.parse(readFileSync(`${process.env.PEERS_MODULES}/node_modules/${of}/package.json`)).version;

// Words with one blank around each, as the expressions ask for.
const prepare = (input) => isText
  ? { text: ` ${input.text.toLowerCase().replace(/[^a-z0-9]+/g, " ")} ` }
  : input;

/// What fires of a list of functions.
function firing(rules) {
  return (input) => {
    const prepared = prepare(input);
    const fired = [];
    for (let i = 0; i < rules.length; ++i) if (rules[i](prepared) === true) fired.push(`r${i}`);
    return fired;
  };
}

function passesLuhn(text) {
  const digits = text.replace(/\D/g, "");
  let sum = 0;
  for (let i = 0; i < digits.length; ++i) {
    const digit = Number(digits[digits.length - 1 - i]) * (1 + (i % 2));
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

function passesIban(text) {
  let rest = 0;
  for (const character of text.slice(4) + text.slice(0, 4)) {
    const value = parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

// Expressions and checks as one writes them by hand: without words beside, or forms of countries.
const detectors = {
  email: [/[\w.%+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}/g, () => true],
  card: [/\b\d(?:[ -]?\d){12,18}\b/g, passesLuhn],
  phone: [/(?:\+1[ .-]?)?\(?\b\d{3}\)?[ .-]?\d{3}[ .-]\d{4}\b/g, () => true],
  iban: [/\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b/g, passesIban],
  ssn: [/\b\d{3}-\d{2}-\d{4}\b/g, () => true],
};

const makers = {
  // Parsed once. Variables are declared, so that nothing is checked at each evaluation.
  "cel-js": async () => {
    const { Environment } = await import(pathToFileURL(require.resolve("@marcbachmann/cel-js")));
    const env = new Environment();
    for (const record of ["customer", "message", "thread", "call"]) {
      env.registerVariable(record, "dyn");
    }
    env.registerVariable("text", "string");
    return [packageVersion("@marcbachmann/cel-js"),
      firing(readLines("policy.cel").map((one) => env.parse(one)))];
  },
  "json-logic": async () => {
    const logic = require("json-logic-js");
    return [packageVersion("json-logic-js"),
      firing(JSON.parse(readText("logic.json")).map((rule) => (input) => logic.apply(rule, input)))];
  },
  // No policy language: the rules as functions, and the phrases as one expression with a table.
  "plain-js": async () => {
    if (kind === "detectors") {
      return [process.version, ({ text }) => Object.keys(detectors).filter((detector) => {
        const [expression, passes] = detectors[detector];
        return (text.match(expression) ?? []).some(passes);
      })];
    }
    if (!isText) {
      const { rules } = await import(pathToFileURL(`${folder}/plain.mjs`));
      return [process.version, firing(rules)];
    }
    const rules = new Map(Object.entries(JSON.parse(readText("phrases.json"))));
    const all = new RegExp(`\\b(?:${[...rules.keys()].join("|")})\\b`, "gi");
    return [process.version,
      (input) => (input.text.match(all) ?? []).map((phrase) => rules.get(phrase.toLowerCase()))];
  },
};

// Processor time of this process in ms, its collector's threads included.
function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}

let next = 0;
function measure(inputs, atLeastMs, judge) {
  const run = (count) => {
    const start = processorTime();
    for (let i = 0; i < count; ++i) {
      judge(inputs[next]);
      next = next + 1 === inputs.length ? 0 : next + 1;
    }
    return processorTime() - start;
  };
  let block = 1;
  while (run(block) < 1) block *= 2;
  let spent = 0, judged = 0;
  for (; spent < atLeastMs; judged += block) spent += run(block);
  return (spent * 1e6) / judged;
}

const start = processorTime();
const [version, judge] = await makers[name]();
const ready = processorTime() - start;
const lines = readLines("inputs.jsonl");
const records = lines.map((line) => JSON.parse(line));
let sink = 0;  // so that no engine may leave the judging out
const judgeRecord = (record) => { sink += judge(record).length; };
const judgeLine = (line) => { sink += judge(JSON.parse(line)).length; };
const runtime = `node ${process.version}`;
console.log(JSON.stringify({
  version: version === process.version ? runtime : `${version}, ${runtime}`,
  ready_ms: ready,
  modes: ["json", "record"],
}));
for await (const command of createInterface({ input: process.stdin })) {
  const [verb, mode, ms] = command.split(" ");
  const answer = verb === "answers" ? lines.map((line) => judge(JSON.parse(line)))
    : mode === "json" ? measure(lines, Number(ms), judgeLine)
      : measure(records, Number(ms), judgeRecord);
  console.log(JSON.stringify(answer));
}
