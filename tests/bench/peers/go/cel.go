package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
)

type record struct {
	Customer struct {
		Tier     string
		Age      int64
		Country  string
		Verified bool
	}
	Message struct{ Length, Sentiment int64 }
	Thread  struct {
		Turns   int64
		Channel string
	}
	Call struct {
		Name   string
		Amount int64
	}
	Text string
}

// cel-go with declared types and constants folded. A variable for each field and values that are
// CEL's already: the quickest form for it, since nothing is looked up twice or converted.
func makeCel(folder string) peer {
	env := must(cel.NewEnv(cel.Variable("text", cel.StringType),
		cel.Variable("customer.tier", cel.StringType), cel.Variable("customer.age", cel.IntType),
		cel.Variable("customer.country", cel.StringType), cel.Variable("customer.verified", cel.BoolType),
		cel.Variable("message.length", cel.IntType), cel.Variable("message.sentiment", cel.IntType),
		cel.Variable("thread.turns", cel.IntType), cel.Variable("thread.channel", cel.StringType),
		cel.Variable("call.name", cel.StringType), cel.Variable("call.amount", cel.IntType)))
	programs := []cel.Program{}
	names := []string{}
	for index, expression := range readLines(folder, "policy.cel") {
		compiled, issues := env.Compile(expression)
		must(compiled, issues.Err())
		programs = append(programs, must(env.Program(compiled, cel.EvalOptions(cel.OptOptimize))))
		names = append(names, fmt.Sprintf("r%d", index))
	}
	isText := readFile(folder, "kind") == "phrases"
	noWord := regexp.MustCompile(`[^a-z0-9]+`)
	return peer{"cel.dev/cel-go",
		func(line []byte) any {
			var r record
			must(0, json.Unmarshal(line, &r))
			if isText {
				return r.Text
			}
			return must(cel.NewActivation(map[string]any{
				"customer.tier": types.String(r.Customer.Tier), "customer.age": types.Int(r.Customer.Age),
				"customer.country":  types.String(r.Customer.Country),
				"customer.verified": types.Bool(r.Customer.Verified),
				"message.length":    types.Int(r.Message.Length),
				"message.sentiment": types.Int(r.Message.Sentiment),
				"thread.turns":      types.Int(r.Thread.Turns),
				"thread.channel":    types.String(r.Thread.Channel),
				"call.name":         types.String(r.Call.Name), "call.amount": types.Int(r.Call.Amount)}))
		},
		func(input any) []string {
			if isText { // words with one blank around each, as the expressions ask for
				text := " " + noWord.ReplaceAllString(strings.ToLower(input.(string)), " ") + " "
				input = map[string]any{"text": types.String(text)}
			}
			fired := []string{}
			for index, program := range programs {
				if value, _, err := program.Eval(input); must(value, err) == types.True {
					fired = append(fired, names[index])
				}
			}
			return fired
		}}
}

// Go's own library, without a policy language: one expression of all phrases, and a table.
func makeRegexp(folder string) peer {
	rules := map[string]string{}
	must(0, json.Unmarshal([]byte(readFile(folder, "phrases.json")), &rules))
	phrases := []string{}
	for phrase := range rules {
		phrases = append(phrases, regexp.QuoteMeta(phrase))
	}
	all := regexp.MustCompile(`(?i)\b(?:` + strings.Join(phrases, "|") + `)\b`)
	return peer{"",
		func(line []byte) any {
			var r record
			must(0, json.Unmarshal(line, &r))
			return r.Text
		},
		func(input any) []string {
			fired := []string{}
			for _, phrase := range all.FindAllString(input.(string), -1) {
				fired = append(fired, rules[strings.ToLower(phrase)])
			}
			return fired
		}}
}
