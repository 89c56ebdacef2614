# The tasks on Rails, in one file. VARIANT is correct, or it names one mistake.
require "rails"
require "action_controller/railtie"
require_relative "tasks"

VARIANT = ENV.fetch("VARIANT")
FULL_STACK = %w[override csrf].include?(VARIANT)

# Rails answers 404 to the methods that a path does not have, unless something says 405. No
# controller, because a controller parses the content first, and answers 400 to what is malformed.
REFUSAL = lambda do |allow|
  body = { error: "method not allowed" }.to_json
  ->(_env) { [405, { "Allow" => allow, "Content-Type" => "application/json" }, [body]] }
end

# Lets no PATCH in.
class MethodGate
  def initialize(app)
    @app = app
  end

  def call(env)
    refused = env["REQUEST_METHOD"] == "PATCH" && env["PATH_INFO"].start_with?("/tasks/")
    refused ? REFUSAL["GET, HEAD, PUT, DELETE"].call(env) : @app.call(env)
  end
end

class TasksApp < Rails::Application
  config.load_defaults 6.1
  config.eager_load = true
  config.consider_all_requests_local = false
  config.api_only = !FULL_STACK
  config.force_ssl = VARIANT == "force-ssl"
  # On by default where api_only is not: the protection of forms.
  config.action_controller.default_protect_from_forgery = VARIANT == "csrf"
  config.secret_key_base = "loopback only"
  config.hosts.clear
  # Stands where a proxy would that lets only some methods in: before Rack::MethodOverride.
  config.middleware.insert_before 0, MethodGate if VARIANT == "override"
  config.logger = Logger.new($stderr, level: Logger::FATAL)
end

TasksApp.initialize!

ApplicationController = FULL_STACK ? ActionController::Base : ActionController::API

class TasksController < ApplicationController
  TASKS = Tasks.new
  rescue_from(Tasks::Missing) { render json: { error: "no such task" }, status: :not_found }
  rescue_from(Tasks::Invalid) { render json: { error: "a task needs a title" }, status: :unprocessable_entity }
  rescue_from(ActionDispatch::Http::Parameters::ParseError) { render json: { error: "not JSON" }, status: :bad_request }

  def index
    render json: TASKS.list
  end

  def show
    render json: TASKS.read(params[:id])
  end

  def create
    task = TASKS.create(fields)
    render json: task, status: :created, location: "/tasks/#{task[:id]}"
  end

  def update
    render json: TASKS.replace(params[:id], fields)
  end

  def done
    task = TASKS.read(params[:id])
    render json: TASKS.replace(params[:id], title: task[:title], done: true)
  end

  def destroy
    TASKS.remove(params[:id])
    head :no_content
  end

  private

  def fields
    request.request_parameters.symbolize_keys.slice(:title, :done)
  end
end

class HealthController < ApplicationController
  def show
    render json: { status: "ok" }
  end
end

Rails.application.routes.draw do
  get "/health", to: "health#show"
  case VARIANT
  when "resources" then resources :tasks
  when "only" then resources :tasks, only: %i[index show create destroy]
  else
    # `resources` routes PATCH beside PUT: where the contract has no PATCH, name the methods.
    get "/tasks", to: "tasks#index"
    post "/tasks", to: "tasks#create"
    get "/tasks/:id", to: "tasks#show"
    put "/tasks/:id", to: "tasks#update"
    delete "/tasks/:id", to: "tasks#destroy"
    patch "/tasks/:id", to: "tasks#done" if VARIANT == "override"
    match "/tasks", to: REFUSAL["GET, HEAD, POST"], via: :all
    match "/tasks/:id", to: REFUSAL["GET, HEAD, PUT, DELETE"], via: :all
    match "/health", to: REFUSAL["GET, HEAD"], via: :all
  end
end

run Rails.application
