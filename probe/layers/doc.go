// Package layers says which layer of a deployment gave an answer: the application, its
// framework, a web server, a proxy, a gateway, a CDN, a firewall.
//
// Start at [Learn], which takes what declared, served answers of the target look like, and
// [Reference.Attribute], which compares another answer with them, reads the standard fields
// (Proxy-Status, upstream times) and then looks it up in the table of [Fingerprints].
//
// The package sends nothing and knows nothing of contracts or rules. Where the signs do not
// decide it says [Unknown]: a wrong name sends the reader to the wrong team.
package layers
