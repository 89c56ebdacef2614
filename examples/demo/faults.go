package demo

import (
	"fmt"
	"net/http"
	"net/http/httputil"
)

// fault is one thing that a deployment gets wrong at a path.
type fault struct {
	// plant makes the faulty path out of the correct one.
	plant func(declared methods) http.Handler
	// breaks are the rules that this breaks, and at which methods.
	breaks []broken
}

type broken struct {
	rule    string
	text    string
	methods []string
}

func breaks(rule, text string, methods ...string) []broken {
	return []broken{{rule, text, methods}}
}

// noHandlerForPUT: the contract declares PUT, and nobody wrote the handler. The Allow of the
// path is honest about it.
func noHandlerForPUT() *fault {
	return &fault{
		plant:  func(declared methods) http.Handler { return declared.without("PUT") },
		breaks: breaks("declared-routed", "PUT is declared, and has no handler", "PUT"),
	}
}

// notFoundInsteadOf405: the router looks for path and method in one step, finds nothing, and
// calls that "not found".
func notFoundInsteadOf405() *fault {
	return &fault{
		plant: func(declared methods) http.Handler {
			return otherwise(declared.with("OPTIONS", declared.options), noSuchPath)
		},
		breaks: breaks("undeclared-405", "the method is answered 404 instead of 405", "PUT", "PATCH", "DELETE"),
	}
}

// refusesWithoutAllow: 405, but the client is not told what would work.
func refusesWithoutAllow() *fault {
	bare := func(w http.ResponseWriter, _ *http.Request) {
		fail(w, http.StatusMethodNotAllowed, "method not allowed")
	}
	return &fault{
		plant: func(declared methods) http.Handler {
			return otherwise(declared.with("OPTIONS", declared.options), bare)
		},
		breaks: breaks("allow-present", "the 405 has no Allow field", "PUT", "PATCH", "DELETE"),
	}
}

// allowOmitsPOST: GET and POST are two routes of one path, and Allow knows only the first.
func allowOmitsPOST() *fault {
	return &fault{
		plant: func(declared methods) http.Handler { return otherwise(declared, refusal("GET, HEAD")) },
		breaks: breaks("allow-complete", "Allow leaves out POST, which is declared and works",
			"PUT", "PATCH", "DELETE", "OPTIONS"),
	}
}

// allowAddsDELETE: a hand-written Allow promises a DELETE that neither the contract nor the
// code knows. The answer to DELETE contradicts even itself.
func allowAddsDELETE() *fault {
	return &fault{
		plant: func(declared methods) http.Handler { return otherwise(declared, refusal("GET, HEAD, DELETE")) },
		breaks: []broken{
			{"allow-undeclared", "Allow lists DELETE, which is not declared", []string{"POST", "PUT", "PATCH", "OPTIONS"}},
			{"allow-contradiction", "the 405 to DELETE lists DELETE in Allow", []string{"DELETE"}},
		},
	}
}

// lowerCaseAllow: methods are case-sensitive, so "get" is not GET.
func lowerCaseAllow() *fault {
	return &fault{
		plant: func(declared methods) http.Handler { return otherwise(declared, refusal("get, head")) },
		breaks: breaks("allow-syntax", "Allow is written in lower case",
			"POST", "PUT", "PATCH", "DELETE", "OPTIONS"),
	}
}

// leftoverDELETE: a handler left over from some debugging still works. Allow is honest about it.
func leftoverDELETE(handle http.HandlerFunc) *fault {
	return &fault{
		plant:  func(declared methods) http.Handler { return declared.with("DELETE", handle) },
		breaks: breaks("undeclared-refused", "DELETE is not declared, and it deletes everything", "DELETE"),
	}
}

// refusesHEAD: only GET is let through. Allow is honest about it.
func refusesHEAD() *fault {
	return &fault{
		plant: func(declared methods) http.Handler {
			return otherwise(declared.with("HEAD", refusal("GET")), refusal("GET"))
		},
		breaks: breaks("head-supported", "HEAD is refused where GET works", "HEAD"),
	}
}

// emptyHEAD: HEAD has a handler of its own, which forgot what GET answers.
func emptyHEAD() *fault {
	noContent := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }
	return &fault{
		plant:  func(declared methods) http.Handler { return declared.with("HEAD", noContent) },
		breaks: breaks("head-parity", "HEAD answers 204 where GET answers 200 with text/csv", "HEAD"),
	}
}

// redirectsPOST: the path wants a final slash. A client that follows a 301 sends GET.
func redirectsPOST(to string) *fault {
	redirect := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusMovedPermanently)
	}
	return &fault{
		plant:  func(declared methods) http.Handler { return declared.with("POST", redirect) },
		breaks: breaks("declared-redirect", "POST is redirected with 301, which turns it into GET", "POST"),
	}
}

// undocumentedStatus: POST succeeds, with a status that the contract does not list.
func undocumentedStatus(handle http.HandlerFunc) *fault {
	return &fault{
		plant:  func(declared methods) http.Handler { return declared.with("POST", handle) },
		breaks: breaks("declared-status", "POST answers 202 where the contract documents 201", "POST"),
	}
}

// crashesOnGET: something behind the handler is broken.
func crashesOnGET() *fault {
	crash := func(w http.ResponseWriter, _ *http.Request) {
		fail(w, http.StatusInternalServerError, "internal error")
	}
	return &fault{
		plant:  func(declared methods) http.Handler { return declared.with("GET", crash) },
		breaks: breaks("declared-crash", "GET is declared, and fails with 500", "GET"),
	}
}

// optionsWithoutAllow: a filter answers OPTIONS for the whole API, and knows no path.
func optionsWithoutAllow() *fault {
	noContent := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }
	return &fault{
		plant:  func(declared methods) http.Handler { return declared.with("OPTIONS", noContent) },
		breaks: breaks("options-allow", "OPTIONS succeeds without an Allow field", "OPTIONS"),
	}
}

// echoesTRACE: something in front of the router sends the request back, with every field that
// was added on the way.
func echoesTRACE() *fault {
	return &fault{
		plant: func(declared methods) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodTrace {
					echo(w, r)
					return
				}
				declared.ServeHTTP(w, r)
			})
		},
		breaks: breaks("trace-off", "TRACE echoes the request", "TRACE"),
	}
}

func echo(w http.ResponseWriter, r *http.Request) {
	request, err := httputil.DumpRequest(r, false)
	if err != nil {
		fail(w, http.StatusInternalServerError, fmt.Sprintf("echoing the request: %v", err))
		return
	}
	answer(w, http.StatusOK, "message/http", request)
}

// servesEveryMethod: a page that never looks at the method.
func servesEveryMethod() *fault {
	return &fault{
		plant: func(declared methods) http.Handler { return declared["GET"] },
		breaks: []broken{
			{"undeclared-405", "the method gets the page, as every method does", []string{"POST", "PUT", "PATCH", "DELETE"}},
			{"options-allow", "OPTIONS gets the page, without an Allow field", []string{"OPTIONS"}},
			{"unknown-method", "a method that nobody knows gets the page", []string{"QUERY", "VERBATIM"}},
		},
	}
}

// otherwise has every method without a handler, OPTIONS too, answered by another handler.
func otherwise(handlers methods, other http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if handle := handlers.find(r.Method); handle != nil {
			handle(w, r)
			return
		}
		other(w, r)
	})
}
