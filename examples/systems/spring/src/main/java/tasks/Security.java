package tasks;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Filters of Spring Security: they come before the routing. */
class Security {
  /** What the starter does of itself, for an API: every request needs credentials. */
  @Configuration
  @Profile("security")
  static class Authentication {
    @Bean
    SecurityFilterChain all(HttpSecurity http) throws Exception {
      return http.csrf(csrf -> csrf.disable())
          .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
          .httpBasic(Customizer.withDefaults())
          .build();
    }
  }

  /** Everything is open, but the protection of forms was left on. */
  @Configuration
  @Profile("csrf")
  static class Forms {
    @Bean
    SecurityFilterChain all(HttpSecurity http) throws Exception {
      return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll()).build();
    }
  }
}
