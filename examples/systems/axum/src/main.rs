//! The tasks service on axum. One variant is correct, the others each make one mistake.

mod tasks;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{Html, Response};
use axum::routing::{any, get};
use tokio::signal::unix::{SignalKind, signal};
use tower_http::cors::CorsLayer;

const VARIANTS: [&str; 6] = [
    "correct",
    "missing-handler",
    "any",
    "not-found",
    "cors",
    "page",
];

fn app(variant: &str) -> Router {
    let list = get(tasks::list).post(tasks::create);
    let mut item = get(tasks::read).delete(tasks::remove);
    if variant != "missing-handler" {
        item = item.put(tasks::replace);
    }
    let health = if variant == "any" {
        any(tasks::health)
    } else {
        get(tasks::health)
    };
    let mut app = Router::new()
        .route("/tasks", list)
        .route("/tasks/{id}", item)
        .route("/health", health);
    if variant == "not-found" {
        app = app
            .fallback(not_found)
            .method_not_allowed_fallback(not_found);
    }
    if variant == "page" {
        app = app.fallback(|| async {
            Html("<!doctype html>\n<title>Tasks</title>\n<div id=app></div>\n")
        });
    }
    if variant == "cors" {
        app = app.layer(CorsLayer::permissive());
    }
    app.with_state(tasks::first())
}

async fn not_found() -> Response {
    tasks::refuse(StatusCode::NOT_FOUND, "not found")
}

// One thread is enough.
#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [variant, port] = arguments.as_slice() else {
        panic!("usage: tasks VARIANT PORT")
    };
    assert!(
        VARIANTS.contains(&variant.as_str()),
        "no variant {variant}; there are {}",
        VARIANTS.join(", ")
    );
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}"))
        .await
        .expect("binding");
    let mut ended = signal(SignalKind::terminate()).expect("waiting for SIGTERM");
    tokio::select! {
        result = axum::serve(listener, app(variant)) => result.expect("serving"),
        _ = ended.recv() => {}
    }
}
