package secret

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// Secret is a credential that goes with requests to the target, but never with TRACE. Its value
// never reaches a record; the variable stands for it there.
type Secret struct {
	// In is "header", "query" or "cookie".
	In string
	// Name is that of the field, the query parameter or the cookie.
	Name string
	// Value is the secret itself. Under the prefix "Basic " it is "user:password", and is
	// encoded when it is sent.
	Value string
	// Prefix comes before the value and is no secret: "Bearer ".
	Prefix string
	// Variable is the shell variable that stands for the value: "API_TOKEN". Empty means
	// one made from the name.
	Variable string
	// Command is the command line that printed the value, and is run again when the target refuses it;
	// empty for none.
	Command string
}

// shortestSought is the length in bytes from which a secret is sought in what the target says.
// Shorter ones occur everywhere by chance; they are still never shown where we sent them.
const shortestSought = 4

// IsReference reports whether a text has the form of a reference to a secret.
func IsReference(text string) bool {
	kind, name, _ := strings.Cut(text, ":")
	return name != "" && (kind == "env" || kind == "file" || kind == "command")
}

// Read resolves a reference to a secret: "env:NAME", "file:PATH" or "command:LINE", where line ends
// at the end of what is there are dropped. The variable is the shell variable that can stand for it,
// empty for a command. It is an error when there is nothing there, and when ref is no reference: a
// secret itself has no place on a command line. A command is run by the shell, without input.
func Read(ctx context.Context, ref string) (value, variable string, err error) {
	kind, name, _ := strings.Cut(ref, ":")
	switch {
	case kind == "env" && name != "":
		value, variable = os.Getenv(name), variableName(name)
		if value == "" {
			return "", "", fmt.Errorf("reading secret %q: the environment variable is unset or empty", ref)
		}
	case kind == "file" && name != "":
		if value, err = readFile(name); err != nil {
			return "", "", fmt.Errorf("reading secret %q: %w", ref, err)
		}
		base := filepath.Base(name)
		variable = variableName(strings.TrimSuffix(base, filepath.Ext(base)))
	case kind == "command" && name != "":
		if value, err = readCommand(ctx, name); err != nil {
			return "", "", fmt.Errorf("reading secret %q: %w", ref, err)
		}
	default:
		return "", "", errors.New("reading a secret: give a reference, env:NAME, file:PATH or command:LINE, not the secret itself")
	}
	if !httpguts.ValidHeaderFieldValue(value) {
		return "", "", fmt.Errorf("reading secret %q: it holds a control character or more than one line", ref)
	}
	return value, variable, nil
}

func readFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	const largest = 64 << 10
	content, err := io.ReadAll(io.LimitReader(f, largest+1))
	switch {
	case err != nil:
		return "", err
	case len(content) > largest:
		return "", errors.New("the file is larger than 64 KiB; is it the right one?")
	}
	value := strings.TrimRight(string(content), "\r\n")
	if value == "" {
		return "", errors.New("the file is empty")
	}
	return value, nil
}

// variableName makes a shell variable's name of any text.
func variableName(text string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_':
			return r
		}
		return '_'
	}, text)
	if strings.ToUpper(name) != name && strings.ToLower(name) != name {
		return prefixDigit(name)
	}
	return prefixDigit(strings.ToUpper(name))
}

func prefixDigit(name string) string {
	if name == "" || name[0] >= '0' && name[0] <= '9' {
		return "SECRET_" + name
	}
	return name
}

// IsSensitive reports whether a field of this name usually carries a credential.
func IsSensitive(name string) bool {
	lower := strings.ToLower(name)
	for _, part := range []string{"authorization", "cookie", "token", "secret", "password", "api-key", "apikey", "api_key", "session"} {
		if strings.Contains(lower, part) {
			return true
		}
	}
	return false
}

// OfField makes a secret of a header field. In Authorization the scheme is no secret, and what
// stands behind it is one by itself: servers echo it alone.
func OfField(name, value string) Secret {
	s := Secret{In: "header", Name: name, Value: value, Variable: variableName(strings.ToUpper(name))}
	scheme, rest, found := strings.Cut(value, " ")
	if !found || !httpguts.ValidHeaderFieldName(scheme) || !strings.EqualFold(name, "Authorization") {
		return s
	}
	if !strings.EqualFold(scheme, "Basic") {
		s.Prefix, s.Value = scheme+" ", rest
	} else if plain, err := base64.StdEncoding.DecodeString(rest); err == nil && strings.Contains(string(plain), ":") {
		s.Prefix, s.Value = "Basic ", string(plain)
	}
	return s
}

// Encoded is the value as it is sent.
func (s *Secret) Encoded() string {
	if s.Prefix == "Basic " {
		return base64.StdEncoding.EncodeToString([]byte(s.Value))
	}
	return s.Value
}

// Complete fills in the variable; its error names what is wrong with the secret without showing it.
func (s *Secret) Complete() error {
	if s.Variable = variableName(s.Variable); s.Variable == "SECRET_" {
		s.Variable = variableName(strings.ToUpper(s.Name))
	}
	switch {
	case s.In != "header" && s.In != "query" && s.In != "cookie":
		return fmt.Errorf("reading secret %q: it goes in a header, query or cookie, not in %q", s.Name, s.In)
	case s.Value == "":
		return fmt.Errorf("reading secret %q: the value is empty", s.Name)
	case s.In != "query" && (!httpguts.ValidHeaderFieldName(s.Name) || !httpguts.ValidHeaderFieldValue(s.Value)):
		return fmt.Errorf("reading secret %q: the name is not a token or the value holds a control character", s.Name)
	case s.In == "cookie" && strings.ContainsAny(s.Value, ";, \""):
		return fmt.Errorf("reading secret %q: a cookie's value holds no blank, comma, semicolon or quote", s.Name)
	case s.In == "header":
		s.Name = textproto.CanonicalMIMEHeaderKey(s.Name)
	}
	return nil
}
