package probe

import (
	"fmt"
	"net/http"

	"github.com/verbatim-http/verbatim/probe/records"
)

// asksOverride: a POST claimed to be this method, on a resource that the run may act on.
func asksOverride(s *site) bool { return len(s.cell.beside(overridePurpose)) > 0 }

func judgeMethodOverride(s *site) outcome {
	before, after := s.override(overrideBefore), s.override(overrideAfter)
	if before.Status()/100 != 2 || after == nil || after.Response == nil {
		return open("no GET shows whether the resource outlived a POST that says it is "+claimedAt(s.cell.Planned), "another run")
	}
	for _, side := range s.cell.beside(overridePurpose) {
		if side.Method == http.MethodPost && s.reaches(side) {
			return s.overrideBroken(side, after, "the answer to a plain POST")
		}
	}
	if after.IsNotFound() {
		return s.overrideBroken(s.cell.beside(overridePurpose)[1], after, "a resource that is still there")
	}
	return kept()
}

// overrideBroken: where what the POST is taken for is declared, only those are hurt who let POST pass
// and stop that method in front of the API.
func (s *site) overrideBroken(side sideRun, after *records.Exchange, want string) outcome {
	o := broken("a POST that says it is another method is taken for that one", s.overrideGot(side, after), want).beside(side)
	if claimed := s.run.row.cell(claimedAt(s.cell.Planned)); claimed.Operation != nil {
		o.level = Advice
	}
	return o
}

func (s *site) override(asks string) *records.Exchange {
	for _, side := range s.cell.beside(overridePurpose) {
		if side.Asks == asks {
			return side.exchange
		}
	}
	return nil
}

// reaches reports whether a POST with an override succeeds where neither a plain POST nor the
// plain method does. Some gateways take a POST with an override for a GET, whatever it says.
func (s *site) reaches(side sideRun) bool {
	post := s.run.plainPost()
	return side.exchange.Status()/100 == 2 && post.Status() != 0 && post.Status()/100 != 2 &&
		!records.Same(side.exchange, s.override(overrideBefore))
}

// plainPost is the answer to a POST without an override at the path; nil when none was sent.
func (run *rowRun) plainPost() *records.Exchange {
	for _, c := range run.cells {
		if c.Method == http.MethodPost {
			return c.last()
		}
	}
	return nil
}

func (s *site) overrideGot(side sideRun, after *records.Exchange) string {
	got := "no answer"
	if side.exchange.Response != nil {
		got = side.exchange.Response.Line()
	}
	return fmt.Sprintf("%s to a POST that says it is %s, and %s to a GET after it", got, claimedAt(s.cell.Planned), after.Response.Line())
}
