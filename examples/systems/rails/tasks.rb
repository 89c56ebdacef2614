# The tasks, kept in memory.
class Tasks
  Missing = Class.new(StandardError)
  Invalid = Class.new(StandardError)

  def initialize
    @lock = Mutex.new
    @tasks = { 1 => task(1, "Buy milk", false), 2 => task(2, "Call the plumber", true) }
    @last = 2
  end

  def list
    @lock.synchronize { @tasks.values }
  end

  def read(id)
    @lock.synchronize { find(id) }
  end

  def create(fields)
    @lock.synchronize { put(@last += 1, fields) }
  end

  def replace(id, fields)
    @lock.synchronize { put(find(id)[:id], fields) }
  end

  def remove(id)
    @lock.synchronize { @tasks.delete(find(id)[:id]) }
  end

  private

  def find(id)
    @tasks.fetch(Integer(id, 10)) { raise Missing }
  rescue ArgumentError
    raise Missing
  end

  def put(id, fields)
    title = fields[:title]
    raise Invalid unless title.is_a?(String) && !title.empty?

    @tasks[id] = task(id, title, fields[:done] == true)
  end

  def task(id, title, done)
    { id: id, title: title, done: done }
  end
end
