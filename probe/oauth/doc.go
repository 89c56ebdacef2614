// Package oauth gets tokens from authorization servers, for what a run sends to its target.
//
// Start at [Client.Get], which gets a [Token] by a [Grant]: client credentials, or a user with a
// password. Whose transport the requests go out by is the caller's choice, and when a token is renewed;
// see tokenwire.go of package probe. [TokenURL] says which token endpoint of a contract is meant.
package oauth
