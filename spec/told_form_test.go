package spec

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDescriptionsSayWhatATextLooksLike(t *testing.T) {
	for name, test := range map[string]struct{ told, property, want string }{
		"base64":                   {"content must be base64 encoded", "content", "base64"},
		"base64, after a choice":   {"new or updated content, it must be Base64-encoded", "content", "base64"},
		"base64 of an image":       {"image must be base64 encoded", "image", "base64-image"},
		"base64 may be":            {"plain or base64 encoded", "content", ""},
		"no base64":                {"not base64 encoded", "content", ""},
		"a key of SSH":             {"An armored SSH key to add", "key", "ssh-public-key"},
		"keys of OpenSSH":          {"public keys in OpenSSH format", "public_keys", "ssh-public-key"},
		"a private key":            {"the private SSH key", "key", ""},
		"what is no key":           {"the host to reach by SSH", "address", ""},
		"nothing said of its form": {"the title", "title", ""},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.want, formatTold(test.told, test.property))
		})
	}
}

func TestBodiesHaveWhatDescriptionsAskFor(t *testing.T) {
	body := jsonBody(t, `{required: [key, image, note], properties: {
		key: {type: string, description: The SSH key.}, image: {type: string, description: base64 encoded}, note: {type: string, format: email, description: base64 encoded}}}`)
	content, err := body.SampleWith(Sampling{Marker: marker})
	require.NoError(t, err)
	var sent struct{ Key, Image, Note string }
	require.NoError(t, json.Unmarshal(content.Data, &sent))
	assert.True(t, strings.HasPrefix(sent.Key, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA") && strings.HasSuffix(sent.Key, " "+marker), sent.Key)
	picture, err := base64.StdEncoding.DecodeString(sent.Image)
	require.NoError(t, err)
	_, err = png.Decode(bytes.NewReader(picture))
	require.NoError(t, err)
	assert.Equal(t, marker+"@example.com", sent.Note, "what the schema says goes first")
}

func TestMapsHaveTheMembersThatTheirDescriptionsRequire(t *testing.T) {
	for name, test := range map[string]struct{ schema, want string }{
		"required, in quotes": {`{description: 'All options, required are "url" and "kind".', type: object, additionalProperties: {type: string}}`,
			`{"kind":"verbatim","url":"https://example.com/verbatim"}`},
		"required, in words":     {`{description: 'A url is required.', type: object, additionalProperties: {type: string}}`, `{}`},
		"quoted, not required":   {`{description: 'Knows "url". Nothing is required.', type: object, additionalProperties: {type: string}}`, `{}`},
		"not required":           {`{description: '"url" is not required.', type: object, additionalProperties: {type: string}}`, `{}`},
		"what has members":       {`{description: '"url" is required.', type: object, properties: {a: {type: string}}, additionalProperties: true}`, `{}`},
		"what is open by itself": {`{description: '"url" is required.', type: object}`, `{}`},
	} {
		t.Run(name, func(t *testing.T) {
			content, err := jsonBody(t, `{required: [o], properties: {o: `+test.schema+`}}`).SampleWith(Sampling{})
			require.NoError(t, err)
			assert.Equal(t, `{"o":`+test.want+`}`, string(content.Data))
		})
	}
}
