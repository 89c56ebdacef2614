package tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** The tasks, in memory. */
class Store {
  private final TreeMap<Long, Task> tasks = new TreeMap<>();

  Store() {
    tasks.put(1L, new Task(1, "Buy milk", false));
    tasks.put(2L, new Task(2, "Call the plumber", true));
  }

  synchronized Collection<Task> list() {
    return List.copyOf(tasks.values());
  }

  synchronized Task get(long id) throws Refusal {
    Task task = tasks.get(id);
    if (task == null) {
      throw new Refusal(404, "no such task");
    }
    return task;
  }

  synchronized Task create(String content) throws Refusal {
    return put(tasks.isEmpty() ? 1 : tasks.lastKey() + 1, content);
  }

  synchronized Task replace(long id, String content) throws Refusal {
    get(id);
    return put(id, content);
  }

  synchronized void remove(long id) throws Refusal {
    get(id);
    tasks.remove(id);
  }

  private Task put(long id, String content) throws Refusal {
    JsonNode fields;
    try {
      fields = new ObjectMapper().readTree(content);
    } catch (JsonProcessingException e) {
      throw new Refusal(400, "the content is not JSON");
    }
    String title = fields.path("title").asText();
    if (title.isEmpty()) {
      throw new Refusal(422, "a task needs a title");
    }
    Task task = new Task(id, title, fields.path("done").asBoolean());
    tasks.put(id, task);
    return task;
  }

  /** What a client is told, with its status. */
  static class Refusal extends Exception {
    final int status;

    Refusal(int status, String message) {
      super(message);
      this.status = status;
    }
  }
}
