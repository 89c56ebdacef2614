package catalogue

import "github.com/verbatim-http/verbatim/probe/records"

// verdictTexts are what is told of each verdict.
var verdictTexts = []struct {
	verdict              records.Verdict
	means, when, follows string
}{
	{records.Passed, "Every rule that applies is kept.", "By the answer to the method itself, or, where that was not sent, by the Allow fields of its path: the console then has a small a in its place.",
		"Nothing is to be done. What passed by Allow was not sent: --mode guarded or full sends it."},
	{records.Warned, "A rule is broken that does not fail the run.", "Its level is below --fail-on, or the configuration has it as a known failure that has not expired.",
		"The exit status is not changed by it. --fail-on should, or rules in the configuration, make it a failure."},
	{records.Failed, "A rule is broken that fails the run.", "Its level is at or above --fail-on, which is must where nothing is said.",
		"Exit status 1. Where a cause explains it, mend that; what is to be borne with for a time goes into known in the configuration, with a reason and a last day."},
	{records.Undecided, "The evidence does not decide.", "The answer can be read in two ways, the request was not sent, or the server answered it in two ways.",
		"It is never counted as passed. The report says why, and behind \"decided by\" what would decide it: another mode, a --value, credentials. --min-decided says how much must be decided, and exit status 4 that it was not."},
	{records.Skipped, "There is nothing to say here.", "No rule applies, those that do are switched off, or what there is to say is said at another cell: HEAD is not judged where GET is not served.",
		"Nothing."},
	{records.Errored, "No answer came.", "The connection failed or timed out, or what was before it in the run showed that it would.",
		"Exit status 4, where it is GET, POST, PUT, PATCH, DELETE or another method that the contract declares there. In JUnit it is an error, not a failure."},
}
