// Peers in Go, for the comparison: `peers PEER FOLDER`. It answers the commands that cpp/peer.h
// describes.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
)

// A peer with its policy loaded: judge(input) gives the names of the rules that fire. An input is
// what read makes of a line of JSON.
type peer struct {
	module string
	read   func(line []byte) any
	judge  func(input any) []string
}

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func readFile(folder, name string) string {
	return string(must(os.ReadFile(filepath.Join(folder, name))))
}

func readLines(folder, name string) []string {
	return strings.Split(strings.TrimSpace(readFile(folder, name)), "\n")
}

func version(module string) string {
	info, _ := debug.ReadBuildInfo()
	for _, dependency := range info.Deps {
		if dependency.Path == module {
			return dependency.Version + ", " + info.GoVersion
		}
	}
	return info.GoVersion
}

// Processor time of this process, its collector's threads included.
func processorTime() time.Duration {
	var usage syscall.Rusage
	must(0, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// As in cpp/peer.h: ns for an input, going on where the run before ended.
func measure(inputs int, next *int, atLeast time.Duration, judge func(int)) float64 {
	run := func(count int) time.Duration {
		start := processorTime()
		for range count {
			judge(*next)
			if *next++; *next == inputs {
				*next = 0
			}
		}
		return processorTime() - start
	}
	block := 1
	for run(block) < time.Millisecond {
		block *= 2
	}
	judged, spent := 0, time.Duration(0)
	for ; spent < atLeast; judged += block {
		spent += run(block)
	}
	return float64(spent.Nanoseconds()) / float64(judged)
}

func main() {
	name, folder := os.Args[1], os.Args[2]
	makers := map[string]func(string) peer{
		"opa": makeOpa, "opa-contains": makeOpaContains, "opa-regex": makeOpaRegex,
		"cel-go": makeCel, "go-regexp": makeRegexp,
	}
	start := processorTime()
	made := makers[name](folder)
	ready := processorTime() - start

	lines := [][]byte{}
	records := []any{}
	for _, line := range readLines(folder, "inputs.jsonl") {
		lines = append(lines, []byte(line))
		records = append(records, made.read([]byte(line)))
	}
	out := json.NewEncoder(os.Stdout)
	out.Encode(map[string]any{"version": version(made.module),
		"ready_ms": float64(ready.Microseconds()) / 1000, "modes": []string{"json", "record"}})
	next := 0
	for commands := bufio.NewScanner(os.Stdin); commands.Scan(); {
		words := strings.Fields(commands.Text())
		switch {
		case words[0] == "answers":
			all := [][]string{}
			for _, line := range lines {
				all = append(all, append([]string{}, made.judge(made.read(line))...))
			}
			out.Encode(all)
		case words[1] == "json":
			out.Encode(measure(len(lines), &next, milliseconds(words[2]), func(i int) {
				made.judge(made.read(lines[i]))
			}))
		default:
			out.Encode(measure(len(lines), &next, milliseconds(words[2]), func(i int) {
				made.judge(records[i])
			}))
		}
	}
}

func milliseconds(word string) time.Duration { return must(time.ParseDuration(word + "ms")) }
