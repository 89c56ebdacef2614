//! The tasks, kept in memory, and the handlers of them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// The tasks by their ids.
pub type Store = Arc<Mutex<BTreeMap<u64, Value>>>;

pub fn first() -> Store {
    let task =
        |id: u64, title: &str, done: bool| (id, json!({"id": id, "title": title, "done": done}));
    Arc::new(Mutex::new(BTreeMap::from([
        task(1, "Buy milk", false),
        task(2, "Call the plumber", true),
    ])))
}

pub fn refuse(status: StatusCode, text: &str) -> Response {
    (status, Json(json!({"error": text}))).into_response()
}

fn missing() -> Response {
    refuse(StatusCode::NOT_FOUND, "no such task")
}

/// The task of the content, under an id; or what is wrong with it.
fn parse(id: u64, content: &Bytes) -> Result<Value, Response> {
    let body: Value = serde_json::from_slice(content)
        .map_err(|_| refuse(StatusCode::BAD_REQUEST, "the content is not JSON"))?;
    match body["title"].as_str() {
        Some(title) if !title.is_empty() => {
            Ok(json!({"id": id, "title": title, "done": body["done"] == true}))
        }
        _ => Err(refuse(
            StatusCode::UNPROCESSABLE_ENTITY,
            "a task needs a title",
        )),
    }
}

pub async fn health() -> Json<Value> {
    Json(json!({"status": "ok"}))
}

pub async fn list(State(store): State<Store>) -> Json<Value> {
    Json(store.lock().unwrap().values().cloned().collect())
}

pub async fn create(State(store): State<Store>, content: Bytes) -> Result<Response, Response> {
    let mut tasks = store.lock().unwrap();
    let id = tasks.keys().max().unwrap_or(&0) + 1;
    let task = parse(id, &content)?;
    tasks.insert(id, task.clone());
    Ok((
        StatusCode::CREATED,
        [(header::LOCATION, format!("/tasks/{id}"))],
        Json(task),
    )
        .into_response())
}

pub async fn read(
    State(store): State<Store>,
    Path(id): Path<u64>,
) -> Result<Json<Value>, Response> {
    store
        .lock()
        .unwrap()
        .get(&id)
        .cloned()
        .map(Json)
        .ok_or_else(missing)
}

pub async fn replace(
    State(store): State<Store>,
    Path(id): Path<u64>,
    content: Bytes,
) -> Result<Json<Value>, Response> {
    let task = parse(id, &content)?;
    let mut tasks = store.lock().unwrap();
    if !tasks.contains_key(&id) {
        return Err(missing());
    }
    tasks.insert(id, task.clone());
    Ok(Json(task))
}

pub async fn remove(
    State(store): State<Store>,
    Path(id): Path<u64>,
) -> Result<StatusCode, Response> {
    store
        .lock()
        .unwrap()
        .remove(&id)
        .map(|_| StatusCode::NO_CONTENT)
        .ok_or_else(missing)
}
