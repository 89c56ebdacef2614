package demo

import "net/http"

// route is one path of the API.
type route struct {
	template string
	// declared are the methods that the contract declares, and their handlers.
	declared methods
	// fault is what the deployment gets wrong here; nil for nothing.
	fault *fault
}

// deployed is the path as it is served: its declared methods, and its fault if it has one.
func (r route) deployed() http.Handler {
	if r.fault == nil {
		return r.declared
	}
	return r.fault.plant(r.declared)
}

// routes are the paths in the order of the contract, with fresh state: the first three are
// right in every respect, each of the others has one fault.
func routes() []route {
	tasks := newCollection("task", "Water the plants", "Call the bank", "Renew the passport")
	archive := newCollection("task", "Buy stamps", "Return the drill")
	projects := newCollection("project", "Move house", "Learn to sail")
	labels := newCollection("label", "urgent", "home", "errand")
	users := newCollection("user", "Ada", "Grace")
	comments := newCollection("comment", "Which bank?", "The one by the station")
	events := newCollection("event", "The plants were watered")

	return []route{
		{"/status", methods{"GET": text("application/json", `{"status":"ok"}`)}, nil},
		{"/tasks", methods{"GET": tasks.list, "POST": tasks.create}, nil},
		{"/tasks/{id}", methods{"GET": tasks.read, "PUT": tasks.replace, "DELETE": tasks.remove}, nil},

		{"/projects", methods{"GET": projects.list, "POST": projects.create}, allowOmitsPOST()},
		{"/projects/{id}", methods{"GET": projects.read, "PUT": projects.replace, "DELETE": projects.remove}, noHandlerForPUT()},
		{"/labels", methods{"GET": labels.list, "POST": labels.create}, notFoundInsteadOf405()},
		{"/comments", methods{"GET": comments.list, "POST": comments.create}, refusesWithoutAllow()},
		{"/users", methods{"GET": users.list}, allowAddsDELETE()},
		{"/users/{id}", methods{"GET": users.read}, refusesHEAD()},
		{"/archive", methods{"GET": archive.list}, leftoverDELETE(archive.clear)},
		{"/imports", methods{"POST": startImport}, redirectsPOST("/imports/")},
		{"/invitations", methods{"POST": invite(http.StatusCreated)}, undocumentedStatus(invite(http.StatusAccepted))},
		{"/export", methods{"GET": text("text/csv", "id,title\n1,Water the plants\n")}, emptyHEAD()},
		{"/calendar", methods{"GET": text("text/calendar", "BEGIN:VCALENDAR\nEND:VCALENDAR\n")}, lowerCaseAllow()},
		{"/notifications", methods{"GET": text("application/json", `[{"id":1,"title":"Call the bank is due today"}]`)}, optionsWithoutAllow()},
		{"/stats", methods{"GET": text("application/json", `{"open":3,"done":0}`)}, crashesOnGET()},
		{"/version", methods{"GET": text("application/json", `{"version":"1.4.2"}`)}, echoesTRACE()},
		{"/app", methods{"GET": text("text/html", page)}, servesEveryMethod()},
		{"/preferences", methods{"GET": text("application/json", `{"theme":"light"}`), "PUT": setPreferences}, corsForgetsPUT()},
		{"/events", methods{"GET": events.list, "POST": events.create}, preflightTrap()},
		{"/search", methods{"GET": tasks.list}, crashesOnForeignAccept()},
		{"/settings", methods{"GET": text("application/json", `{"language":"en"}`)}, advertisesPATCH()},
		{"/session", methods{"GET": text("application/json", `{"user":"Ada"}`)}, refusesWithoutChallenge()},
		{"/reports", methods{"GET": tasks.list}, lyingProblem()},
	}
}

const page = "<!doctype html><title>Tasks</title><div id=app></div>\n"
