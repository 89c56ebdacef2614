package tasks;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;

/** A PATCH for the forms of an admin page, which no contract has. */
class Hidden {
  @RestController
  @Profile("hidden-method")
  static class Done {
    private final Tasks tasks;

    Done(Tasks tasks) {
      this.tasks = tasks;
    }

    @PatchMapping("/tasks/{id}")
    Tasks.Task done(@PathVariable long id) {
      return tasks.replace(id, new Tasks.Fields(tasks.get(id).title(), true));
    }
  }

  /** Stands where a proxy would that lets no PATCH in: before the method is looked for in a form. */
  @Component
  @Profile("hidden-method")
  @Order(Ordered.HIGHEST_PRECEDENCE)
  static class Gate extends OncePerRequestFilter {
    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      if (request.getMethod().equals("PATCH") && request.getRequestURI().startsWith("/tasks/")) {
        response.setHeader("Allow", "GET, HEAD, PUT, DELETE");
        response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        return;
      }
      chain.doFilter(request, response);
    }
  }
}
