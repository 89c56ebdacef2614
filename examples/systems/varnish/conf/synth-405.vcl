# "A cache is for reading": everything but GET and HEAD is answered here.
vcl 4.1;

backend app {
    .path = "SOCKET";
}

sub vcl_recv {
    if (req.method != "GET" && req.method != "HEAD") {
        return (synth(405));
    }
    return (pass);
}
