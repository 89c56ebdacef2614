package tasks;

/** One task, as clients see it. */
public record Task(long id, String title, boolean done) {}
