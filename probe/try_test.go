package probe

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

// refusing answers a POST of a user as long as complaint says something about its content.
func refusing(s *shop, complaint func(in map[string]any) (status int, text string)) {
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method+" "+r.URL.Path != "POST /users" {
			return false
		}
		content, err := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(content))
		var in map[string]any
		if err != nil || json.Unmarshal(content, &in) != nil {
			return false
		}
		status, text := complaint(in)
		if text != "" {
			writeJSON(w, status, map[string]any{"error": text})
		}
		return text != ""
	}
}

func TestFieldsThatAreMissedOneAfterAnotherAreAdded(t *testing.T) {
	contract := strings.Replace(shopContract, "        team: {type: string}\n", "        team: {type: string}\n        plan: {type: string}\n        city: {type: string}\n", 1)
	s := newShop()
	before := s.state()
	refusing(s, func(in map[string]any) (int, string) {
		for _, name := range []string{"team", "plan", "city"} {
			if in[name] == nil {
				return 422, "Key '" + name + "' is not there"
			}
		}
		return 0, ""
	})
	record := probeServer(t, s, probeOptions{mode: Full, contract: contract})
	post := cellOf(t, record, "POST", "/users")
	assert.Equal(t, records.Served, post.Answer)
	assert.Len(t, post.Exchanges, 4, "all tries are in the record")
	assert.Equal(t, before, s.state())
	assert.Empty(t, record.Leftovers)
}

func TestWhatIsRefusedForTheSameAgainIsNotSentForEver(t *testing.T) {
	s := newShop()
	refusing(s, func(map[string]any) (int, string) { return 409, "email is taken" })
	post := cellOf(t, probeServer(t, s, probeOptions{mode: Full, contract: shopContract}), "POST", "/users")
	assert.Equal(t, records.Undecided, post.Verdict)
	assert.Len(t, post.Exchanges, 2)
}

// Some APIs take an id in the content for that of a thing to change.
func TestAnIdThatMustNotBeChosenIsLeftOut(t *testing.T) {
	optional := strings.Replace(shopContract, "        team: {type: string}\n", "        team: {type: string}\n        id: {type: integer}\n", 1)
	for name, contract := range map[string]string{
		"optional":              optional,
		"with another's in it":  strings.Replace(optional, "id: {type: integer}", "id: {type: integer, example: 1}", 1),
		"in the whole example":  strings.Replace(optional, "    User:\n", "    User:\n      example: {id: 1, email: new@example.com}\n", 1),
		"required, so it stays": strings.Replace(optional, "required: [email]", "required: [email, id]", 1),
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop()
			before := s.state()
			refusing(s, func(in map[string]any) (int, string) {
				switch in["id"] {
				case nil:
					return 0, ""
				case 1.0:
					s.mu.Lock()
					s.users["1"] = user{Email: "overwritten@example.com"}
					s.mu.Unlock()
				}
				return 404, "no such user"
			})
			record := probeServer(t, s, probeOptions{mode: Full, contract: contract})
			post := cellOf(t, record, "POST", "/users")
			require.NotEmpty(t, post.Exchanges)
			assert.Equal(t, strings.Contains(name, "required"), post.Answer != records.Served, post.Reason)
			assert.Equal(t, before, s.state())
			assert.Empty(t, record.Leftovers)
		})
	}
}

// The field that was missing is added; then the name is taken, and the API quotes it.
func TestAValueThatIsTakenIsRenewedAlsoOnALaterTry(t *testing.T) {
	contract := strings.Replace(shopContract, "        team: {type: string}\n", "        team: {type: string}\n        password: {type: string}\n", 1)
	s := newShop()
	before := s.state()
	first := ""
	refusing(s, func(in map[string]any) (int, string) {
		email, _ := in["email"].(string)
		switch {
		case in["password"] == nil:
			return 400, "PasswordIsRequired"
		case first == "" || first == email:
			first = email
			return 422, "user already exists [" + email + "]"
		}
		return 0, ""
	})
	post := cellOf(t, probeServer(t, s, probeOptions{mode: Full, contract: contract}), "POST", "/users")
	assert.Equal(t, records.Served, post.Answer, post.Reason)
	assert.Equal(t, before, s.state())
}

// withProperty is the shop's contract with one more property of a user.
func withProperty(property string) string {
	return strings.Replace(shopContract, "        team: {type: string}\n", "        team: {type: string}\n        "+property+"\n", 1)
}

func TestWhatAMapOfAnyNamesMissesIsAdded(t *testing.T) {
	free := "config: {type: object, additionalProperties: {type: string}}"
	for name, test := range map[string]struct {
		contract string
		misses   string // what is said of it
		added    bool
	}{
		"last":               {withProperty(free), "Missing config option: url", true},
		"in quotes":          {withProperty(free), `option "url" is required`, true},
		"dotted":             {withProperty(free), "'config.url' must be provided", true},
		"one of two maps":    {withProperty(free + "\n        labels: {type: object}"), `config: missing "url"`, true},
		"which of two maps?": {withProperty(free + "\n        labels: {type: object}"), `missing "url"`, false},
		"no such thing":      {withProperty(free), "no room left for: url", false},
		"names are fixed":    {withProperty("config: {type: object, additionalProperties: false}"), "Missing config option: url", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop()
			before := s.state()
			refusing(s, func(in map[string]any) (int, string) {
				config, _ := in["config"].(map[string]any)
				if config["url"] == nil {
					return 422, test.misses
				}
				return 0, ""
			})
			post := cellOf(t, probeServer(t, s, probeOptions{mode: Full, contract: test.contract}), "POST", "/users")
			assert.Equal(t, test.added, post.Answer == records.Served, post.Reason)
			assert.Equal(t, before, s.state())
		})
	}
}

func TestANameThatMayHaveNoHyphensIsSpeltWithout(t *testing.T) {
	for name, test := range map[string]struct {
		refusal string
		takes   string
		served  bool
	}{
		"underscores":    {"team: only letters, digits and underscores", `^\w+$`, true},
		"a pattern":      {"team must match ^[A-Za-z_][A-Za-z0-9_]*$", `^[A-Za-z_][A-Za-z0-9_]*$`, true},
		"letters only":   {"team must be alphanumeric", `^[A-Za-z0-9]+$`, true},
		"quoted":         {"invalid characters in 'verbatim-run'", `^[A-Za-z0-9]+$`, true},
		"of hyphens":     {"team: letters, digits and hyphens, and a dot first", `^[.]`, false},
		"of other names": {"region: only letters, digits and underscores", `^\w+$`, false},
	} {
		t.Run(name, func(t *testing.T) {
			takes := regexp.MustCompile(test.takes)
			s := newShop()
			before := s.state()
			refusing(s, func(in map[string]any) (int, string) {
				if team, _ := in["team"].(string); !takes.MatchString(team) {
					return 400, test.refusal
				}
				return 0, ""
			})
			contract := strings.Replace(shopContract, "required: [email]", "required: [email, team]", 1)
			record := probeServer(t, s, probeOptions{mode: Full, contract: contract})
			post := cellOf(t, record, "POST", "/users")
			assert.Equal(t, test.served, post.Answer == records.Served, post.Reason)
			assert.Equal(t, before, s.state())
			assert.Empty(t, record.Leftovers)
			for _, x := range post.Exchanges {
				assert.NotContains(t, x.Body, "verbatim")
			}
		})
	}
}

// What is created under such a name without the run being told where is found by it.
func TestALostThingIsFoundByAMarkerWithoutHyphens(t *testing.T) {
	for _, spelling := range []string{"verbatim-run", "verbatim_run", "verbatimrun"} {
		s := newShop()
		s.last, s.users["7"], s.users["8"] = 8, user{Email: spelling + "@example.com"}, user{Email: "verbatim@example.com"}
		server := httptest.NewServer(s)
		defer server.Close()
		ledger := NewLedger(nil)
		_, err := ledger.ask(Creation{By: "POST /users", Members: "/users/{}", Param: "id", Marked: true})
		require.NoError(t, err)
		base, err := url.Parse(server.URL)
		require.NoError(t, err)
		left, err := Cleanup(t.Context(), LedgerHeader{Marker: "verbatim-run"}, ledger, WireOptions{BaseURL: base})
		require.NoError(t, err)
		assert.Empty(t, left)
		assert.NotContains(t, s.users, "7")
		assert.Contains(t, s.users, "8")
		assert.Contains(t, s.users, "1")
	}
}

// A form names its fields as JSON does: what was sent already is not sent again as it was.
func TestAPartOfAFormThatIsMissedIsAdded(t *testing.T) {
	for _, form := range []string{"multipart/form-data", "application/x-www-form-urlencoded"} {
		schema := "{type: object, required: [email], properties: {email: {type: string}, attachment: {type: string, format: binary}, plan: {type: string}}}"
		contract := strings.Replace(shopContract, "    post:\n      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}",
			"    post:\n      requestBody: {required: true, content: {"+form+": {schema: "+schema+"}}}", 1)
		require.NotEqual(t, shopContract, contract)
		for field, served := range map[string]bool{"attachment": true, "plan": true, "colour": false} {
			s := newShop()
			tries := 0
			s.before = func(w http.ResponseWriter, r *http.Request) bool {
				if r.Method+" "+r.URL.Path != "POST /users" || strings.Contains(r.Header.Get("Content-Type"), "json") {
					return false
				}
				tries++
				_ = r.ParseMultipartForm(1 << 20)
				_, _, err := r.FormFile(field)
				if r.FormValue(field) == "" && err != nil {
					writeJSON(w, 400, map[string]any{"error": "email is there, and " + field + " is missing"})
					return true
				}
				r.Body = io.NopCloser(strings.NewReader(`{"email":"` + r.FormValue("email") + `"}`))
				r.Header.Set("Content-Type", "application/json")
				return false
			}
			record := probeServer(t, s, probeOptions{mode: Full, contract: contract})
			post := cellOf(t, record, "POST", "/users")
			assert.Equal(t, served, post.Answer == records.Served, "%s %s: %s", form, field, post.Reason)
			assert.LessOrEqual(t, len(post.Exchanges), 2)
		}
	}
}

// requiresTeam is the shop's contract, where a user must have a team of a schema.
func requiresTeam(schema string) string {
	contract := strings.Replace(shopContract, "required: [email]", "required: [email, team]", 1)
	return strings.Replace(contract, "team: {type: string}", "team: "+schema, 1)
}

func TestATextIsGivenTheFormThatARefusalAsksFor(t *testing.T) {
	for name, test := range map[string]struct {
		schema, refusal, takes string
		served                 bool
	}{
		"an address":                 {"{type: string}", `invalid IP "SENT"`, `^\d+\.\d+\.\d+\.\d+$`, true},
		"a UUID":                     {"{type: string}", "team: SENT is not a valid UUID", `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$`, true},
		"a path":                     {"{type: string}", `team must be an absolute path`, `^/`, true},
		"a pattern":                  {"{type: string}", "failed to match required regex ^local://: team", `^local://.`, true},
		"a pattern in quotes":        {"{type: string}", "'team' does not match '^[A-Z]{3}$'", `^[A-Z]{3}$`, true},
		"both patterns":              {"{type: string, pattern: '^(s3|local)://.*$', example: 's3://bucket/'}", "failed to match required regex ^local://: team", `^local://.`, true},
		"one that the schema denies": {"{type: string, maxLength: 5}", "team is not a valid UUID", `^.{36}$`, false},
		"of another field":           {"{type: string}", "the region is not a valid UUID", `^.{36}$`, false},
		"that is taken":              {"{type: string}", "team: the UUID is taken", `^[0-9a-f]{8}-`, false},
		"a pattern of nobody":        {"{type: string}", "must match ^[A-Z]{3}$", `^[A-Z]{3}$`, false},
	} {
		t.Run(name, func(t *testing.T) {
			takes := regexp.MustCompile(test.takes)
			s := newShop()
			before := s.state()
			refusing(s, func(in map[string]any) (int, string) {
				if team, _ := in["team"].(string); !takes.MatchString(team) {
					return 400, strings.Replace(test.refusal, "SENT", team, 1)
				}
				return 0, ""
			})
			post := cellOf(t, probeServer(t, s, probeOptions{mode: Full, contract: requiresTeam(test.schema)}), "POST", "/users")
			assert.Equal(t, test.served, post.Answer == records.Served, "%s %d tries", post.Reason, len(post.Exchanges))
			assert.LessOrEqual(t, len(post.Exchanges), 3)
			assert.Equal(t, before, s.state())
		})
	}
}

// The content of a creation is a plain text where the contract enumerates what its answer has.
func TestATextThatIsRefusedIsOneOfTheAnswers(t *testing.T) {
	answers := `responses: {"201": {description: made, content: {application/json: {schema: {type: object, properties: {team: {type: string, enum: [red, blue]}}}}}}, "409"`
	contract := strings.Replace(requiresTeam("{type: string}"), `responses: {"201": {description: made}, "409"`, answers, 1)
	for refusal, served := range map[string]bool{"not supported team: SENT": true, "no such colour: SENT": true, "come back tomorrow": false} {
		s := newShop()
		before := s.state()
		refusing(s, func(in map[string]any) (int, string) {
			if team, _ := in["team"].(string); team != "red" {
				return 400, strings.Replace(refusal, "SENT", team, 1)
			}
			return 0, ""
		})
		post := cellOf(t, probeServer(t, s, probeOptions{mode: Full, contract: contract}), "POST", "/users")
		assert.Equal(t, served, post.Answer == records.Served, "%s: %s", refusal, post.Reason)
		assert.Equal(t, before, s.state())
	}
}

func TestWhatARefusalMissesIsFoundAndNotEmpty(t *testing.T) {
	for name, test := range map[string]struct {
		property, refusal string
		there             func(in map[string]any) bool
	}{
		"in two words": {"mapped_path: {type: string}", `invalid folder mapped path ""`,
			func(in map[string]any) bool { return strings.HasPrefix(in["mapped_path"].(string), "/") }},
		"a list": {"permissions: {type: array, items: {type: string, enum: [read]}}", "please grant some permissions",
			func(in map[string]any) bool { return len(in["permissions"].([]any)) > 0 }},
		"within an object": {"http_config: {type: object, properties: {endpoint: {type: string}, method: {type: string}}}", "HTTP endpoint is required",
			func(in map[string]any) bool { return in["http_config"].(map[string]any)["endpoint"] != nil }},
		"within one within another": {"options: {type: object, properties: {http_config: {type: object, properties: {endpoint: {type: string}}}}}", "HTTP endpoint is required",
			func(in map[string]any) bool {
				return in["options"].(map[string]any)["http_config"].(map[string]any)["endpoint"] != nil
			}},
	} {
		t.Run(name, func(t *testing.T) {
			property, _, _ := strings.Cut(test.property, ":")
			s := newShop()
			refusing(s, func(in map[string]any) (int, string) {
				if in[property] == nil || !test.there(in) {
					return 400, test.refusal
				}
				return 0, ""
			})
			post := cellOf(t, probeServer(t, s, probeOptions{mode: Full, contract: withProperty(test.property)}), "POST", "/users")
			assert.Equal(t, records.Served, post.Answer, post.Reason)
		})
	}
}

// What the client calls a thing may have to have a form: the name in that form is shown to be free
// before it is sent, as the first one was.
func TestANameInTheFormThatARefusalAsksForIsShownToBeFree(t *testing.T) {
	const contract = `
openapi: 3.0.3
info: {title: Lists, version: "1"}
paths:
  /addresses:
    get: {responses: {"200": {description: ok}}}
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {ipornet: {type: string}, description: {type: string}}}}}}
      responses: {"201": {description: made}}
  /addresses/{ipornet}:
    parameters: [{name: ipornet, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {description: ok}, "404": {description: none}}}
    delete: {responses: {"204": {description: gone}}}
`
	for _, theirs := range []string{"198.51.100.7", "192.0.2.1"} {
		kept := map[string]string{theirs: "theirs"}
		mux := http.NewServeMux()
		mux.HandleFunc("GET /addresses", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, []string{}) })
		mux.HandleFunc("POST /addresses", func(w http.ResponseWriter, r *http.Request) {
			var in struct{ IPOrNet, Description string }
			if json.NewDecoder(r.Body).Decode(&in) != nil || strings.Count(in.IPOrNet, ".") != 3 {
				writeJSON(w, 400, map[string]any{"error": `invalid IP "` + in.IPOrNet + `"`})
				return
			}
			kept[in.IPOrNet] = in.Description // and replaces what is there
			writeJSON(w, 201, map[string]any{"ipornet": in.IPOrNet})
		})
		mux.HandleFunc("/addresses/{ip}", func(w http.ResponseWriter, r *http.Request) {
			switch _, ok := kept[r.PathValue("ip")]; {
			case !ok:
				writeJSON(w, 404, map[string]any{"error": "no such address"})
			case r.Method == "DELETE":
				delete(kept, r.PathValue("ip"))
				w.WriteHeader(204)
			case r.Method != "GET":
				w.Header().Set("Allow", "GET, DELETE")
				w.WriteHeader(405)
			default:
				writeJSON(w, 200, map[string]any{"ipornet": r.PathValue("ip")})
			}
		})
		record := probeServer(t, mux, probeOptions{mode: Full, contract: contract, wire: WireOptions{Concurrency: 1}})
		post := cellOf(t, record, "POST", "/addresses")
		assert.Equal(t, theirs != "192.0.2.1", post.Answer == records.Served, post.Reason)
		assert.Equal(t, map[string]string{theirs: "theirs"}, kept)
		assert.Empty(t, record.Leftovers)
	}
}
