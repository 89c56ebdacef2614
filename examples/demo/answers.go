package demo

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
)

// maxContent is how much of a request's content is read, in bytes.
const maxContent = 1 << 20

// text answers 200 with something that never changes.
func text(mediaType, content string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, mediaType, []byte(content))
	}
}

// startImport accepts the address of a file to import. Nothing is fetched.
func startImport(w http.ResponseWriter, r *http.Request) {
	var wanted struct {
		URL string `json:"url"`
	}
	if !readJSON(w, r, &wanted) {
		return
	}
	if wanted.URL == "" {
		fail(w, http.StatusBadRequest, "url must not be empty")
		return
	}
	answerJSON(w, http.StatusCreated, wanted)
}

// invite invites somebody, and answers with the given status. Nothing is mailed.
func invite(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var invitation struct {
			Email string `json:"email"`
		}
		if !readJSON(w, r, &invitation) {
			return
		}
		if invitation.Email == "" {
			fail(w, http.StatusBadRequest, "email must not be empty")
			return
		}
		answerJSON(w, status, invitation)
	}
}

// setPreferences answers with the preferences that it was sent. Nothing is kept.
func setPreferences(w http.ResponseWriter, r *http.Request) {
	var wanted struct {
		Theme string `json:"theme"`
	}
	if !readJSON(w, r, &wanted) {
		return
	}
	if wanted.Theme == "" {
		fail(w, http.StatusBadRequest, "theme must not be empty")
		return
	}
	answerJSON(w, http.StatusOK, wanted)
}

// readJSON reads a request's content, or answers 415 or 400.
func readJSON(w http.ResponseWriter, r *http.Request, into any) bool {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" {
		fail(w, http.StatusUnsupportedMediaType, "the content must be application/json")
		return false
	}
	content, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxContent))
	if err != nil {
		fail(w, http.StatusBadRequest, "the content could not be read")
		return false
	}
	if err := json.Unmarshal(content, into); err != nil {
		fail(w, http.StatusBadRequest, "the content is not JSON of the declared form")
		return false
	}
	return true
}

// fail answers with the API's error document.
func fail(w http.ResponseWriter, status int, message string) {
	answerJSON(w, status, map[string]string{"error": message})
}

func answerJSON(w http.ResponseWriter, status int, value any) {
	content, err := json.Marshal(value)
	if err != nil {
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	answer(w, status, "application/json", append(content, '\n'))
}

func answer(w http.ResponseWriter, status int, mediaType string, content []byte) {
	w.Header().Set("Content-Type", mediaType)
	w.WriteHeader(status)
	// An error here means that the client has gone: there is nobody left to tell.
	_, _ = w.Write(content)
}
