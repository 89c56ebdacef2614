package catalogue

import "github.com/verbatim-http/verbatim/probe/records"

// answerTexts are what is told of each answer.
var answerTexts = []struct {
	answer                records.Answer
	means, decided, leads string
}{
	{records.Served, "The method works at this path.", "2xx, or a 3xx that the contract documents, that neither a path that does not exist nor a method that nobody knows gets too.",
		"Good for a declared method; for an undeclared one undeclared-refused is broken."},
	{records.Routed, "A handler looked at the request and did not like it.", "A 4xx that the router does not give of itself: 400, 406, 409, 411, 412, 413, 415, 422, 428, or a 404 that differs from the router's, where a path that does not exist and a method that nobody knows get something else.",
		"A declared method is routed; whether it succeeds needs valid input. An undeclared one has a handler, and should not."},
	{records.Refused, "The method is not for this path.", "405 or 501; the router's own 404 on a path that another method shows to be there; 403 where a declared method of the path is served to the same credentials, or where what stands in front of the application is known by it; 403 by which a gateway says that it has no route; another 4xx that a method which nobody knows gets too, where a path that does not exist is not found.",
		"Good for an undeclared method if it is 405; a declared one is not routed."},
	{records.AbsentPath, "The path is not there.", "The answer is the one that a path which does not exist gets, for every method that was sent.",
		"declared-routed is broken. Where every path is absent, the base URL is wrong."},
	{records.Walled, "Something asks for credentials or forbids, before anything could be learned.", "401, 403, 407 and other statuses that are given before a handler looks at the request. " +
		"A second identity (--as) that is told something else decides, and its answer is the cell's: success means that the 403 is about rights; 405, or the router's 404 where a GET is served to it, that the method is not routed; a handler's 4xx, also a 404 of its own, that it is. " +
		"403 to both leaves open whether both lack the rights or something blocks the method; 401 says that its credentials are not taken; a 404 to one who is not shown by GET what is there, 429, 5xx and no answer say nothing.",
		"Undecided: give credentials, or a second identity that has the rights."},
	{records.Redirected, "The request was sent elsewhere.", "A 3xx that the contract does not document. It is not followed.",
		"declared-redirect is broken for a declared method; an undeclared one is undecided."},
	{records.CaughtAll, "The same success as for anything else.", "2xx that a path which does not exist, or a method that nobody knows, gets too.",
		"Undecided for a declared method; an undeclared one is not refused."},
	{records.Crashed, "The server failed.", "5xx other than 501 and 503. A 503 that names no time is one where it comes again after something else came through.",
		"declared-crash is broken for a declared method that was sent as it is meant."},
	{records.Throttled, "The target wants fewer requests.", "429, or a 503 that may be about the number of requests, after the retries are spent.",
		"Undecided: --rate with fewer requests per second."},
	{records.Unreachable, "No answer came.", "The connection was refused, closed or timed out, and nothing that could be read came back; or the method, or the path, had answered nothing in time before and was not asked again.",
		"The cell is errored, not failed."},
	{records.Unclear, "An answer that can be read in two ways.", "The controls do not tell whether a router, a parser or a handler gave it: a 404 to an id that was made up, a 400 that every path gets.",
		"Undecided: the reason names what would decide it."},
	{records.Advertised, "Not sent, and listed in an Allow field of the path.", "The Allow of OPTIONS, or of the 405 to a safe method, lists it, and no other leaves it out; a list that is the same at every path, whatever that declares, shows of no declared method that it works.",
		"A declared method counts as routed; an undeclared one is undecided."},
	{records.NotAdvertised, "Not sent, and left out of the Allow fields of the path.", "The Allow of the path leaves it out, and leaves out nothing that is known to work.",
		"An undeclared method counts as refused; a declared one is undecided, because Allow may be wrong."},
	{records.Withheld, "Not sent, and nothing is known.", "The mode does not permit it, nothing would keep a handler from acting, or there is no value for the path; and no Allow speaks of it.",
		"Undecided: the reason names the mode or the value that would decide it."},
}
