package spec

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAbsentLikeHasTheFormOfAnID(t *testing.T) {
	for id, want := range map[string]string{
		"730d3e32-d098-4169-a20c-554c3bedce58": absentUUID,
		"1":                                    "2147483629",
		"175928847299117063":                   "922337203685477578",
		"507f1f77bcf86cd799439011":             "507f1f77bcf8537462735526",
		"cus_NffrFeUfNV2Hib":                   "cus_NffrFeU5374627",
		"01ARZ3NDEKTSV4RRFFQ69G5FAV":           "01ARZ3NDEKTSV5374627355264",
		"alice":                                "verbatimabsent",
		"daily_report":                         "verbatim_absent",
		"":                                     "",
		"my-post":                              "", // as the word that is tried first
		"T-0042":                               "", // few are of this form
		"99999999999999999999999":              "99999999999953746273552",
		"ConfigurationSettings":                "",
	} {
		v, ok := parameterOf(t, `{name: id, in: path, schema: {type: string}}`).AbsentLike(id)
		assert.Equal(t, want, v.Text, id)
		assert.Equal(t, want != "", ok, id)
		assert.False(t, v.Source.Exists())
	}
}

func TestAbsentAsHasAFormat(t *testing.T) {
	p := parameterOf(t, `{name: id, in: path, schema: {type: string}}`)
	for format, want := range map[string]string{"uuid": absentUUID, "int32": "2147483629", "currency": ""} {
		v, ok := p.AbsentAs(format)
		assert.Equal(t, want, v.Text, format)
		assert.Equal(t, want != "", ok, format)
	}
}
