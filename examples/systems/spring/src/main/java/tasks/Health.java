package tasks;

import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says that the service is up. */
class Health {
  private static final Map<String, String> UP = Map.of("status", "ok");

  @RestController
  @Profile("!any-method")
  static class ByGet {
    @GetMapping("/health")
    Map<String, String> health() {
      return UP;
    }
  }

  /** RequestMapping without a method takes every method. */
  @RestController
  @Profile("any-method")
  static class ByAny {
    @RequestMapping("/health")
    Map<String, String> health() {
      return UP;
    }
  }
}
