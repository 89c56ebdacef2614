package tasks;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.MethodNotAllowedResponse;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** The tasks service on Javalin. One variant is correct, the others each make one mistake. */
public class Main {
  private static final List<String> VARIANTS = List.of("correct", "default", "prefer-405", "missing-handler", "override", "spa");

  private final String variant;
  private final Store store = new Store();

  Main(String variant) {
    this.variant = variant;
  }

  public static void main(String[] arguments) {
    if (arguments.length != 2 || !VARIANTS.contains(arguments[0])) {
      throw new IllegalArgumentException("usage: Main VARIANT PORT; there are " + String.join(", ", VARIANTS));
    }
    new Main(arguments[0]).app().start("127.0.0.1", Integer.parseInt(arguments[1]));
  }

  private Javalin app() {
    Javalin app = Javalin.create(this::configure);
    get(app, "/health", context -> context.json(Map.of("status", "ok")));
    get(app, "/tasks", context -> context.json(store.list()));
    app.post("/tasks", context -> {
      Task task = store.create(context.body());
      context.status(201).header("Location", "/tasks/" + task.id()).json(task);
    });
    get(app, "/tasks/{id}", context -> context.json(store.get(id(context))));
    app.delete("/tasks/{id}", context -> {
      store.remove(id(context));
      context.status(204);
    });
    if (!is("missing-handler")) {
      app.put("/tasks/{id}", context -> context.json(store.replace(id(context), context.body())));
    }
    app.exception(Store.Refusal.class, (refusal, context) -> refuse(context, refusal.status, refusal.getMessage()));
    if (!is("default") && !is("prefer-405")) {
      // Javalin knows the methods of the path, and tells them in the content alone.
      app.exception(MethodNotAllowedResponse.class, (refusal, context) -> {
        context.header("Allow", refusal.getDetails().get("availableMethods"));
        refuse(context, 405, "method not allowed");
      });
    }
    return app;
  }

  private void configure(JavalinConfig config) {
    config.showJavalinBanner = false;
    if (is("default")) {
      return;
    }
    config.http.prefer405over404 = true;
    if (!is("override")) {
      config.jetty.modifyServletContextHandler(handler ->
        handler.addFilter(NoOverride.class, "/*", EnumSet.of(DispatcherType.REQUEST)));
    }
    if (is("spa")) {
      config.spaRoot.addHandler("/", context -> context.html("<!doctype html>\n<title>Tasks</title>\n<div id=app></div>\n"));
    }
  }

  /** Of itself Javalin answers HEAD without asking the handler, so without its media type. */
  private void get(Javalin app, String path, Handler handler) {
    app.get(path, handler);
    if (!is("default")) {
      app.head(path, handler);
    }
  }

  private boolean is(String name) {
    return variant.equals(name);
  }

  private static long id(Context context) throws Store.Refusal {
    try {
      return Long.parseLong(context.pathParam("id"));
    } catch (NumberFormatException e) {
      throw new Store.Refusal(404, "no such task");
    }
  }

  private static void refuse(Context context, int status, String message) {
    context.status(status).json(Map.of("error", message));
  }
}
