package spec

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	breach "github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// schemaSet holds the compiled schemas of a contract. A schema is compiled when a value meets
// it for the first time, and what it refers to not before a value gets there: a large contract
// is compiled in small pieces, and most of it never. It may be used by several goroutines; they
// wait for each other.
type schemaSet struct {
	// modern says that the contract is OpenAPI 3.1 or later, where what stands beside a $ref
	// counts.
	modern bool

	mu       sync.Mutex // while a schema is compiled
	compiler *jsonschema.Compiler
	units    map[unitKey]*unit
	list     []*unit

	checking sync.Mutex // while a value is checked
	visits   int        // of units by the present value
}

// maxVisits bounds the work on one value: where alternatives hold the same schemas again, it
// doubles with each level of the value.
const maxVisits = 50_000

var errTooManyVisits = errors.New("holding it against its schema takes too long")

// side says whose content a schema is held against: readOnly and writeOnly depend on it.
type side int

const (
	requests side = iota
	responses
)

// unitKey is a schema as it is compiled. Hidden are the names, each followed by a newline, that
// schemas around it describe as absent on this side, so that they cannot be required.
type unitKey struct {
	node   node
	side   side
	hidden string
}

type unit struct {
	unitKey
	set   *schemaSet
	index int

	once   sync.Once
	schema *jsonschema.Schema
	err    error
}

// unitKeyword is the keyword of our own by which a compiled schema leads to another one.
const unitKeyword = "verbatim-unit"

func newSchemaSet(modern bool) *schemaSet {
	set := &schemaSet{modern: modern, compiler: jsonschema.NewCompiler(), units: map[unitKey]*unit{}}
	set.compiler.DefaultDraft(jsonschema.Draft2020)
	set.compiler.UseRegexpEngine(func(pattern string) (jsonschema.Regexp, error) {
		m, err := compilePattern(undelimited(pattern))
		return namedPattern{m, pattern}, err
	})
	set.compiler.AssertFormat()
	for _, f := range assertedFormats {
		set.compiler.RegisterFormat(f)
	}
	set.compiler.AssertVocabs()
	set.compiler.RegisterVocabulary(&jsonschema.Vocabulary{URL: "verbatim:units", Compile: set.extension})
	return set
}

// extension compiles our own keyword.
func (set *schemaSet) extension(_ *jsonschema.CompilerContext, schema map[string]any) (jsonschema.SchemaExt, error) {
	switch target := schema[unitKeyword].(type) {
	case *unit:
		return target, nil
	case error:
		return gap{target}, nil
	default:
		return nil, nil
	}
}

// namedPattern is a matcher as the library for JSON schemas wants it.
type namedPattern struct {
	*matcher
	pattern string
}

func (p namedPattern) String() string { return p.pattern }

// gap is a part of a schema that cannot be checked. Every value breaks it, with an error that
// says so and is told apart from others.
type gap struct{ error }

// Validate adds the gap to the errors of the value.
func (g gap) Validate(ctx *jsonschema.ValidatorContext, v any) {
	ctx.AddError(&breach.Format{Got: v, Err: g})
}

// unit is the compiled form of a schema, not compiled yet.
func (set *schemaSet) unit(key unitKey) *unit {
	u, ok := set.units[key]
	if !ok {
		u = &unit{unitKey: key, set: set, index: len(set.list)}
		set.units[key] = u
		set.list = append(set.list, u)
	}
	return u
}

// compiled is the schema of a unit. The error says why it cannot be checked.
func (u *unit) compiled() (*jsonschema.Schema, error) {
	u.once.Do(func() {
		u.set.mu.Lock()
		defer u.set.mu.Unlock()
		u.schema, u.err = u.compile()
	})
	return u.schema, u.err
}

func (u *unit) compile() (schema *jsonschema.Schema, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the schema cannot be compiled: %v", r)
		}
	}()
	t := translator{unit: u, left: maxTranslated}
	url := fmt.Sprintf("verbatim:%d", u.index)
	if err := u.set.compiler.AddResource(url, t.schema(u.node, u.hidden)); err != nil {
		return nil, err
	}
	return u.set.compiler.Compile(url)
}

// Validate holds a value against the schema that the unit stands for.
func (u *unit) Validate(ctx *jsonschema.ValidatorContext, v any) {
	if u.set.visits++; u.set.visits > maxVisits {
		gap{errTooManyVisits}.Validate(ctx, v)
		return
	}
	schema, err := u.compiled()
	if err != nil {
		gap{err}.Validate(ctx, v)
		return
	}
	ctx.AddErr(ctx.Validate(schema, v, nil))
}

// check holds a value against a schema. The error is a [*Mismatch], or one that wraps
// [ErrUnchecked].
func (set *schemaSet) check(schema node, from side, v any) error {
	if !schema.exists() {
		return nil
	}
	if n := absurdNumber(v); n != "" {
		return fmt.Errorf("%w: the number %.20s… is too large to compare", ErrUnchecked, n)
	}
	set.mu.Lock()
	u := set.unit(unitKey{node: schema, side: from})
	set.mu.Unlock()
	compiled, err := u.compiled()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnchecked, err)
	}
	set.checking.Lock()
	defer set.checking.Unlock()
	set.visits = 0
	return problemsOf(validated(compiled, v), from)
}

// validated is the library's result. The library stumbles over a schema that holds itself for
// the same value, such as one that is allOf itself.
func validated(schema *jsonschema.Schema, v any) (err error) {
	defer func() {
		if recover() != nil {
			err = errRecursive
		}
	}()
	return schema.Validate(v)
}

// absurdNumber finds a number that cannot be computed with: 1e999999999 is a short text and a
// gigabyte of number. It is "" when there is none.
func absurdNumber(v any) string {
	switch v := v.(type) {
	case json.Number:
		if exact(v) == nil {
			return string(v)
		}
	case []any:
		for _, item := range v {
			if n := absurdNumber(item); n != "" {
				return n
			}
		}
	case map[string]any:
		for _, member := range v {
			if n := absurdNumber(member); n != "" {
				return n
			}
		}
	}
	return ""
}
