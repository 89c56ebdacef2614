package prose

// jvmMends are for Spring Boot 3 and 4, servlets on Tomcat and Jetty, Javalin 6, and ASP.NET Core 9.
var jvmMends = []Mend{
	{"missing-handler", "", "Spring", `@PutMapping("/tasks/{id}")
ResponseEntity<Task> replace(@PathVariable long id, @RequestBody Task task) { … }`},
	{"missing-handler", "", "Tomcat", `@Override protected void doPut(HttpServletRequest request, HttpServletResponse response) { … }`},
	{"missing-handler", "", "Jetty", `@Override protected void doPut(HttpServletRequest request, HttpServletResponse response) { … }`},
	{"missing-handler", "", "Javalin", `app.put("/tasks/{id}", context -> …);`},
	{"missing-handler", "", "ASP.NET Core", `app.MapPut("/tasks/{id}", (int id, Task task) => …);
// in a controller: [HttpPut("{id}")]`},

	{"allow-not-sent", "", "Javalin", `app.exception(MethodNotAllowedResponse.class, (refusal, context) ->
    context.status(405).header("Allow", refusal.getDetails().get("availableMethods")));`},
	{"router-404", "", "Javalin", `Javalin.create(config -> config.http.prefer405over404 = true)   // add Allow: see allow-not-sent`},
	{"method-override", "", "Javalin", `// Javalin itself obeys X-HTTP-Method-Override, and has no switch for it: drop the field in front of it.`},
	{"allow-not-sent", "", "Spring", `@ExceptionHandler(HttpRequestMethodNotSupportedException.class)
ResponseEntity<Problem> refuse(HttpRequestMethodNotSupportedException e) {
    return ResponseEntity.status(e.getStatusCode()).headers(e.getHeaders()).body(problem(e));   // keeps Allow
}`},
	{"handler-fails", "refusals", "Spring", `@RestControllerAdvice       // Spring's own exceptions keep their status, and Allow
class Errors extends ResponseEntityExceptionHandler {
    @ExceptionHandler(TaskNotFound.class) …      // yours; not Exception.class, which takes all of Spring's
}`},
	{"refused-otherwise", "", "Spring", `@RestControllerAdvice       // Spring's own exceptions keep their status, and Allow
class Errors extends ResponseEntityExceptionHandler { … }    // without @ExceptionHandler(Exception.class)`},
	{"router-404", "", "Spring", `@RestControllerAdvice       // Spring's own exceptions keep their status, and Allow
class Errors extends ResponseEntityExceptionHandler { … }    // without a handler of one's own for the 405`},
	{"allow-not-sent", "", "Tomcat", `@Override protected void service(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
    response.setHeader("Allow", "GET, HEAD, POST");     // HttpServlet sends 405 without it
    super.service(request, response);
}`},

	{"undeclared-handler", "any", "Spring", `@GetMapping("/health")          // @RequestMapping without a method takes them all`},

	{"method-override", "", "Spring", `# application.properties
spring.mvc.hiddenmethod.filter.enabled=false`},

	{"preflight-blocked", "", "Spring", `@Override public void addCorsMappings(CorsRegistry registry) {     // by default: GET, HEAD and POST
    registry.addMapping("/**").allowedOrigins("https://app.example.com")
        .allowedMethods("GET", "POST", "PUT", "DELETE");
}
// with Spring Security also http.cors(withDefaults()), so that OPTIONS needs no credentials`},

	{"permission", "", "Spring", `http.csrf(csrf -> csrf.disable());      // Spring Security: for an API whose clients send a token`},
	{"permission", "csrf", "Spring", `http.csrf(csrf -> csrf.disable());      // Spring Security: for an API whose clients send a token`},
}
