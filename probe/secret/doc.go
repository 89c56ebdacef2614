// Package secret has credentials as the user refers to them, and keeps their values out of
// everything that is shown.
package secret
