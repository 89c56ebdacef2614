package spec

import (
	"encoding/json"
	"math/big"
	"strconv"
	"strings"
)

// maxDigits bounds the digits and the exponent of a number that is computed with: 1e999999999
// is a short text and a gigabyte of number.
const maxDigits = 400

// rational is the exact value of a number, nil for other kinds and for absurd sizes.
func rational(n node) *big.Rat {
	if n.kind() != numberKind {
		return nil
	}
	return exact(n.number())
}

func exact(n json.Number) *big.Rat {
	text := string(n)
	if len(text) > maxDigits {
		return nil
	}
	if _, exponent, ok := strings.Cut(strings.ToLower(text), "e"); ok {
		e, err := strconv.Atoi(exponent)
		if err != nil || e > maxDigits || e < -maxDigits {
			return nil
		}
	}
	if strings.ContainsAny(text, "/_xXpP") {
		return nil
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil
	}
	return r
}

// raise makes the lower bound at least v.
func (b *bound) raise(v *big.Rat, exclusive bool) {
	if v == nil {
		return
	}
	if b.value == nil || v.Cmp(b.value) > 0 || v.Cmp(b.value) == 0 && exclusive {
		b.value, b.exclusive = v, exclusive
	}
}

// lower makes the upper bound at most v.
func (b *bound) lower(v *big.Rat, exclusive bool) {
	if v == nil {
		return
	}
	if b.value == nil || v.Cmp(b.value) < 0 || v.Cmp(b.value) == 0 && exclusive {
		b.value, b.exclusive = v, exclusive
	}
}

// above reports whether v keeps the lower bound b.
func (b bound) above(v *big.Rat) bool {
	if b.value == nil {
		return true
	}
	c := v.Cmp(b.value)
	return c > 0 || c == 0 && !b.exclusive
}

// below reports whether v keeps the upper bound b.
func (b bound) below(v *big.Rat) bool {
	if b.value == nil {
		return true
	}
	c := v.Cmp(b.value)
	return c < 0 || c == 0 && !b.exclusive
}

// ceiling is the smallest multiple of step that is not below v.
func ceiling(v, step *big.Rat) *big.Rat {
	q := new(big.Rat).Quo(v, step)
	n, rest := new(big.Int).DivMod(q.Num(), q.Denom(), new(big.Int))
	if rest.Sign() != 0 {
		n.Add(n, big.NewInt(1))
	}
	return new(big.Rat).Mul(new(big.Rat).SetInt(n), step)
}

// floor is the largest multiple of step that is not above v.
func floor(v, step *big.Rat) *big.Rat {
	q := new(big.Rat).Quo(v, step)
	n := new(big.Int)
	n.DivMod(q.Num(), q.Denom(), new(big.Int))
	return new(big.Rat).Mul(new(big.Rat).SetInt(n), step)
}

// commonMultiple is the smallest number that is a multiple of both; nil counts as no demand.
func commonMultiple(a, b *big.Rat) *big.Rat {
	if a == nil {
		return b
	}
	// lcm(p/q, r/s) in lowest terms is lcm(p, r) / gcd(q, s).
	gcd := new(big.Int).GCD(nil, nil, a.Num(), b.Num())
	lcm := new(big.Int).Mul(new(big.Int).Quo(a.Num(), gcd), b.Num())
	return new(big.Rat).SetFrac(lcm, new(big.Int).GCD(nil, nil, a.Denom(), b.Denom()))
}

// decimal writes a number exactly where it has a finite number of digits.
func decimal(r *big.Rat) json.Number {
	if r.IsInt() {
		return json.Number(r.Num().String())
	}
	digits, _ := r.FloatPrec()
	text := r.FloatString(min(digits, maxDigits))
	return json.Number(strings.TrimRight(strings.TrimRight(text, "0"), "."))
}
