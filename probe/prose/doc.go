// Package prose is what is told of rules and causes at length: what a rule asks, how it is decided,
// and what to change in which stack.
//
// Start at [RuleByID], which is what is told of a rule, and [MendFor], which is what to change for a
// cause in a stack. It is text only: package probe has the rules, and package causes the causes.
package prose
