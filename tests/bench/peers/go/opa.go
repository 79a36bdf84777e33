package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown/cache"
)

const opaModule = "github.com/open-policy-agent/opa"

// OPA's Go API: one prepared query, and inputs as AST values, which saves a conversion each time.
func prepareOpa(policy string, data map[string]any) peer {
	ctx := context.Background()
	query := must(rego.New(rego.Query("data.peers.fired"), rego.Module("policy.rego", policy),
		rego.Store(inmem.NewFromObject(data))).PrepareForEval(ctx))
	values := cache.NewInterQueryValueCache(ctx, nil)
	return peer{opaModule,
		func(line []byte) any { return must(ast.ValueFromReader(bytes.NewReader(line))) },
		func(input any) []string {
			results := must(query.Eval(ctx, rego.EvalParsedInput(input.(ast.Value)),
				rego.EvalInterQueryBuiltinValueCache(values)))
			fired := []string{}
			for _, name := range results[0].Expressions[0].Value.([]any) {
				fired = append(fired, name.(string))
			}
			return fired
		}}
}

func makeOpa(folder string) peer {
	data := map[string]any{}
	if text, err := os.ReadFile(filepath.Join(folder, "phrases.json")); err == nil {
		phrases := map[string]any{}
		must(0, json.Unmarshal(text, &phrases))
		data["phrases"] = phrases
	}
	return prepareOpa(readFile(folder, "policy.rego"), data)
}

func makeOpaContains(folder string) peer {
	return prepareOpa(readFile(folder, "contains.rego"), map[string]any{})
}

// An expression for each rule.
func makeOpaRegex(folder string) peer {
	policy := "package peers\n\nimport rego.v1\n"
	for index, expression := range readLines(folder, "alternations.txt") {
		policy += fmt.Sprintf("fired contains \"r%d\" if regex.match(`(?i)%s`, input.text)\n", index,
			strings.TrimSpace(expression))
	}
	return prepareOpa(policy, map[string]any{})
}
