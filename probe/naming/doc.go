// Package naming takes the names apart that APIs give to paths, properties and parameters.
package naming
