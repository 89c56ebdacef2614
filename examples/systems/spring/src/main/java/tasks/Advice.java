package tasks;

import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** One answer to every exception, those of the routing among them: an unknown method or path is 500. */
@RestControllerAdvice
@Profile("advice")
class Advice {
  @ExceptionHandler(Exception.class)
  @ResponseStatus(HttpStatus.INTERNAL_SERVER_ERROR)
  Map<String, String> failed(Exception exception) {
    return Map.of("error", "internal error");
  }
}
