package tasks;

import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** PUT and DELETE of one task; in the variant get-only nobody wrote them. */
@RestController
@Profile("!get-only")
class Item {
  private final Tasks tasks;

  Item(Tasks tasks) {
    this.tasks = tasks;
  }

  @PutMapping("/tasks/{id}")
  Tasks.Task replace(@PathVariable long id, @RequestBody Tasks.Fields fields) {
    return tasks.replace(id, fields);
  }

  @DeleteMapping("/tasks/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable long id) {
    tasks.delete(id);
  }
}
