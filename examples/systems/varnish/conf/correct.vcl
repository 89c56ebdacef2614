# Varnish knows every method that the app answers, and keeps nothing of what the app says.
vcl 4.1;

backend app {
    .path = "SOCKET";
}

sub vcl_recv {
    return (pass);
}
