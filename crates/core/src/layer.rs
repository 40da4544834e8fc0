//! Puts the engine on a request of the application, and the cookies that reading its session renewed on the response.

use crate::{
    Auth, BoxFuture, Session,
    cookies::{Cookies, SessionCookie},
    session,
};
use http::{
    HeaderValue, Request, Response,
    header::{CACHE_CONTROL, SET_COOKIE},
    request::Parts,
};
use std::{
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

/// One for each request: the engine with the request's own options, and its session once it has been read.
#[derive(Clone)]
struct OnRequest {
    auth: Auth,
    read: Arc<Mutex<Option<Read>>>,
}

struct Read {
    session: Option<Session>,
    cookies: Vec<HeaderValue>,
}

impl Auth {
    /// The session of a request to the application; `None` when nobody is signed in.
    ///
    /// Behind [`Auth::layer`] it is read once for each request, and the renewed cookie reaches the response. Elsewhere the cookie is not
    /// renewed, as in next-auth's `getServerSession` without a response. Reads the cookie alone, never an `Authorization` header.
    pub async fn session(&self, parts: &Parts) -> Option<Session> {
        let Some(on) = parts.extensions.get::<OnRequest>() else {
            return self.for_request(parts).read_session(parts).await.session;
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
        let auth = parts.extensions.get::<OnRequest>().map_or_else(|| self.for_request(parts), |on| on.auth.clone());
        let public = auth.compiled().ok()?.origin.resolve(&parts.headers).ok()?;
        let page = match &auth.settings().pages.sign_in {
            Some(page) if page.starts_with('/') => format!("{}{page}", public.origin),
            Some(page) => page.clone(),
            None => format!("{}/signin", public.base),
        };
        let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
        let separator = crate::redirect::query_separator(&page);
        Some(format!("{page}{separator}callbackUrl={}", crate::cookies::encode_component(target)))
    }

    async fn read_session(&self, parts: &Parts) -> Read {
        let nobody = Read { session: None, cookies: Vec::new() };
        let Ok(compiled) = self.compiled() else { return nobody };
        let Ok(public) = compiled.origin.resolve(&parts.headers) else { return nobody };
        let table = compiled.cookies(public.secure);
        let cookies = Cookies::parse(&parts.headers);
        let cookie = SessionCookie::read(&table.session_token.name, &cookies);
        let read = session::read(self, compiled, &cookie, table, None).await;
        Read {
            session: read.session.filter(|session| !session.is_empty()),
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
        let on = OnRequest { auth: self.auth.for_request(&parts), read: Arc::default() };
        parts.extensions.insert(on.clone());
        let next = self.inner.call(Request::from_parts(parts, body));
        Box::pin(async move {
            let mut response = next.await?;
            let read = on.read.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(read) = read.filter(|read| !read.cookies.is_empty()) {
                let headers = response.headers_mut();
                // A response that carries somebody's session must not be given to somebody else.
                headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache, no-store"));
                for cookie in read.cookies {
                    headers.append(SET_COOKIE, cookie);
                }
            }
            Ok(response)
        })
    }
}
