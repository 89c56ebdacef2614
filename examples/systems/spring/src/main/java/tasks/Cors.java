package tasks;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** A browser's access, from any page. */
class Cors {
  /** As it should be: what the contract declares. */
  @Configuration
  @Profile("!cors & !security & !csrf")
  static class Declared implements WebMvcConfigurer {
    @Override
    public void addCorsMappings(CorsRegistry registry) {
      registry.addMapping("/tasks").allowedOrigins("*").allowedMethods("GET", "HEAD", "POST");
      registry.addMapping("/tasks/*").allowedOrigins("*").allowedMethods("GET", "HEAD", "PUT", "DELETE");
      registry.addMapping("/health").allowedOrigins("*").allowedMethods("GET", "HEAD");
    }
  }

  /** Spring's default methods are GET, HEAD and POST: a preflight for PUT or DELETE is 403. */
  @Configuration
  @Profile("cors")
  static class Defaults implements WebMvcConfigurer {
    @Override
    public void addCorsMappings(CorsRegistry registry) {
      registry.addMapping("/**").allowedOrigins("*");
    }
  }
}
