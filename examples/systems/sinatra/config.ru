# The tasks on Sinatra. VARIANT is correct, or it names one mistake.
require "json"
require "sinatra/base"
require_relative "../rails/tasks"

VARIANT = ENV.fetch("VARIANT")

# Stands where a proxy would that lets only some methods in.
class MethodGate
  def initialize(app)
    @app = app
  end

  def call(env)
    refused = env["REQUEST_METHOD"] == "PATCH" && env["PATH_INFO"].start_with?("/tasks/")
    refused ? [405, { "Allow" => "GET, HEAD, PUT, DELETE" }, []] : @app.call(env)
  end
end

class TasksApp < Sinatra::Base
  TASKS = Tasks.new
  set :show_exceptions, false
  set :raise_errors, false
  set :dump_errors, false

  before { content_type :json }

  error(Tasks::Missing) { refuse 404, "no such task" }
  error(Tasks::Invalid) { refuse 422, "a task needs a title" }
  error(JSON::ParserError) { refuse 400, "the content is not JSON" }

  get("/health") { { status: "ok" }.to_json }
  get("/tasks") { TASKS.list.to_json }
  get("/tasks/:id") { TASKS.read(params[:id]).to_json }

  post "/tasks" do
    task = TASKS.create(fields)
    status 201
    headers "Location" => "/tasks/#{task[:id]}"
    task.to_json
  end

  unless VARIANT == "missing-handler"
    put("/tasks/:id") { TASKS.replace(params[:id], fields).to_json }
  end

  delete "/tasks/:id" do
    TASKS.remove(params[:id])
    204
  end

  if VARIANT == "override"
    enable :method_override
    patch "/tasks/:id" do
      task = TASKS.read(params[:id])
      TASKS.replace(params[:id], title: task[:title], done: true).to_json
    end
  end

  if VARIANT == "cors"
    # For preflight requests, as guides have it: every path, and the Allow of none.
    options "*" do
      headers "Access-Control-Allow-Origin" => "*", "Allow" => "GET, PUT, POST, DELETE, OPTIONS",
              "Access-Control-Allow-Headers" => "Content-Type, Authorization"
      200
    end
  end

  if VARIANT == "page"
    get "/*" do
      content_type :html
      "<!doctype html>\n<title>Tasks</title>\n<div id=app></div>\n"
    end
  end

  if %w[correct override no-allow].include?(VARIANT)
    # Sinatra answers 404 to the methods that a path does not have, unless something says 405.
    error Sinatra::NotFound do
      allow = self.class.methods_of(request.path_info)
      halt 404, { error: "not found" }.to_json if allow.empty?
      headers "Allow" => allow.join(", ") unless VARIANT == "no-allow"
      refuse 405, "method not allowed"
    end
  end

  def self.methods_of(path)
    routes.select { |_method, list| list.any? { |pattern, *| pattern.match(path) } }.keys
  end

  private

  def refuse(status, message)
    halt status, { error: message }.to_json
  end

  def fields
    body = JSON.parse(request.body.read)
    raise Tasks::Invalid unless body.is_a?(Hash)

    { title: body["title"], done: body["done"] }
  end
end

use MethodGate if VARIANT == "override"
run TasksApp
