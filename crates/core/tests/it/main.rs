//! The engine with a host whose objects are its own: a stand-in for JavaScript.

#![allow(clippy::expect_used, clippy::panic)]

use async_trait::async_trait;
use authwire_core::{
    Auth, AuthRequest, Body, BoxError, BoxFuture, Callbacks, Clock, Cookies, HostObject, JwtCall, JwtCodec, JwtDecode,
    JwtEncode, Object, Options, Reply, Rng, RngError, Route, Runtime, Session, SessionCall, Timestamp, Token,
};
use http::Method;
use serde_json::{Map, Value, json};
use std::{
    future::Future,
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, Waker},
    time::Duration,
};

struct Host;

impl Clock for Host {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(1_795_287_264)
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

impl Rng for Host {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RngError> {
        bytes.fill(1);
        Ok(())
    }
}

/// An object of the host: its members, and one that JSON cannot hold.
struct Foreign {
    members: Mutex<Map<String, Value>>,
    date: u64,
}

#[derive(Clone)]
struct Reference(Arc<Foreign>);

impl Reference {
    fn new(members: Value) -> Self {
        let members = members.as_object().cloned().unwrap_or_default();
        Self(Arc::new(Foreign { members: Mutex::new(members), date: 7 }))
    }

    fn of(object: &Object) -> &Self {
        object.downcast().expect("the host's own object")
    }

    fn members(&self) -> Map<String, Value> {
        self.0.members.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl HostObject for Reference {
    fn get(&self, key: &str) -> Option<Value> {
        self.members().get(key).cloned()
    }

    fn set(&self, key: &str, value: Value) {
        self.0.members.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned(), value);
    }

    fn remove(&self, key: &str) {
        self.0.members.lock().unwrap_or_else(PoisonError::into_inner).shift_remove(key);
    }

    fn to_json(&self) -> Result<Map<String, Value>, BoxError> {
        Ok(self.members())
    }
}

/// The host's codec hands out one object, always the same.
struct Codec(Reference);

#[async_trait]
impl JwtCodec for Codec {
    async fn encode(&self, call: JwtEncode) -> Result<String, BoxError> {
        Ok(serde_json::to_string(&*call.token)?)
    }

    async fn decode(&self, _: JwtDecode) -> Result<Option<Token>, BoxError> {
        Ok(Some(Object::host(self.0.clone()).into()))
    }
}

/// The host's callbacks: `jwt` changes the object in place, or returns another; `session` keeps what it was given.
struct HostCallbacks {
    decoded: Reference,
    fresh: Option<Reference>,
    kept: Arc<Mutex<Option<Reference>>>,
}

#[async_trait]
impl Callbacks for HostCallbacks {
    async fn jwt(&self, token: Token, _: JwtCall) -> Result<Token, BoxError> {
        assert!(Reference::of(&token).is(&self.decoded), "the object that was decoded");
        match &self.fresh {
            Some(fresh) => Ok(Object::host(fresh.clone()).into()),
            None => {
                self.decoded.set("name", "changed".into());
                Ok(token)
            }
        }
    }

    async fn session(&self, session: Session, call: SessionCall) -> Result<Session, BoxError> {
        let SessionCall::Jwt { token, .. } = call else { return Ok(session) };
        assert!(
            Reference::of(&token).is(self.fresh.as_ref().unwrap_or(&self.decoded)),
            "what the jwt callback returned"
        );
        assert_eq!(Reference::of(&token).0.date, 7, "members beyond JSON are there");
        *self.kept.lock().expect("not poisoned") = Some(Reference::of(&session).clone());
        Ok(session)
    }

    fn adopt(&self, object: Object) -> Object {
        match object.downcast::<Reference>() {
            Some(_) => object,
            None => Object::host(Reference::new(Value::Object(object.to_json()))),
        }
    }
}

fn session(auth: &Auth) -> Reply {
    let mut request = AuthRequest::new(Method::GET, Route::from_segments(["session"]));
    request.cookies = Cookies::from_pairs([("__Secure-next-auth.session-token".to_owned(), "x".to_owned())]);
    match pin!(auth.answer(request)).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(reply) => reply,
        Poll::Pending => panic!("nothing here waits"),
    }
}

fn read(fresh: Option<Reference>) -> (String, bool) {
    let decoded = Reference::new(json!({ "name": "Ada", "email": null, "picture": "p", "sub": "1" }));
    let kept = Arc::new(Mutex::new(None));
    let mut options = Options::new(Runtime::new(Host, Host));
    options
        .url("https://app.example")
        .secret("kZ8fWq3mT1vB7nXc5LrY9pJd2HsG4uEa")
        .jwt_codec(Codec(decoded.clone()))
        .callbacks(HostCallbacks { decoded, fresh, kept: kept.clone() });
    let reply = session(&options.build().expect("a sound configuration"));
    let Body::Json(body) = &reply.body else { panic!("a session is JSON") };
    let kept = kept.lock().expect("not poisoned").clone().expect("the session callback ran");
    (serde_json::to_string(body).expect("JSON"), Reference::of(body).is(&kept))
}

#[test]
fn a_hosts_objects_keep_their_identity_and_a_change_in_place_shows() {
    let (body, same) = read(None);
    assert!(same, "the reply carries the object that the session callback returned");
    let expected = r#"{"user":{"name":"changed","email":null,"image":"p"},"expires":"2026-12-21T18:54:24.000Z"}"#;
    assert_eq!(body, expected, "the change in place shows, order and null survive");
}

#[test]
fn a_token_made_anew_does_not_show_in_the_session() {
    let (body, same) = read(Some(Reference::new(json!({ "name": "fresh" }))));
    assert!(same);
    assert!(body.starts_with(r#"{"user":{"name":"Ada","email":null,"image":"p"}"#), "{body}");
}

#[test]
fn an_engine_and_its_answers_can_move_between_threads() {
    fn send<T: Send + Sync>() {}
    send::<Auth>();
    send::<Options>();
    fn sendable<T: Send>(value: T) -> T {
        value
    }
    let auth = Options::new(Runtime::new(Host, Host));
    let auth =
        auth.clone().url("https://app.example").secret("kZ8fWq3mT1vB7nXc5LrY9pJd2HsG4uEa").build().expect("sound");
    drop(sendable(auth.answer(AuthRequest::new(Method::GET, Route::Unknown))));
}
