package report

import "github.com/jstemmer/go-junit-report/v2/junit"

// makeStrict leaves out what junit-10.xsd of Jenkins xUnit or JUnit.xsd of Apache Ant does not
// know, and adds what the latter requires. The output of the cases moves to the suite.
func makeStrict(doc *junitDocument) {
	doc.Testsuites = junit.Testsuites{}
	for i := range doc.Suites {
		suite := &doc.Suites[i]
		// The schema's own advice where the host is not known: a record does not hold it.
		suite.Hostname = "localhost"
		var output string
		if suite.SystemOut != nil {
			output = suite.SystemOut.Data
		}
		for j := range suite.Testcases {
			c := &suite.Testcases[j]
			if c.SystemOut != nil {
				output += c.SystemOut.Data + "\n"
			}
			c.File, c.Line, c.SystemOut = "", 0, nil
		}
		suite.SystemOut = &junit.Output{Data: output}
		suite.SystemErr = &junit.Output{}
	}
}
