// A table of templates → what Argo CD 3.0.19 makes of each: Go's text/template with sprig, or fasttemplate.
//
// Usage: template-oracle < templates.json > rendered.json
//
// The functions that Argo CD adds follow applicationset/utils/template_functions.go and utils.go (SlugifyName).
package main

import (
	"encoding/json"
	"io"
	"log"
	"os"
	"regexp"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig/v3"
	"github.com/gosimple/slug"
	"github.com/valyala/fasttemplate"
	"sigs.k8s.io/yaml"
)

type table struct {
	Data map[string]any    `json:"data"`
	Text map[string]string `json:"textMap"` // a map[string]string, as the labels of a cluster are
	Go   []string          `json:"go"`
	Flat []string          `json:"flat"`
}

// A result is the text, or null where Argo CD refuses the template.
type results struct {
	Go   map[string]*string `json:"go"`
	Flat map[string]*string `json:"flat"`
}

func main() {
	var in table
	if err := json.NewDecoder(os.Stdin).Decode(&in); err != nil {
		log.Fatal(err)
	}
	in.Data["textMap"] = in.Text
	out := results{Go: map[string]*string{}, Flat: map[string]*string{}}
	for _, text := range in.Go {
		out.Go[text] = render(text, in.Data)
	}
	for _, text := range in.Flat {
		filled := fill(text, in.Text)
		out.Flat[text] = &filled
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(out); err != nil {
		log.Fatal(err)
	}
}

func render(text string, data map[string]any) *string {
	parsed, err := template.New("").Option("missingkey=error").Funcs(functions()).Parse(text)
	if err != nil {
		return nil
	}
	var out strings.Builder
	if parsed.Execute(&out, data) != nil {
		return nil
	}
	rendered := out.String()
	return &rendered
}

func functions() template.FuncMap {
	all := sprig.TxtFuncMap()
	for _, name := range []string{"env", "expandenv", "getHostByName"} {
		delete(all, name)
	}
	all["normalize"] = normalize
	all["slugify"] = slugify
	all["toYaml"] = func(value any) (string, error) {
		text, err := yaml.Marshal(value)
		return strings.TrimSuffix(string(text), "\n"), err
	}
	all["fromYaml"] = func(text string) (map[string]any, error) {
		value := map[string]any{}
		return value, yaml.Unmarshal([]byte(text), &value)
	}
	all["fromYamlArray"] = func(text string) ([]any, error) {
		value := []any{}
		return value, yaml.Unmarshal([]byte(text), &value)
	}
	return all
}

var unfit = regexp.MustCompile("[^-a-z0-9.]")

func normalize(name string) string {
	name = unfit.ReplaceAllString(strings.ToLower(name), "-")
	return strings.Trim(name[:min(len(name), 253)], "-.")
}

func slugify(args ...any) string {
	slug.MaxLength, slug.EnableSmartTruncate = 50, true
	if len(args) > 1 {
		slug.MaxLength = args[0].(int)
	}
	if len(args) > 2 {
		slug.EnableSmartTruncate = args[1].(bool)
	}
	return slug.Make(normalize(args[len(args)-1].(string)))
}

var templated = regexp.MustCompile(".*{{.*}}.*")

// fill leaves what is no parameter as it stands (utils.go, Replace).
func fill(text string, params map[string]string) string {
	if !templated.MatchString(text) {
		return text
	}
	return fasttemplate.New(text, "{{", "}}").ExecuteFuncString(func(w io.Writer, tag string) (int, error) {
		name := strings.TrimSpace(tag)
		if value, found := params[name]; found && name != "" {
			return io.WriteString(w, value)
		}
		return io.WriteString(w, "{{"+tag+"}}")
	})
}
