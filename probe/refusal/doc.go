// Package refusal reads what an API says where it refuses input: the text, what it names, and what it
// asks for.
//
// Start at [Text], which is what an API says on one line, and [Names], which is what it is about. What
// is done about a refusal is said by the remedy files of package probe.
package refusal
