//! [`Session`] as an axum extractor. Here, because the orphan rule keeps it out of any other crate.

use crate::{Auth, Session};
use axum_core::{
    body::Body,
    extract::{FromRef, FromRequestParts, OptionalFromRequestParts},
    response::{IntoResponse, Response},
};
use http::{
    HeaderValue, Method, StatusCode,
    header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, LOCATION},
    request::Parts,
};
use std::convert::Infallible;

/// Nobody is signed in, but the handler wants a [`Session`].
///
/// A browser that asks for a page is sent to the sign-in page and comes back afterwards; every other client gets 401.
#[derive(Clone)]
pub struct SignInRequired {
    sign_in_url: Option<String>,
}

impl SignInRequired {
    fn of(auth: &Auth, parts: &Parts) -> Self {
        let wants_page = parts
            .headers
            .get(ACCEPT)
            .and_then(|accept| accept.to_str().ok())
            .is_some_and(|accept| accept.contains("text/html"));
        let asks = matches!(parts.method, Method::GET | Method::HEAD);
        Self { sign_in_url: if wants_page && asks { auth.sign_in_url(parts) } else { None } }
    }
}

/// Whether it is a redirect: the URL holds the query of the page that was asked for.
impl std::fmt::Debug for SignInRequired {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignInRequired").field("redirects", &self.sign_in_url.is_some()).finish_non_exhaustive()
    }
}

impl IntoResponse for SignInRequired {
    fn into_response(self) -> Response {
        let location = self.sign_in_url.and_then(|url| HeaderValue::try_from(url).ok());
        let mut response = match location {
            Some(location) => {
                let mut response = Response::new(Body::empty());
                *response.status_mut() = StatusCode::FOUND;
                response.headers_mut().insert(LOCATION, location);
                response
            }
            None => {
                let mut response = Response::new(Body::from(r#"{"message":"Sign in to use this."}"#));
                *response.status_mut() = StatusCode::UNAUTHORIZED;
                response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
                response
            }
        };
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache, no-store"));
        response
    }
}

/// The session of somebody who is signed in.
impl<S> FromRequestParts<S> for Session
where
    S: Send + Sync,
    Auth: FromRef<S>,
{
    type Rejection = SignInRequired;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, SignInRequired> {
        let auth = Auth::from_ref(state);
        auth.session(parts).await.ok_or_else(|| SignInRequired::of(&auth, parts))
    }
}

/// The session, if somebody is signed in. Never fails.
impl<S> OptionalFromRequestParts<S> for Session
where
    S: Send + Sync,
    Auth: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, Infallible> {
        Ok(Auth::from_ref(state).session(parts).await)
    }
}
