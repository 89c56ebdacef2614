// Package causes finds, in a whole run record, why many cells are as they are.
//
// Start at [Settle], which takes findings off the record that only follow from others, by the table in
// root.go, and at [Diagnose], which finds the causes of those that are left, by the table in table.go,
// and names for each what to change. [Diagnoses] is that table, as it is shown to people.
//
// A row looks at the record through an inquiry: see inquiry.go. The package sends nothing and judges no
// rule; what to change in which stack is text in package prose.
package causes
