// Package catalogue says at length what rules, causes, answers, verdicts and layers mean, from the
// tables of the other packages. The pages beside its files are made from it by its test.
//
// Start at [Topics]. Nothing here takes part in a run.
package catalogue
