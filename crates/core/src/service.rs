//! `Auth` as a `tower` service: axum, hyper and everything else that speaks tower mount it as it is.

use crate::{Auth, BoxError, BoxFuture, ResponseBody};
use http::{Request, Response};
use http_body::Body;
use std::{convert::Infallible, task::Poll};
use tower_service::Service;

impl<B> Service<Request<B>> for Auth
where
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<BoxError>,
{
    type Response = Response<ResponseBody>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let auth = self.clone();
        Box::pin(async move { Ok(auth.handle(request).await) })
    }
}
