//! Puts the engine on a request of the application, and the cookies that reading its session renewed on the response.

use crate::{
    Auth, BoxFuture, Session,
    cookies::{Cookies, SessionCookie},
    session::SessionReading,
};
use http::{
    HeaderMap, HeaderValue, Request, Response,
    header::{CACHE_CONTROL, SET_COOKIE},
    request::Parts,
};
use std::{
    iter::successors,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};
use tower_layer::Layer;
use tower_service::Service;

/// What [`Auth::layer`] returns.
#[derive(Clone, Debug)]
pub struct AuthLayer {
    auth: Auth,
}

impl AuthLayer {
    pub(crate) fn new(auth: Auth) -> Self {
        Self { auth }
    }
}

impl<S> Layer<S> for AuthLayer {
    type Service = WithAuth<S>;

    fn layer(&self, inner: S) -> WithAuth<S> {
        WithAuth { auth: self.auth.clone(), inner }
    }
}

/// A service with [`Auth::layer`] around it.
#[derive(Clone, Debug)]
pub struct WithAuth<S> {
    auth: Auth,
    inner: S,
}

/// One for each request and engine: the engine with the request's own options, and its session once it has been read.
#[derive(Clone)]
struct OnRequest {
    /// The engine of the layer. Another one may know other users, or know them by other cookies: it has no part in this.
    engine: Auth,
    auth: Auth,
    /// What the client asked for, before a router took a prefix away.
    target: Arc<str>,
    read: Arc<Mutex<Option<Read>>>,
    /// That of another engine's layer, further out.
    outer: Option<Arc<Self>>,
}

impl OnRequest {
    fn of<'p>(engine: &Auth, parts: &'p Parts) -> Option<&'p Self> {
        successors(parts.extensions.get::<Self>(), |on| on.outer.as_deref()).find(|on| on.engine.is(engine))
    }
}

struct Read {
    session: Option<Session>,
    /// The name of the session cookie.
    name: Arc<str>,
    cookies: Vec<HeaderValue>,
}

impl Read {
    fn nobody() -> Self {
        Self { session: None, name: Arc::from(""), cookies: Vec::new() }
    }

    /// Puts the cookies on a response, unless it sets the session itself: a sign-out must not be undone by a renewal.
    fn renew(self, headers: &mut HeaderMap) {
        let sets = |cookie: &HeaderValue| {
            let rest = cookie.as_bytes().strip_prefix(self.name.as_bytes());
            rest.is_some_and(|rest| matches!(rest.first(), Some(b'=' | b'.')))
        };
        if self.cookies.is_empty() || headers.get_all(SET_COOKIE).iter().any(sets) {
            return;
        }
        // A response that carries somebody's session must not be given to somebody else.
        let unshared = |value: &HeaderValue| {
            value.to_str().is_ok_and(|value| value.contains("private") || value.contains("no-store"))
        };
        if !headers.get_all(CACHE_CONTROL).iter().any(unshared) {
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache, no-store"));
        }
        for cookie in self.cookies {
            headers.append(SET_COOKIE, cookie);
        }
    }
}

fn target_of(parts: &Parts) -> &str {
    parts.uri.path_and_query().map_or("/", |target| target.as_str())
}

impl Auth {
    /// The session of a request to the application; `None` when nobody is signed in.
    ///
    /// Behind the [`layer`](Auth::layer) of this very engine it is read once for each request, and the renewed cookie reaches the
    /// response. Elsewhere, so behind the layer of another engine or of one derived [`with`](Auth::with) other options, the cookie is not
    /// renewed, as in next-auth's `getServerSession` without a response. Reads the cookie alone, never an `Authorization` header.
    pub async fn session(&self, parts: &Parts) -> Option<Session> {
        let Some(on) = OnRequest::of(self, parts) else {
            return self.for_application(parts).read_session(parts).await.session;
        };
        if let Some(read) = &*on.read.lock().unwrap_or_else(PoisonError::into_inner) {
            return read.session.clone();
        }
        let read = on.auth.read_session(parts).await;
        let mut slot = on.read.lock().unwrap_or_else(PoisonError::into_inner);
        slot.get_or_insert(read).session.clone()
    }

    /// Where to send somebody who has to sign in to see `parts`, and come back then.
    #[must_use]
    pub fn sign_in_url(&self, parts: &Parts) -> Option<String> {
        let (auth, target) = match OnRequest::of(self, parts) {
            Some(on) => (on.auth.clone(), &*on.target),
            None => (self.for_application(parts), target_of(parts)),
        };
        let public = auth.compiled().ok()?.origin.of_request(parts).ok()?;
        let page = match &auth.settings().pages.sign_in {
            Some(page) if page.starts_with('/') => format!("{}{page}", public.origin),
            Some(page) => page.clone(),
            None => format!("{}/signin", public.base),
        };
        let separator = crate::redirect::query_separator(&page);
        Some(format!("{page}{separator}callbackUrl={}", crate::cookies::encode_component(target)))
    }

    async fn read_session(&self, parts: &Parts) -> Read {
        if self.options().fault.is_some() {
            return Read::nobody();
        }
        let Ok(compiled) = self.compiled() else { return Read::nobody() };
        let Ok(public) = compiled.origin.of_request(parts) else { return Read::nobody() };
        let table = compiled.cookies(public.secure);
        let cookies = Cookies::parse(&parts.headers);
        let cookie = SessionCookie::read(&table.session_token.name, &cookies);
        let read = SessionReading { auth: self, compiled, table, cookie }.read(None).await;
        Read {
            session: read.session.filter(|session| !session.is_empty()),
            name: table.session_token.name.clone(),
            cookies: read.cookies.iter().map(crate::SetCookie::to_header).collect(),
        }
    }
}

impl<S, B, R> Service<Request<B>> for WithAuth<S>
where
    S: Service<Request<B>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send,
    B: Send + 'static,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Response<R>, S::Error>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let (mut parts, body) = request.into_parts();
        if OnRequest::of(&self.auth, &parts).is_some() {
            return Box::pin(self.inner.call(Request::from_parts(parts, body)));
        }
        let outer = parts.extensions.remove::<OnRequest>().map(Arc::new);
        let on = OnRequest {
            engine: self.auth.clone(),
            auth: self.auth.for_application(&parts),
            target: outer.as_ref().map_or_else(|| target_of(&parts).into(), |outer| outer.target.clone()),
            read: Arc::default(),
            outer,
        };
        parts.extensions.insert(on.clone());
        let next = self.inner.call(Request::from_parts(parts, body));
        Box::pin(async move {
            let mut response = next.await?;
            let read = on.read.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(read) = read {
                read.renew(response.headers_mut());
            }
            Ok(response)
        })
    }
}
