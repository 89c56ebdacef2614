package records

// Cause is a diagnosis of one run: why many cells are as they are, and how to mend it.
type Cause struct {
	// ID is that of a row of the table of causes.
	ID string `json:"id"`
	// Title is one sentence about this run: who does what, and where.
	Title string `json:"title"`
	// Explanation says what goes on, in several sentences.
	Explanation string `json:"explanation"`
	// Confidence says how sure the diagnosis is.
	Confidence Confidence `json:"confidence"`
	// Stack is the software that has to be changed, such as "nginx"; empty where it is not known.
	Stack string `json:"stack,omitempty"`
	// Mend is what to change, in several lines; for Stack where that is known.
	Mend string `json:"mend"`
	// Links lead to the documentation behind the mend.
	Links []string `json:"links,omitempty"`
	// Cells are those that it explains, in the order of the matrix.
	Cells []CellName `json:"cells"`
	// Findings is how many findings it explains; 0 where it says why nothing was decided.
	Findings int `json:"findings"`
}

// CellName names a cell.
type CellName struct {
	Method string `json:"method"`
	// Template is the path template; empty for the path that does not exist.
	Template string `json:"template,omitempty"`
}

// Confidence says how sure a diagnosis is.
type Confidence string

const (
	// Certain means that nothing else gives these answers.
	Certain Confidence = "certain"
	// Likely means that something else could give them, and rarely does.
	Likely Confidence = "likely"
	// Possible means worth looking at first.
	Possible Confidence = "possible"
)
