package tasks;

import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** The tasks, kept in memory. */
@Component
class Tasks {
  record Task(long id, String title, boolean done) {}

  record Fields(String title, Boolean done) {}

  private final SortedMap<Long, Task> tasks = new TreeMap<>();
  private long last = 2;

  Tasks() {
    tasks.put(1L, new Task(1, "Buy milk", false));
    tasks.put(2L, new Task(2, "Call the plumber", true));
  }

  synchronized List<Task> list() {
    return List.copyOf(tasks.values());
  }

  synchronized Task get(long id) {
    Task task = tasks.get(id);
    if (task == null) {
      throw new ResponseStatusException(NOT_FOUND, "no such task");
    }
    return task;
  }

  synchronized Task create(Fields fields) {
    return put(++last, fields);
  }

  synchronized Task replace(long id, Fields fields) {
    return put(get(id).id(), fields);
  }

  synchronized void delete(long id) {
    tasks.remove(get(id).id());
  }

  private Task put(long id, Fields fields) {
    if (fields.title() == null || fields.title().isEmpty()) {
      throw new ResponseStatusException(UNPROCESSABLE_CONTENT, "a task needs a title");
    }
    tasks.put(id, new Task(id, fields.title(), Boolean.TRUE.equals(fields.done())));
    return tasks.get(id);
  }
}
