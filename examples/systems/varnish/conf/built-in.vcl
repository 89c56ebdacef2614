# Nothing but the backend: the built-in VCL, which keeps a GET for two minutes whatever is written meanwhile.
vcl 4.1;

backend app {
    .path = "SOCKET";
}
