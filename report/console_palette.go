package report

import "github.com/fatih/color"

// palette paints text, or leaves it as it is.
type palette struct {
	good, bad, warn, open, faint, strong, alarm func(string) string
}

// newPalette asks no terminal and no environment: whether there is colour is the caller's choice.
func newPalette(on bool) palette {
	paint := func(attributes ...color.Attribute) func(string) string {
		if !on {
			return func(s string) string { return s }
		}
		c := color.New(attributes...)
		c.EnableColor()
		return func(s string) string { return c.Sprint(s) }
	}
	return palette{
		good:   paint(color.FgGreen),
		bad:    paint(color.FgRed, color.Bold),
		warn:   paint(color.FgYellow),
		open:   paint(color.FgCyan),
		faint:  paint(color.Faint),
		strong: paint(color.Bold),
		alarm:  paint(color.FgWhite, color.BgRed, color.Bold),
	}
}
