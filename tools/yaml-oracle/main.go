// Reads a JSON array of YAML documents on stdin and writes, for each, the JSON that sigs.k8s.io/yaml makes of it,
// or null where it reports an error.
package main

import (
	"encoding/json"
	"os"

	"sigs.k8s.io/yaml"
)

func main() {
	var inputs []string
	if err := json.NewDecoder(os.Stdin).Decode(&inputs); err != nil {
		panic(err)
	}
	outputs := make([]*string, len(inputs))
	for i, input := range inputs {
		converted, err := yaml.YAMLToJSON([]byte(input))
		if err != nil {
			continue
		}
		text := string(converted)
		outputs[i] = &text
	}
	if err := json.NewEncoder(os.Stdout).Encode(outputs); err != nil {
		panic(err)
	}
}
