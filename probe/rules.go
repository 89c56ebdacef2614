package probe

// rules is the table of everything that is judged, in the order in which it is reported. A new
// rule is a row here, a server that keeps it and one that breaks it in rules_test.go.
var rules = []Rule{
	{ID: "declared-routed", Level: Must, Group: RoutedGroup, Source: "contract",
		Summary: "A good API routes every method that its contract declares.",
		Why:     "A client generated from the contract has a function that can never work.",
		applies: isDeclared, judge: judgeDeclaredRouted},
	{ID: "declared-served", Level: Must, Group: ServedGroup, Source: "contract",
		Summary: "A good API answers a declared method, given valid input, with success.",
		Why:     "The operation is there in name only.",
		applies: isAskedInEarnest, judge: judgeDeclaredServed},
	{ID: "declared-status", Level: Should, Group: ServedGroup, Source: "contract",
		Summary: "A good API answers with a status that the contract documents.",
		Why:     "Generated clients treat an undocumented status as an error, or decode the wrong type.",
		applies: hasServedStatus, judge: judgeDeclaredStatus},
	{ID: "declared-redirect", Level: Must, Group: RoutedGroup, Source: "RFC 9110, section 15.4",
		Summary: "A good API does not redirect a declared method unless the contract documents it.",
		Why:     "Clients that follow 301, 302 or 303 turn POST into GET, and drop the content and the credentials on the way.",
		applies: wasSentDeclared, judge: judgeDeclaredRedirect},
	{ID: "declared-crash", Level: Must, Group: ServedGroup, Source: "contract",
		Summary: "A good API does not fail with 5xx.",
		Why:     "The server gave up; nobody knows what it did before that.",
		applies: isAskedInEarnest, judge: judgeDeclaredCrash},
	{ID: "undeclared-refused", Level: Must, Group: RefusedGroup, Source: "contract",
		Summary: "A good API neither serves nor routes a method that its contract does not declare.",
		Why:     "What nobody declared, nobody reviews, documents or protects.",
		applies: isUndeclared, judge: judgeUndeclaredRefused},
	{ID: "undeclared-405", Level: Must, Group: RefusedGroup, Source: "RFC 9110, sections 9.1 and 15.5.6",
		Summary: "A good API refuses an undeclared method with 405.",
		Why:     "404 tells a client that the resource is gone, 403 that other credentials would help, 200 that it worked.",
		applies: isUndeclared, judge: judgeUndeclared405},
	{ID: "allow-present", Level: Must, Group: AllowGroup, Source: "RFC 9110, section 10.2.1",
		Summary: "A good API sends an Allow field with every 405.",
		Why:     "A client that is told \"not this method\" is not told which one.",
		applies: refuses405, judge: judgeAllowPresent},
	{ID: "allow-complete", Level: Must, Group: AllowGroup, Source: "RFC 9110, section 10.2.1",
		Summary: "A good API lists every declared method in Allow.",
		Why:     "Clients, proxies and browsers that read the field take the method for missing.",
		applies: tellsAllow, judge: judgeAllowComplete},
	{ID: "allow-undeclared", Level: Must, Group: AllowGroup, Source: "RFC 9110, section 10.2.1",
		Summary: "A good API lists no undeclared method in Allow.",
		Why:     "The field invites clients to use what is not there, or gives away what nobody declared.",
		applies: tellsAllowOrIsAdvertised, judge: judgeAllowUndeclared},
	{ID: "allow-contradiction", Level: Must, Group: AllowGroup, Source: "RFC 9110, section 15.5.6",
		Summary: "A good API does not list in Allow the method that it is refusing.",
		Why:     "The answer says that the method is not allowed and that it is.",
		applies: refusesWithAllow, judge: judgeAllowContradiction},
	{ID: "allow-truthful", Level: Must, Group: AllowGroup, Source: "RFC 9110, section 10.2.1",
		Summary: "A good API serves what Allow lists, and lists what it serves.",
		Why:     "Whoever trusts the field sends requests that fail, or never sends those that would work.",
		applies: isRefusedThoughMaybeListed, judge: judgeAllowTruthful},
	{ID: "allow-consistent", Level: Should, Group: AllowGroup, Source: "RFC 9110, section 10.2.1",
		Summary: "A good API sends the same Allow with every 405 and OPTIONS answer of a path, HEAD and OPTIONS aside.",
		Why:     "Which methods a path has then depends on how one asks.",
		applies: comparesAllow, judge: judgeAllowConsistent},
	{ID: "allow-syntax", Level: Should, Group: AllowGroup, Source: "RFC 9110, sections 5.6.1 and 9.1",
		Summary: "A good API writes Allow as a list of method tokens, in their case.",
		Why:     "Methods are case-sensitive: a client that looks for GET does not find get.",
		applies: tellsAllow, judge: judgeAllowSyntax},
	{ID: "head-parity", Level: Should, Group: HeadGroup, Source: "RFC 9110, section 9.3.2",
		Summary: "A good API answers HEAD as it answers GET: same status and media type, no content.",
		Why:     "Caches, link checkers and download tools ask HEAD and believe it.",
		applies: comparesHead, judge: judgeHeadParity},
	{ID: "head-supported", Level: Advice, Group: HeadGroup, Source: "RFC 9110, section 9.1",
		Summary: "A good API supports HEAD where it supports GET.",
		Why:     "Monitors, caches and link checkers use HEAD and take the refusal for an outage.",
		applies: asksHead, judge: judgeHeadSupported},
	{ID: "options-allow", Level: Should, Group: AllowGroup, Source: "RFC 9110, section 9.3.7",
		Summary: "A good API sends Allow with a successful OPTIONS.",
		Why:     "OPTIONS is how a client asks what it may do; without Allow it gets no answer.",
		applies: isServedOptions, judge: judgeOptionsAllow},
	{ID: "trace-off", Level: Should, Group: TraceGroup, Source: "RFC 9110, section 9.3.8",
		Summary: "A good API does not echo TRACE.",
		Why:     "The echo hands request fields, such as credentials that proxies add, to whoever asks.",
		applies: asksTrace, judge: judgeTraceOff},
	{ID: "unknown-method", Level: Should, Group: UnknownMethodGroup, Source: "RFC 9110, section 9.1",
		Summary: "A good API answers a method that nobody knows with 501 or 405, not with 2xx or 5xx.",
		Why:     "A handler that runs for any method runs for those that nobody thought of.",
		applies: asksStandIn, judge: judgeUnknownMethod},
	{ID: "unknown-path", Level: Must, Group: UnknownPathGroup, Source: "RFC 9110, section 15.5.5",
		Summary: "A good API answers a path that does not exist with 404, not with 405 or 2xx.",
		Why:     "A misspelt URL looks like a success, or like a path with other methods.",
		applies: isUnknownPath, judge: judgeUnknownPath},
}

// Rules returns a copy of the rule table, in report order.
func Rules() []Rule { return append([]Rule(nil), rules...) }

// RuleByID returns the rule of an id.
func RuleByID(id string) (Rule, bool) {
	for _, r := range rules {
		if r.ID == id {
			return r, true
		}
	}
	return Rule{}, false
}
