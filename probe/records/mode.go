package records

import "fmt"

// Mode says how far a run may go. It belongs to the target.
type Mode string

const (
	// ReadOnly sends safe methods only. It is the default.
	ReadOnly Mode = "read-only"
	// GuardedMode also sends unsafe methods in a form that a handler cannot act on.
	GuardedMode Mode = "guarded"
	// Full sends everything, with real data.
	Full Mode = "full"
)

// ParseMode reads a mode's name.
func ParseMode(name string) (Mode, error) {
	switch m := Mode(name); m {
	case ReadOnly, GuardedMode, Full:
		return m, nil
	}
	return "", fmt.Errorf("reading mode %q: not one of read-only, guarded, full", name)
}

// Guard names how a handler is kept from acting on an unsafe request.
type Guard string

const (
	// NoGuard means a plain request.
	NoGuard Guard = ""
	// Malformed means the content is not what its media type says.
	Malformed Guard = "malformed content"
	// AbsentID means the path names a resource that a GET just proved absent.
	AbsentID Guard = "absent id"
	// MalformedAbsent means both.
	MalformedAbsent Guard = "malformed content, absent id"
	// NoSuchPath means the path is a random one that a GET just proved absent.
	NoSuchPath Guard = "no such path"
)

// NamesAbsent reports whether the request goes to an id that was proven absent.
func (g Guard) NamesAbsent() bool { return g == AbsentID || g == MalformedAbsent }
