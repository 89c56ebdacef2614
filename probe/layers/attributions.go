package layers

import (
	"slices"
	"strings"
	"sync"
)

// mostAttributions bounds the memory of attributions: answers that all differ would fill it.
const mostAttributions = 1024

// attributions are the layers of answers that came before: most refusals of a target are equal,
// and looking one up costs a tenth of going through the table. The zero value is ready.
type attributions struct {
	mu   sync.RWMutex
	seen map[answerKey]Layer
}

// answerKey is an [Answer] that can be compared. No field line is empty or holds a line end.
type answerKey struct {
	method, reason, proto, fields, body string
	status                              int
}

func (a *Answer) key() answerKey {
	return answerKey{a.Method, a.Reason, a.Proto, strings.Join(a.Fields, "\n"), a.Body, a.Status}
}

// distinct are the answers without those that are equal to one before: most are.
func distinct(answers []Answer) []Answer {
	seen := make(map[answerKey]bool, len(answers))
	var different []Answer
	for i := range answers {
		if key := answers[i].key(); !seen[key] {
			seen[key] = true
			different = append(different, answers[i])
		}
	}
	return different
}

// of is the layer of an answer; what has not been seen is attributed. Who asks may append to the
// evidence, and must not change it.
func (k *attributions) of(a Answer, attribute func(Answer) Layer) Layer {
	key := a.key()
	k.mu.RLock()
	layer, ok := k.seen[key]
	full := len(k.seen) >= mostAttributions
	k.mu.RUnlock()
	if ok {
		return layer
	}
	layer = attribute(a)
	layer.Evidence = slices.Clip(layer.Evidence)
	if full {
		return layer
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.seen == nil {
		k.seen = map[answerKey]Layer{}
	}
	k.seen[key] = layer
	return layer
}
