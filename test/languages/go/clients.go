// Package clients names what the tests import, so that go.mod and go.sum pin it.
package clients

import (
	_ "github.com/coreos/go-oidc/v3/oidc"
	_ "github.com/k-capehart/go-salesforce/v3"
	_ "github.com/markbates/goth/providers/salesforce"
	_ "github.com/simpleforce/simpleforce"
	_ "golang.org/x/oauth2"
)
