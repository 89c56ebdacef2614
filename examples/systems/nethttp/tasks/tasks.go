// Package tasks is the tasks service without its routing: handlers that a router of any kind
// calls. They find the id with [http.Request.PathValue].
package tasks

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"
)

// Task is one entry of the list.
type Task struct {
	ID    int64  `json:"id"`
	Title string `json:"title"`
	Done  bool   `json:"done"`
}

// Service keeps the tasks in memory.
type Service struct {
	mu    sync.Mutex
	tasks []Task
	last  int64
}

// New returns a service that holds the tasks 1 and 2.
func New() *Service {
	return &Service{
		tasks: []Task{{1, "Buy milk", false}, {2, "Call the plumber", true}},
		last:  2,
	}
}

// Health says that the service is up.
func Health(w http.ResponseWriter, _ *http.Request) {
	write(w, http.StatusOK, map[string]string{"status": "ok"})
}

// List answers with all tasks, oldest first.
func (s *Service) List(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	write(w, http.StatusOK, append([]Task{}, s.tasks...))
}

// Create adds the task of the content and answers 201 with its Location.
func (s *Service) Create(w http.ResponseWriter, r *http.Request) {
	task, ok := read(w, r)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	task.ID = s.last
	s.tasks = append(s.tasks, task)
	w.Header().Set("Location", fmt.Sprintf("/tasks/%d", task.ID))
	write(w, http.StatusCreated, task)
}

// Get answers with the task, or 404.
func (s *Service) Get(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i, ok := s.find(w, r); ok {
		write(w, http.StatusOK, s.tasks[i])
	}
}

// Replace puts the content in the place of the task, or answers 404.
func (s *Service) Replace(w http.ResponseWriter, r *http.Request) {
	task, ok := read(w, r)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if i, ok := s.find(w, r); ok {
		task.ID = s.tasks[i].ID
		s.tasks[i] = task
		write(w, http.StatusOK, task)
	}
}

// Delete removes the task and answers 204, or 404.
func (s *Service) Delete(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i, ok := s.find(w, r); ok {
		s.tasks = append(s.tasks[:i], s.tasks[i+1:]...)
		w.WriteHeader(http.StatusNoContent)
	}
}

// DeleteAll empties the list and answers 204. No contract declares it.
func (s *Service) DeleteAll(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tasks = nil
	w.WriteHeader(http.StatusNoContent)
}

// find returns the place of the request's task in the list; the caller holds the lock.
func (s *Service) find(w http.ResponseWriter, r *http.Request) (int, bool) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	for i, task := range s.tasks {
		if err == nil && task.ID == id {
			return i, true
		}
	}
	refuse(w, http.StatusNotFound, "no such task")
	return 0, false
}

func read(w http.ResponseWriter, r *http.Request) (Task, bool) {
	var fields struct {
		Title string `json:"title"`
		Done  bool   `json:"done"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&fields); err != nil {
		refuse(w, http.StatusBadRequest, "the content is not JSON of a task")
		return Task{}, false
	}
	if fields.Title == "" {
		refuse(w, http.StatusUnprocessableEntity, "a task needs a title")
		return Task{}, false
	}
	return Task{Title: fields.Title, Done: fields.Done}, true
}

func refuse(w http.ResponseWriter, status int, text string) {
	write(w, status, map[string]string{"error": text})
}

func write(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// An error here means that the client is gone: there is nobody left to tell.
	_ = json.NewEncoder(w).Encode(value)
}
