package spec

import "regexp/syntax"

// plenty stands for any number of texts that is not worth counting.
const plenty = 1_000_000

// patternRoom estimates how many texts a pattern matches, plenty at most. A pattern that cannot
// be taken apart has plenty.
func patternRoom(pattern string) int {
	parsed := parsePattern(undelimited(pattern))
	if len(parsed) == 0 {
		return plenty
	}
	return room(parsed[0])
}

func room(re *syntax.Regexp) int {
	switch re.Op {
	case syntax.OpNoMatch:
		return 0
	case syntax.OpCharClass:
		n := 0
		for i := 0; i+1 < len(re.Rune); i += 2 {
			n += int(re.Rune[i+1]-re.Rune[i]) + 1
		}
		return min(n, plenty)
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL, syntax.OpStar, syntax.OpPlus:
		return plenty
	case syntax.OpQuest:
		return min(room(re.Sub[0])+1, plenty)
	case syntax.OpRepeat:
		return repeatRoom(re)
	case syntax.OpCapture, syntax.OpConcat:
		n := 1
		for _, sub := range re.Sub {
			n = min(n*room(sub), plenty)
		}
		return n
	case syntax.OpAlternate:
		n := 0
		for _, sub := range re.Sub {
			n = min(n+room(sub), plenty)
		}
		return n
	default:
		return 1
	}
}

func repeatRoom(re *syntax.Regexp) int {
	most := re.Max
	if most < 0 {
		return plenty
	}
	each, n := room(re.Sub[0]), 1
	for range most {
		n = min(n*each, plenty)
	}
	if re.Min < re.Max {
		n = min(n+each+1, plenty)
	}
	return n
}
