# "Cache everything": what is looked up in the cache is fetched by GET, whatever the client has sent.
vcl 4.1;

backend app {
    .path = "SOCKET";
}

sub vcl_recv {
    return (hash);
}
