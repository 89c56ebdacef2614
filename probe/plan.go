package probe

import (
	"errors"
	"net/url"
	"runtime"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// Plan is what a run would send, in order. It is a pure function of the contract and the
// options; the same input gives the same plan.
type Plan struct {
	Contract *spec.Contract
	Options  PlanOptions
	// Columns are the methods of the matrix, in order.
	Columns []Column
	// Rows are the path items, in document order.
	Rows []*Row

	matcher *spec.Matcher
	// collections are the rows by [collectionKey].
	collections map[string][]*Row
	// resources are the kinds of things that paths name, by the shape of the path; byName finds
	// those that bodies refer to.
	resources  map[string]*Resource
	byName     map[string]*Resource
	listed     map[string]Param              // the parameters that lists have values for, by what they name
	creations  map[rowMethod]creation        // the first resource that a request creates
	posters    map[string][]*Row             // by the name of a schema, the rows whose POST answers with such a thing
	leading    map[*spec.Operation][]leading // the links that lead to an operation
	linking    map[string][]*Row             // by the shape of a path, the rows whose POST links to such a thing
	authorizer *authorizer
	base       string // escaped path prefix of the target, without a final slash
}

// PlanOptions are what the user chose.
type PlanOptions struct {
	// BaseURL is the target's: its scheme, authority and path replace those of the contract's
	// servers.
	BaseURL *url.URL
	// Mode is the target's; empty means [ReadOnly].
	Mode Mode
	// Values are the user's parameter values, by parameter name ("id") or, for one path only, by
	// template and name ("/tasks/{id}:id").
	Values map[string]string
	// Inputs are what the user gives for single operations of the contract.
	Inputs map[*spec.Operation]Input
	// Schemes are the names of the contract's security schemes that credentials were given for.
	Schemes []string
	// As names the second identity, who asks again what is answered 401 or 403; "" for none. See
	// [RunOptions].
	As string
	// RunID tells this run's resources from those of other runs, in full mode: texts that are
	// made up begin with "verbatim-" and it. Empty means "run".
	RunID string
	// TouchOthers lets full mode act on whole collections, on what is there once only, and on what
	// the user named, though they hold what the run did not create.
	TouchOthers bool
}

// marker is in every text that the run makes up in full mode.
func (o PlanOptions) marker() string {
	if o.RunID == "" {
		return "verbatim-run"
	}
	return "verbatim-" + o.RunID
}

// Row is one path template, and what is planned there.
type Row struct {
	Item *spec.PathItem
	// Base is the escaped path prefix in front of the template.
	Base string
	// Params are the path parameters and where their values may come from.
	Params []Param
	// Cells are in the order of the plan's columns; HEAD is left out where no GET is declared.
	Cells []*Planned
	// Elsewhere is the server that the contract names for this path, when it is on another host.
	Elsewhere string

	// resources are the kinds of things that the path names, by parameter; nil for none.
	resources []*Resource
	// namesakes are what the parameters name otherwise, in their order; empty below full mode.
	namesakes []namesake
	// acts is the word by which the path says that its GET acts; "" for none. See [Plan.actingWord].
	acts string
	// members is the kind of thing that the row is the collection of; nil for none.
	members *Resource
}

// Planned is one cell of the matrix, before anything is sent.
type Planned struct {
	Column
	// Operation is nil for an undeclared method.
	Operation *spec.Operation
	// Overlaps is another template that matches the same URL and declares the method; "" for none.
	Overlaps string
	// Needs is the least mode that sends a request for this cell.
	Needs Mode
	// Guard is how a handler is kept from acting, in the plan's mode.
	Guard records.Guard
	// Withheld says why nothing is sent; "" means that a request is sent.
	Withheld string
	// Query and Fields are the request's; Body is nil for no content.
	Query  string
	Fields []Field
	Body   []byte
	// Values are those of the query, header and cookie parameters, and BodySource the body's.
	Values     []spec.Value
	BodySource spec.Source
	// Sides are what is asked beside the cell's own request, where the answers call for it.
	Sides []Side
	// Schemes are the security schemes whose credentials go along; never nil.
	Schemes []string

	// lacks names what the contract asks for and nobody gave, lackDecides how to give it.
	lacks, lackDecides string
	// Fallback is what is sent in full mode, guarded, where nothing that the run owns can be had;
	// nil for methods that need none.
	Fallback *Planned

	// inputs are the query, header and cookie parameters, inputFields the fields that some of them are.
	inputs      []input
	inputFields []Field
	// marker is in the parameters that are generated for a request which may create something; else "".
	marker string
	// references are the names in the request that may refer to things of the run.
	references []string
	// idle is set where what the request makes would act by itself, and is to be made switched off.
	idle bool
}

// ErrNoBaseURL is returned for a plan without a usable base URL.
var ErrNoBaseURL = errors.New("planning: the base URL needs http or https and a host, such as https://staging.example.com/api")

// NewPlan works out what a run of the contract against the target would send. It sends nothing.
func NewPlan(contract *spec.Contract, o PlanOptions) (*Plan, error) {
	if o.BaseURL == nil || o.BaseURL.Host == "" || (o.BaseURL.Scheme != "http" && o.BaseURL.Scheme != "https") {
		return nil, ErrNoBaseURL
	}
	if o.Mode == "" {
		o.Mode = ReadOnly
	}
	p := &Plan{
		Contract:   contract,
		Options:    o,
		Columns:    columns(contract),
		matcher:    spec.NewMatcher(contract.Paths),
		authorizer: newAuthorizer(contract, o.Schemes),
		base:       strings.TrimRight(o.BaseURL.EscapedPath(), "/"),
	}
	for _, item := range contract.Paths {
		row := &Row{Item: item}
		row.Base, row.Elsewhere = p.server(item.Servers)
		if base, elsewhere := p.server(commonServers(item)); elsewhere == "" {
			row.Base, row.Elsewhere = base, ""
		}
		row.acts = p.actingWord(row)
		p.Rows = append(p.Rows, row)
	}
	p.collect()
	p.findLeading()
	for _, row := range p.Rows {
		row.Params = p.params(row)
	}
	p.findListed()
	if o.Mode == Full {
		p.findResources()
		p.findAliases()
		p.nameResources()
		p.findNamesakes()
	}
	// A row's cells depend on no other row's; most of the work is making bodies.
	sideBySide(runtime.GOMAXPROCS(0), len(p.Rows), func(i int) {
		p.planCells(p.Rows[i])
		p.authorize(p.Rows[i])
	})
	return p, nil
}

// UnusedValues are the keys of the user's values that name no parameter of the contract.
func (p *Plan) UnusedValues() []string {
	used := map[string]bool{}
	for _, item := range p.Contract.Paths {
		params := slices.Clone(item.Parameters)
		for _, op := range item.Operations {
			params = append(params, op.Parameters...)
		}
		for _, param := range params {
			used[param.Name] = true
			used[item.Template+":"+param.Name] = true
		}
	}
	var unused []string
	for key := range p.Options.Values {
		if !used[key] {
			unused = append(unused, key)
		}
	}
	slices.Sort(unused)
	return unused
}

// commonServers are the servers that all operations of a path item name, else its own.
func commonServers(item *spec.PathItem) []spec.Server {
	servers := item.Servers
	for i, op := range item.Operations {
		if len(op.Servers) == 0 || i > 0 && !slices.Equal(op.Servers, servers) {
			return item.Servers
		}
		servers = op.Servers
	}
	return servers
}

// server returns the path prefix for servers that override the contract's, or the host that
// they are on when it is not the contract's own: such a host is never probed.
func (p *Plan) server(servers []spec.Server) (base, elsewhere string) {
	if len(servers) == 0 {
		return p.base, ""
	}
	override, err := url.Parse(servers[0].URL)
	if err != nil {
		return p.base, servers[0].URL
	}
	for _, root := range p.Contract.Servers {
		known, err := url.Parse(root.URL)
		if err != nil || (override.Host != "" && override.Host != known.Host) {
			continue
		}
		path := strings.TrimRight(override.EscapedPath(), "/")
		rest, ok := strings.CutPrefix(path, strings.TrimRight(known.EscapedPath(), "/"))
		if ok {
			return p.base + rest, ""
		}
		return path, ""
	}
	if override.Host == p.Options.BaseURL.Host {
		return strings.TrimRight(override.EscapedPath(), "/"), ""
	}
	return p.base, servers[0].URL
}
