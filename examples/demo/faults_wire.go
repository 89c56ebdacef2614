package demo

import (
	"net/http"
	"strings"
)

// corsForgetsPUT: CORS is on, and its list of methods was written before there was a PUT.
func corsForgetsPUT() *fault {
	return &fault{
		plant: func(declared methods) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Access-Control-Allow-Origin", "*")
				if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
					w.Header().Set("Access-Control-Allow-Methods", "GET, POST")
				}
				declared.ServeHTTP(w, r)
			})
		},
		breaks: breaks("preflight-methods", "no browser may send PUT from a page of another origin", "OPTIONS"),
	}
}

// preflightTrap: a route for OPTIONS at every path, and none for the methods of this one.
func preflightTrap() *fault {
	return &fault{
		plant: func(methods) http.Handler { return methods{} },
		breaks: []broken{
			{"declared-routed", "the method is declared, and has no handler", []string{"GET", "POST"}},
			{"preflight-trap", "the route for OPTIONS makes the missing route a 405", []string{"GET", "POST"}},
		},
	}
}

// crashesOnForeignAccept: nobody thought of a client that does not take JSON.
func crashesOnForeignAccept() *fault {
	return &fault{
		plant: func(declared methods) http.Handler {
			find := declared["GET"]
			return declared.with("GET", func(w http.ResponseWriter, r *http.Request) {
				if accept := r.Header.Get("Accept"); accept != "" && !strings.Contains(accept, "json") && !strings.Contains(accept, "*/*") {
					fail(w, http.StatusInternalServerError, "no encoder for "+accept)
					return
				}
				find(w, r)
			})
		},
		breaks: breaks("accept-406", "an Accept that cannot be met is answered 500", "GET"),
	}
}

// advertisesPATCH: OPTIONS names the formats of a PATCH that is gone.
func advertisesPATCH() *fault {
	return &fault{
		plant: func(declared methods) http.Handler {
			return declared.with("OPTIONS", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Accept-Patch", "application/merge-patch+json")
				declared.options(w, r)
			})
		},
		breaks: breaks("accept-patch", "Accept-Patch says that there is a PATCH", "OPTIONS"),
	}
}

// refusesWithoutChallenge: nobody is signed in, and nobody is told how to.
func refusesWithoutChallenge() *fault {
	unauthorized := func(w http.ResponseWriter, _ *http.Request) {
		fail(w, http.StatusUnauthorized, "nobody is signed in")
	}
	return &fault{
		plant:  func(declared methods) http.Handler { return declared.with("GET", unauthorized) },
		breaks: breaks("challenge", "the 401 has no WWW-Authenticate field", "GET"),
	}
}

// lyingProblem: one problem document for all errors, made for another one.
func lyingProblem() *fault {
	return &fault{
		plant: func(declared methods) http.Handler {
			return otherwise(declared.with("OPTIONS", declared.options), func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Allow", declared.allow())
				answer(w, http.StatusMethodNotAllowed, "application/problem+json", []byte(`{"title":"Not Found","status":404}`))
			})
		},
		breaks: breaks("problem-status", "the problem document of the 405 says 404", "POST", "PUT", "PATCH", "DELETE"),
	}
}
