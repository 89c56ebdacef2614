package tasks;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/** Hides X-HTTP-Method-Override from Javalin, which obeys it and has no switch for it. */
public class NoOverride implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
    chain.doFilter(new HttpServletRequestWrapper((HttpServletRequest) request) {
      @Override
      public String getHeader(String name) {
        return "X-HTTP-Method-Override".equalsIgnoreCase(name) ? null : super.getHeader(name);
      }
    }, response);
  }
}
