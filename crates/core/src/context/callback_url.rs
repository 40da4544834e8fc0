//! Where the user goes in the end: of the body, the query or the cookie, through the `redirect` callback.

use crate::{
    Auth, AuthRequest, RedirectCall,
    callbacks::guarded,
    compiled::Compiled,
    cookies::{CookieTable, MAX_COOKIE},
    origin::PublicUrl,
    redirect::{self, Unfit},
};
use serde_json::Value;
use std::{borrow::Cow, future::poll_fn, pin::pin, task::Poll, time::Duration};

/// How long the strict profile waits for the callback.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) async fn resolve(
    auth: &Auth,
    compiled: &Compiled,
    request: &AuthRequest,
    public: &PublicUrl,
    table: &CookieTable,
) -> String {
    let base = || public.origin.to_string();
    let candidate = match candidate(request) {
        Candidate::Url(url) => url,
        Candidate::Malformed => return base(),
        Candidate::Absent => match request.cookies.get(&table.callback_url.name) {
            // A cookie that no URL can be made of, or that no browser would have kept, is not ours: the base URL replaces it.
            Some(cookie)
                if cookie.len() <= MAX_COOKIE
                    && (redirect::is_plainly_own(cookie, &public.origin) || redirect::is_callback_url(cookie)) =>
            {
                Cow::Borrowed(cookie)
            }
            _ => return base(),
        },
    };
    if !auth.settings().profile.is_strict() {
        let call = RedirectCall { url: candidate.into_owned(), base_url: base() };
        return match guarded(|| auth.options().callbacks.redirect(call)).await {
            Ok(url) => url,
            Err(error) => {
                auth.log().error("REDIRECT_CALLBACK_ERROR", &error);
                base()
            }
        };
    }
    let Some(url) = redirect::rooted(&candidate, public) else { return base() };
    let call = RedirectCall { url: url.into_owned(), base_url: base() };
    let decided = match patiently(auth, guarded(|| auth.options().callbacks.redirect(call))).await {
        Some(Ok(url)) => url,
        Some(Err(error)) => {
            auth.log().error("REDIRECT_CALLBACK_ERROR", &error);
            return base();
        }
        None => {
            auth.log().says(
                "REDIRECT_CALLBACK_ERROR",
                "the redirect callback took longer than 5 seconds; the base URL is used",
            );
            return base();
        }
    };
    redirect::confine(&decided, public, &compiled.trusted_origins).unwrap_or_else(|unfit| {
        if unfit == Unfit::Foreign {
            auth.log().warn("REDIRECT_REFUSED", "the redirect callback returned a URL of an origin that is not trusted; the base URL is used. List the origin with trusted_origins");
        }
        base()
    })
}

enum Candidate<'r> {
    Url(Cow<'r, str>),
    /// Given, but not as text.
    Malformed,
    Absent,
}

/// The body's, unless it is null, else the query's; an empty one counts as absent.
fn candidate(request: &AuthRequest) -> Candidate<'_> {
    for source in [&request.body, &request.query] {
        if let Some(text) = source.str("callbackUrl") {
            return if text.is_empty() { Candidate::Absent } else { Candidate::Url(text) };
        }
        match source.get("callbackUrl") {
            None | Some(Value::Null) => {}
            Some(_) => return Candidate::Malformed,
        }
    }
    Candidate::Absent
}

/// The result of `callback`, or `None` when it takes too long. The clock is only asked when the callback has to be waited for.
async fn patiently<T>(auth: &Auth, callback: impl Future<Output = T>) -> Option<T> {
    let mut callback = pin!(callback);
    let mut sleep = None;
    poll_fn(|cx| {
        if let Poll::Ready(result) = callback.as_mut().poll(cx) {
            return Poll::Ready(Some(result));
        }
        let sleep = sleep.get_or_insert_with(|| auth.options().runtime.clock.sleep(PATIENCE));
        sleep.as_mut().poll(cx).map(|()| None)
    })
    .await
}
