package prose

// rustMends are for axum 0.8, warp 0.3, Rocket 0.5 and Salvo 0.79.
var rustMends = []Mend{
	{"missing-handler", "", "axum", `.route("/tasks/{id}", get(read).put(replace).delete(remove))`},
	{"missing-handler", "", "Rocket", `#[put("/tasks/<id>", data = "<task>")]   // on the handler, and its name in routes![…]`},
	{"missing-handler", "", "Salvo", `Router::with_path("tasks/{id}").get(read).put(replace).delete(remove)`},
	{"allow-not-sent", "", "warp", `routes.recover(refuse)   // where refuse finds reject::MethodNotAllowed: answer 405 with Allow`},
	{"allow-not-sent", "", "Salvo", `Service::new(router).catcher(Catcher::default().hoop(refuse))   // where refuse adds Allow to a 405`},
	{"router-404", "", "Rocket", `#[catch(404)]   // ask request.rocket().routes() for other methods of the URI: answer 405 with Allow`},
	{"router-404", "", "axum", `Router::new().fallback(not_found)     // without method_not_allowed_fallback: axum answers 405 itself`},
	{"undeclared-handler", "any", "axum", `.route("/health", get(health))        // not any(health)`},
	{"catch-all", "page", "axum", `.nest_service("/app", page)           // not fallback(page), which takes every path and method`},
}
