// Package systems holds real servers to one small contract. Each folder is a system: an app that
// exists in a correct variant and in variants that make one classic mistake each, on the software
// that people deploy. The package itself has no code; its test, under the build tag "systems",
// starts every variant, runs verbatim against it in every mode and holds the run record against
// expected.json, which says what is true of every cell; package expect is the judge. Start at README.md.
//
// It does not test the rules one by one: that is done beside the rules. It shows that what they
// assume of servers is so.
package systems
