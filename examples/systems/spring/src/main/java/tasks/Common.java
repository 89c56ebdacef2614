package tasks;

import java.net.URI;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What all variants have in common. */
@RestController
class Common {
  private final Tasks tasks;

  Common(Tasks tasks) {
    this.tasks = tasks;
  }

  @GetMapping("/tasks")
  List<Tasks.Task> list() {
    return tasks.list();
  }

  @PostMapping("/tasks")
  ResponseEntity<Tasks.Task> create(@RequestBody Tasks.Fields fields) {
    Tasks.Task task = tasks.create(fields);
    return ResponseEntity.created(URI.create("/tasks/" + task.id())).body(task);
  }

  @GetMapping("/tasks/{id}")
  Tasks.Task get(@PathVariable long id) {
    return tasks.get(id);
  }
}
