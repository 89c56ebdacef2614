package probe

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Credential is what the user gave for one security scheme of the contract.
type Credential struct {
	// Scheme is the scheme's name in the contract.
	Scheme string
	// Secret goes along as it is.
	Secret Secret
}

// keyring has the credentials of one identity: those that go everywhere, and those that go
// where an operation asks for their scheme.
type keyring struct {
	everywhere []Secret
	// usual are the schemes of a request that names none.
	usual []string

	mu   sync.Mutex
	held map[string]*heldCredential
	// sets are arranged credentials by the names of their schemes.
	sets map[string]*credentials
}

// heldCredential is a credential as it goes out now.
type heldCredential struct {
	secret Secret
}

func newKeyring(everywhere []Secret, given []Credential) (*keyring, error) {
	k := &keyring{everywhere: everywhere, held: map[string]*heldCredential{}, sets: map[string]*credentials{}}
	taken := map[string]string{} // values by variable
	complete := func(s *Secret) error {
		if err := s.check(); err != nil {
			return err
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
		if err := complete(&c.Secret); err != nil {
			return nil, fmt.Errorf("reading the credential for %s: %w", c.Scheme, err)
		}
		k.held[c.Scheme] = &heldCredential{secret: c.Secret}
	}
	return k, nil
}

// secrets are all that is known, in a fixed order.
func (k *keyring) secrets() []Secret {
	k.mu.Lock()
	defer k.mu.Unlock()
	all := slices.Clone(k.everywhere)
	names := make([]string, 0, len(k.held))
	for name := range k.held {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		all = append(all, k.held[name].secret)
	}
	return all
}

// carry returns what goes with a request that names these schemes; nil means the usual ones.
// Schemes that have no secret (a client certificate, or a field that goes everywhere) add nothing.
func (k *keyring) carry(schemes []string) *credentials {
	if schemes == nil {
		schemes = k.usual
	}
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
