package probe

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// shop is an API with parents, children, names that clients choose, and things of others. It
// keeps every rule; a test changes what it is about.
type shop struct {
	// lenient takes content of any media type for JSON.
	lenient bool
	mu      sync.Mutex
	last    int
	users   map[string]user
	notes   map[string]map[string]string // by user
	tags    map[string]string            // the client chooses the name
	theme   string
	seen    []string
	// before may answer in the place of the shop, and returns true when it did.
	before func(http.ResponseWriter, *http.Request) bool
}

type user struct {
	Email string `json:"email"`
	Team  string `json:"team,omitempty"`
}

func newShop() *shop {
	return &shop{last: 2, theme: "dark",
		users: map[string]user{"1": {Email: "admin@example.com"}, "2": {Email: "someone@example.com"}},
		notes: map[string]map[string]string{"1": {"1": "theirs"}}, tags: map[string]string{"theirs": "x"}}
}

const shopContract = `
openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /settings:
    get: {responses: {"200": {description: ok, content: {application/json: {}}}}}
    put:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [theme], properties: {theme: {type: string}}}}}}
      responses: {"200": {description: ok}}
  /users/{userId}/notes/{noteId}:
    parameters:
    - {name: userId, in: path, required: true, schema: {type: integer}}
    - {name: noteId, in: path, required: true, schema: {type: integer}}
    get: {responses: {"200": {description: ok}, "404": {description: none}}}
    delete: {responses: {"204": {description: gone}}}
  /users/{userId}/notes:
    parameters: [{name: userId, in: path, required: true, schema: {type: integer}}]
    get: {responses: {"200": {description: ok}}}
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [text], properties: {text: {type: string}}}}}}
      responses: {"201": {description: made}}
  /users/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get: {responses: {"200": {description: ok}, "404": {description: none}}}
    put:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}
      responses: {"200": {description: ok}}
    delete: {responses: {"204": {description: gone}}}
  /users:
    get: {responses: {"200": {description: ok}}}
    post:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}
      responses: {"201": {description: made}, "409": {description: taken}}
  /users/{id}/welcome:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    post: {responses: {"202": {description: on its way}}}
  /tags/{name}:
    parameters: [{name: name, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {description: ok}, "404": {description: none}}}
    put:
      requestBody: {required: true, content: {application/json: {schema: {type: object}}}}
      responses: {"201": {description: made}, "200": {description: replaced}}
    delete: {responses: {"204": {description: gone}}}
components:
  schemas:
    User:
      type: object
      required: [email]
      properties:
        email: {type: string, format: email}
        team: {type: string}
`

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.seen = append(s.seen, r.Method+" "+r.URL.Path)
	s.mu.Unlock()
	if s.before != nil && s.before(w, r) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	shape := parts[0] + strings.Repeat("/", len(parts)-1)
	if len(parts) == 3 {
		shape = parts[0] + "//" + parts[2]
	}
	methods := map[string]map[string]http.HandlerFunc{
		"settings":       {"GET": s.showTheme, "PUT": s.setTheme},
		"users":          {"GET": s.listUsers, "POST": s.addUser},
		"users/":         {"GET": s.showUser, "PUT": s.setUser, "DELETE": s.removeUser},
		"users//notes":   {"GET": s.listNotes, "POST": s.addNote},
		"users///":       {"GET": s.showNote, "DELETE": s.removeNote},
		"users//welcome": {"POST": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(202) }},
		"tags/":          {"GET": s.showTag, "PUT": s.setTag, "DELETE": s.removeTag},
	}[shape]
	for i, part := range parts {
		r.SetPathValue(strconv.Itoa(i), part)
	}
	if _, known := s.users[r.PathValue("1")]; methods == nil || (len(parts) == 4 && parts[2] != "notes") {
		writeJSON(w, 404, map[string]any{"error": "no such route"})
		return
	} else if parts[0] == "users" && len(parts) > 2 && !known && methods[r.Method] != nil {
		writeJSON(w, 404, map[string]any{"error": "no such user " + parts[1]})
		return
	}
	allow := []string{"HEAD", "OPTIONS"}
	for _, m := range []string{"DELETE", "GET", "POST", "PUT"} {
		if methods[m] != nil {
			allow = append(allow, m)
		}
	}
	method := r.Method
	if method == "HEAD" {
		method = "GET"
	}
	switch handler := methods[method]; {
	case handler != nil:
		handler(w, r)
	case r.Method == "OPTIONS":
		w.Header().Set("Allow", strings.Join(allow, ", "))
		w.WriteHeader(204)
	default:
		w.Header().Set("Allow", strings.Join(allow, ", "))
		writeJSON(w, 405, map[string]any{"error": "method not allowed"})
	}
}

func (s *shop) showTheme(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, 200, map[string]any{"theme": s.theme})
}

func (s *shop) setTheme(w http.ResponseWriter, r *http.Request) {
	if !s.lenient && refusesContent(w, r) {
		return
	}
	var in struct{ Theme string }
	if json.NewDecoder(r.Body).Decode(&in) != nil || in.Theme == "" {
		writeJSON(w, 400, map[string]any{"error": "theme is missing"})
		return
	}
	s.theme = in.Theme
	writeJSON(w, 200, map[string]any{"theme": s.theme})
}

func (s *shop) listUsers(w http.ResponseWriter, _ *http.Request) {
	list := []map[string]any{}
	for id := range s.last + 1 {
		if u, ok := s.users[strconv.Itoa(id)]; ok {
			list = append(list, map[string]any{"id": id, "email": u.Email})
		}
	}
	writeJSON(w, 200, map[string]any{"data": list})
}

func (s *shop) addUser(w http.ResponseWriter, r *http.Request) {
	if !s.lenient && refusesContent(w, r) {
		return
	}
	var in user
	if json.NewDecoder(r.Body).Decode(&in) != nil || in.Email == "" {
		writeJSON(w, 422, map[string]any{"errors": map[string]any{"email": []string{"must not be empty"}}})
		return
	}
	for _, u := range s.users {
		if u.Email == in.Email {
			writeJSON(w, 409, map[string]any{"error": "email is taken"})
			return
		}
	}
	s.last++
	id := strconv.Itoa(s.last)
	s.users[id], s.notes[id] = in, map[string]string{}
	w.Header().Set("Location", "/users/"+id)
	writeJSON(w, 201, map[string]any{"id": s.last, "email": in.Email})
}

func (s *shop) showUser(w http.ResponseWriter, r *http.Request) {
	if u, ok := s.users[r.PathValue("1")]; ok {
		writeJSON(w, 200, u)
		return
	}
	writeJSON(w, 404, map[string]any{"error": "no such user"})
}

func (s *shop) setUser(w http.ResponseWriter, r *http.Request) {
	if !s.lenient && refusesContent(w, r) {
		return
	}
	var in user
	if json.NewDecoder(r.Body).Decode(&in) != nil {
		writeJSON(w, 400, map[string]any{"error": "not JSON"})
		return
	}
	if _, ok := s.users[r.PathValue("1")]; !ok {
		writeJSON(w, 404, map[string]any{"error": "no such user"})
		return
	}
	s.users[r.PathValue("1")] = in
	writeJSON(w, 200, in)
}

func (s *shop) removeUser(w http.ResponseWriter, r *http.Request) {
	if _, ok := s.users[r.PathValue("1")]; !ok {
		writeJSON(w, 404, map[string]any{"error": "no such user"})
		return
	}
	delete(s.users, r.PathValue("1"))
	delete(s.notes, r.PathValue("1"))
	w.WriteHeader(204)
}

func (s *shop) listNotes(w http.ResponseWriter, r *http.Request) {
	list := []map[string]any{}
	for id, text := range s.notes[r.PathValue("1")] {
		list = append(list, map[string]any{"noteId": json.Number(id), "text": text})
	}
	writeJSON(w, 200, list)
}

func (s *shop) addNote(w http.ResponseWriter, r *http.Request) {
	if !s.lenient && refusesContent(w, r) {
		return
	}
	var in struct{ Text string }
	if json.NewDecoder(r.Body).Decode(&in) != nil || in.Text == "" {
		writeJSON(w, 400, map[string]any{"error": "text is missing"})
		return
	}
	s.last++
	s.notes[r.PathValue("1")][strconv.Itoa(s.last)] = in.Text
	writeJSON(w, 201, map[string]any{"note": map[string]any{"note_id": s.last}})
}

func (s *shop) showNote(w http.ResponseWriter, r *http.Request) {
	if text, ok := s.notes[r.PathValue("1")][r.PathValue("3")]; ok {
		writeJSON(w, 200, map[string]any{"text": text})
		return
	}
	writeJSON(w, 404, map[string]any{"error": "no such note"})
}

func (s *shop) removeNote(w http.ResponseWriter, r *http.Request) {
	if _, ok := s.notes[r.PathValue("1")][r.PathValue("3")]; !ok {
		writeJSON(w, 404, map[string]any{"error": "no such note"})
		return
	}
	delete(s.notes[r.PathValue("1")], r.PathValue("3"))
	w.WriteHeader(204)
}

func (s *shop) showTag(w http.ResponseWriter, r *http.Request) {
	if tag, ok := s.tags[r.PathValue("1")]; ok {
		writeJSON(w, 200, map[string]any{"tag": tag})
		return
	}
	writeJSON(w, 404, map[string]any{"error": "no such tag"})
}

func (s *shop) setTag(w http.ResponseWriter, r *http.Request) {
	if !s.lenient && refusesContent(w, r) {
		return
	}
	var in map[string]any
	if json.NewDecoder(r.Body).Decode(&in) != nil {
		writeJSON(w, 400, map[string]any{"error": "not JSON"})
		return
	}
	_, known := s.tags[r.PathValue("1")]
	s.tags[r.PathValue("1")] = fmt.Sprint(in)
	if known {
		writeJSON(w, 200, in)
	} else {
		writeJSON(w, 201, in)
	}
}

func (s *shop) removeTag(w http.ResponseWriter, r *http.Request) {
	delete(s.tags, r.PathValue("1"))
	w.WriteHeader(204)
}

// state is everything that the shop holds.
func (s *shop) state() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	text, err := json.Marshal([]any{s.users, s.notes, s.tags, s.theme})
	if err != nil {
		panic(err)
	}
	return string(text)
}
