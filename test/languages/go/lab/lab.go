// Package lab is what a client's program tells the test, and asks of it and of the lab.
package lab

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
)

// Facts are what the test looks at.
type Facts map[string]any

// Tell prints facts.
func Tell(facts Facts) {
	text, err := json.Marshal(facts)
	if err != nil {
		panic(err)
	}
	fmt.Println("told", string(text))
}

// Check tells of an error and ends the program.
func Check(err error) {
	if err != nil {
		Tell(Facts{"error": err.Error()})
		os.Exit(1)
	}
}

// Refused tells of the error that a call is to end with.
func Refused(err error) {
	if err == nil {
		Tell(Facts{"refused": nil})
		return
	}
	Tell(Facts{"refused": err.Error()})
}

// Advance moves the clock of all orgs.
func Advance(by string) {
	body := strings.NewReader(fmt.Sprintf(`{"advance":%q}`, by))
	response, err := http.Post(os.Getenv("FAUXFORCE_URL")+"/_fauxforce/clock", "application/json", body)
	Check(err)
	response.Body.Close()
}

// Away sends the user to an address, and returns the one that the browser came back to.
func Away(address string) string {
	fmt.Println("away", address)
	back, err := bufio.NewReader(os.Stdin).ReadString('\n')
	Check(err)
	return strings.TrimSpace(back)
}
