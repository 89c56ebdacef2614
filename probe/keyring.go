package probe

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/verbatim-http/verbatim/probe/oauth"
	"github.com/verbatim-http/verbatim/probe/secret"
)

// Credential is what the user gave for one security scheme of the contract.
type Credential struct {
	// Scheme is the scheme's name in the contract.
	Scheme string
	// Secret goes along as it is. Where there is a Grant it has no value yet.
	Secret secret.Secret
	// Grant gets a token, which then is the secret's value; nil for none.
	Grant *oauth.Grant
}

// keyring has the credentials of one identity: those that go everywhere, and those that go
// where an operation asks for their scheme.
type keyring struct {
	everywhere []secret.Secret
	// usual are the schemes of a request that names none.
	usual []string

	mu   sync.Mutex
	held map[string]*heldCredential
	// sets are arranged credentials by the names of their schemes.
	sets map[string]*credentials
	// instead are the schemes that go in the place of others, by where the names of these stand.
	instead map[*string][]string
	// trouble is why a token could not be had, the first time.
	trouble error

	// rerunning keeps all but one from running a command, and fruitlessCommands are not run again.
	rerunning         sync.Mutex
	fruitlessCommands map[string]bool
}

// heldCredential is a credential as it goes out now.
type heldCredential struct {
	secret secret.Secret
	grant  *oauth.Grant
	// renewing keeps all but one from asking for a token.
	renewing sync.Mutex
	// due is when the token is to be renewed; zero means that nobody knows.
	due time.Time
	// gaveUp is set when a new token was refused just as the old one.
	gaveUp bool
}

// tokenToCome stands for a token while everything else about its secret is checked.
const tokenToCome = "token-to-come"

func newKeyring(everywhere []secret.Secret, given []Credential) (*keyring, error) {
	k := &keyring{everywhere: everywhere, held: map[string]*heldCredential{}, sets: map[string]*credentials{}}
	taken := map[string]string{} // values by variable
	complete := func(s *secret.Secret) error {
		if err := s.Complete(); err != nil {
			return err
		}
		if s.In == "header" {
			if err := checkFields([]Field{{s.Name, s.Value}}); err != nil {
				return err
			}
		}
		for base, n := s.Variable, 2; taken[s.Variable] != "" && taken[s.Variable] != s.Value; n++ {
			s.Variable = fmt.Sprintf("%s_%d", base, n)
		}
		taken[s.Variable] = s.Value
		return nil
	}
	for i := range k.everywhere {
		if err := complete(&k.everywhere[i]); err != nil {
			return nil, err
		}
	}
	for _, c := range given {
		if c.Grant != nil {
			c.Secret.Value = tokenToCome
		}
		if err := complete(&c.Secret); err != nil {
			return nil, fmt.Errorf("reading the credential for %s: %w", c.Scheme, err)
		}
		if c.Grant != nil {
			c.Secret.Value = ""
		}
		k.held[c.Scheme] = &heldCredential{secret: c.Secret, grant: c.Grant}
	}
	return k, nil
}

// schemes are the security schemes that something is held for, by name.
func (k *keyring) schemes() []string { return slices.Sorted(maps.Keys(k.held)) }

// secrets are all that is known, in a fixed order.
func (k *keyring) secrets() []secret.Secret {
	k.mu.Lock()
	defer k.mu.Unlock()
	all := slices.Clone(k.everywhere)
	for _, name := range k.schemes() {
		h := k.held[name]
		all = append(all, h.secret)
		if h.grant == nil {
			continue
		}
		for _, s := range []secret.Secret{h.grant.ClientSecret, h.grant.Password} {
			if s.Value != "" {
				all = append(all, s)
			}
		}
	}
	return all
}

// chosen are the schemes whose credentials go along; nil means the usual ones.
func (k *keyring) chosen(schemes []string) []string {
	if schemes == nil {
		schemes = k.usual
	}
	if len(schemes) == 0 {
		return schemes
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if others := k.instead[&schemes[0]]; others != nil {
		return others
	}
	return schemes
}

// prefer has other schemes go wherever exactly this list of the contract is asked for.
func (k *keyring) prefer(schemes, others []string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.instead == nil {
		k.instead = map[*string][]string{}
	}
	k.instead[&schemes[0]] = others
}

// carry returns what goes with a request that names these schemes; nil means the usual ones.
// Schemes that have no secret (a client certificate, or a field that goes everywhere) add nothing.
func (k *keyring) carry(schemes []string) *credentials {
	schemes = k.chosen(schemes)
	k.mu.Lock()
	defer k.mu.Unlock()
	key := strings.Join(schemes, "\n")
	set := k.sets[key]
	if set == nil {
		set = k.arrange(schemes)
		k.sets[key] = set
	}
	return set
}

// arrange puts the secrets of schemes over those that go everywhere.
func (k *keyring) arrange(schemes []string) *credentials {
	secrets := slices.Clone(k.everywhere)
	for _, name := range schemes {
		if h := k.held[name]; h != nil && h.secret.Value != "" {
			secrets = append(secrets, h.secret)
		}
	}
	set := newCredentials(secrets)
	for _, s := range secrets {
		if s.Command != "" {
			if set.printed == nil {
				set.printed = map[string]string{}
			}
			set.printed[s.Command] = s.Value
		}
	}
	for _, name := range schemes {
		if h := k.held[name]; h != nil && h.grant != nil {
			if set.tokens == nil {
				set.tokens = map[string]string{}
			}
			set.tokens[name] = h.secret.Value
		}
	}
	return &set
}

// variables are the shell variables that stand for secrets in the record.
func (k *keyring) variables() []string {
	var all []string
	for _, s := range k.secrets() {
		all = append(all, s.Variable)
	}
	return all
}

// holder is what is held for a scheme; nil for nothing.
func (k *keyring) holder(name string) *heldCredential { return k.held[name] }

// token is a credential's value and when it is to be renewed.
func (k *keyring) token(h *heldCredential) (value string, due time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return h.secret.Value, h.due
}

// replace makes a token the credential's.
func (k *keyring) replace(h *heldCredential, s secret.Secret, due time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	h.secret, h.due = s, due
	clear(k.sets)
}

// fruitless reports whether a new token was refused just as the old one.
func (k *keyring) fruitless(h *heldCredential) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return h.gaveUp
}

// giveUp ends the renewing of credentials that are refused though they were renewed.
func (k *keyring) giveUp(c *credentials) {
	k.mu.Lock()
	for name := range c.tokens {
		k.held[name].gaveUp = true
	}
	k.mu.Unlock()
	for line := range c.printed {
		k.stopRunning(line)
	}
}

// note keeps the first trouble with tokens.
func (k *keyring) note(err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.trouble == nil {
		k.trouble = err
	}
}

// firstTrouble is the first trouble with tokens, nil when there was none.
func (k *keyring) firstTrouble() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.trouble
}
