// Package report renders a run record.
//
// Start with [Formats], the table of formats, and [Lookup], which finds one by name. [Read]
// reads a record back that the json format wrote; [Schema] is its JSON Schema.
//
// Every format is a pure function of a [records.Run]: it sends nothing, asks no clock, reads
// no environment, and writes the same bytes for the same record. What the record does not hold
// is not reported. A record that holds a cell without a verdict is refused by every format with
// [records.ErrUnjudged], before the first byte is written.
//
// The package does not choose exit statuses and does not decide whether a terminal wants
// colour; both are the command's.
package report
