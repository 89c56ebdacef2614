package prose

// rustMends are for axum 0.8.
var rustMends = []Mend{
	{"missing-handler", "", "axum", `.route("/tasks/{id}", get(read).put(replace).delete(remove))`},
	{"router-404", "", "axum", `Router::new().fallback(not_found)     // without method_not_allowed_fallback: axum answers 405 itself`},
	{"undeclared-handler", "any", "axum", `.route("/health", get(health))        // not any(health)`},
	{"catch-all", "page", "axum", `.nest_service("/app", page)           // not fallback(page), which takes every path and method`},
}
