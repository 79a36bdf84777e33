module peers

go 1.26

require (
	cel.dev/cel-go v0.32.0
	github.com/open-policy-agent/opa v1.22.3
)
