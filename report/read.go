package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/verbatim-http/verbatim/probe/records"
)

// Read reads a run record that the json format wrote. It fails when the input is cut off, is not
// a run record, comes from a version of the program whose records this one cannot read, or
// holds a cell without a verdict ([records.ErrUnjudged]). Fields that it does not know are left out: a
// newer version may add some without a new schema version.
func Read(r io.Reader) (*records.Run, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("reading run record: %w", err)
	}
	if err := checkVersion(data); err != nil {
		return nil, fmt.Errorf("reading run record: %w", err)
	}
	var record records.Run
	if err := json.Unmarshal(data, &record); err != nil {
		return nil, fmt.Errorf("reading run record: %w", explainJSON(data, err))
	}
	if record.State == "" {
		return nil, fmt.Errorf("reading run record: %w: it does not say how the run ended", errNotRecord)
	}
	if err := checkJudged(&record); err != nil {
		return nil, fmt.Errorf("reading run record: %w", err)
	}
	return &record, nil
}

var errNotRecord = errors.New("not a run record")

// checkVersion looks at the schema version alone, because the rest of another version's record
// may not fit the types.
func checkVersion(data []byte) error {
	if len(bytes.TrimSpace(data)) == 0 {
		return errors.New("the input is empty")
	}
	var head struct {
		Version *int `json:"schema_version"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return explainJSON(data, err)
	}
	switch {
	case head.Version == nil || *head.Version < 1:
		return fmt.Errorf("%w: it has no schema_version; give the file that a run wrote in the json format", errNotRecord)
	case *head.Version > records.SchemaVersion:
		return fmt.Errorf("its schema_version is %d, and this program reads up to %d: use the version of the program that wrote it, or a newer one",
			*head.Version, records.SchemaVersion)
	}
	return nil
}

func explainJSON(data []byte, err error) error {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return fmt.Errorf("%w: %w", errNotRecord, err)
	}
	if syntax.Offset >= int64(len(data)) && syntax.Error() == "unexpected end of JSON input" {
		return fmt.Errorf("it ends in the middle, after %d bytes: the file was cut off when it was written or copied", len(data))
	}
	return fmt.Errorf("%w: not JSON at line %d: %w", errNotRecord, 1+bytes.Count(data[:min(syntax.Offset, int64(len(data)))], []byte("\n")), err)
}
