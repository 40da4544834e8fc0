//! Everything that a flow may use, made in v4's order: CSRF token, then callback URL.

mod callback_url;

use crate::{
    Auth, AuthRequest, Object, Provider, Reply, RngError,
    compiled::Compiled,
    cookies::{CookieTable, SessionCookie, SetCookie, encode_component},
    csrf::Csrf,
    jwt::SessionTokens,
    logger::Log,
    origin::PublicUrl,
    refusal::Refusal,
    request::Action,
};
use http::Method;
use serde_json::Value;

/// One request on its way through a flow.
pub(crate) struct Context<'r> {
    pub(crate) auth: &'r Auth,
    pub(crate) compiled: &'r Compiled,
    pub(crate) request: &'r AuthRequest,
    pub(crate) public: PublicUrl,
    pub(crate) csrf: Csrf,
    /// Where the user goes in the end.
    pub(crate) callback_url: String,
    table: &'r CookieTable,
}

/// Proof that the request carries its CSRF token.
pub(crate) struct CsrfVerified(());

impl<'r> Context<'r> {
    pub(crate) async fn new(
        auth: &'r Auth,
        compiled: &'r Compiled,
        request: &'r AuthRequest,
        public: PublicUrl,
    ) -> Result<Self, RngError> {
        let table = compiled.cookies(public.secure);
        let strict = auth.settings().profile.is_strict();
        let csrf = Csrf::read(&request.cookies, table, &compiled.secrets, strict, &auth.options().runtime)?;
        let callback_url = callback_url::resolve(auth, compiled, request, &public, table).await;
        Ok(Self { auth, compiled, request, public, csrf, callback_url, table })
    }

    /// The CSRF token, verified; otherwise why it is not.
    pub(crate) fn csrf(&self) -> Result<CsrfVerified, Refusal> {
        if self.strict() {
            if self.request.unread_body {
                return Err(Refusal::UnreadBody);
            }
            if self.is_cross_site() {
                return Err(Refusal::CrossSite);
            }
        }
        let field = self.request.body.str("csrfToken");
        let verified = self.request.method == Method::POST && self.csrf.verifies(field.as_deref());
        if verified { Ok(CsrfVerified(())) } else { Err(Refusal::Csrf) }
    }

    /// What a browser says of where the request comes from: another site, or another origin. A client that says nothing is not a browser.
    fn is_cross_site(&self) -> bool {
        let header = |name: &str| self.request.headers.get(name).map(http::HeaderValue::as_bytes);
        let same_origin = match header("sec-fetch-site") {
            Some(b"same-origin" | b"none") => return false,
            Some(_) => Some(false),
            None => None,
        };
        match header("origin") {
            Some(origin) if origin == self.public.origin.as_bytes() => false,
            Some(origin) => {
                let parsed = std::str::from_utf8(origin).ok().and_then(|text| url::Url::parse(text).ok());
                !parsed.is_some_and(|url| self.compiled.trusted_origins.iter().any(|pattern| pattern.matches(&url)))
            }
            None => same_origin == Some(false),
        }
    }

    /// The provider that the path names.
    pub(crate) fn provider(&self) -> Result<&'r Provider, Refusal> {
        let id = self.request.route.argument();
        self.auth.options().providers.iter().find(|provider| Some(provider.id()) == id).ok_or(Refusal::UnknownProvider)
    }

    pub(crate) fn session_cookie(&self) -> SessionCookie<'r> {
        SessionCookie::read(&self.table.session_token.name, &self.request.cookies)
    }

    pub(crate) fn tokens(&self) -> SessionTokens<'r> {
        self.compiled.tokens(self.auth.options())
    }

    pub(crate) fn table(&self) -> &'r CookieTable {
        self.table
    }

    pub(crate) fn strict(&self) -> bool {
        self.auth.settings().profile.is_strict()
    }

    pub(crate) fn log(&self) -> Log {
        self.auth.log()
    }

    /// Gives an object of the engine to the host, whose callbacks will see it.
    pub(crate) fn adopt<T: Into<Object> + From<Object>>(&self, object: T) -> T {
        self.auth.options().callbacks.adopt(object.into()).into()
    }

    /// A URL below the base path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}/{path}", self.public.base)
    }

    /// The redirect to the error page with this code or text.
    pub(crate) fn error(&self, code: &str) -> Reply {
        Reply::redirect(self.url(&format!("error?error={}", encode_component(code))))
    }

    /// The reply as it leaves: with the cookies of CSRF token and callback URL before its own, a redirect as JSON if that is asked for.
    pub(crate) fn finish(&self, mut reply: Reply) -> Reply {
        if !reply.bare {
            let mut cookies = Vec::with_capacity(reply.cookies.len().saturating_add(3));
            if let Some(fresh) = &self.csrf.fresh {
                cookies.push(SetCookie::new(&self.table.csrf_token, fresh.cookie.as_str()));
                cookies.extend(fresh.browser.as_deref().map(|id| SetCookie::new(&self.table.browser, id)));
            }
            if self.request.cookies.get(&self.table.callback_url.name) != Some(self.callback_url.as_str()) {
                cookies.push(SetCookie::new(&self.table.callback_url, self.callback_url.as_str()));
            }
            cookies.append(&mut reply.cookies);
            reply.cookies = cookies;
        }
        let json_mode = matches!(self.request.body.get("json"), Some(Value::String(json)) if json == "true");
        reply.finish(json_mode, self.strict().then(|| (&self.public, self.auth.skin())))
    }

    pub(crate) fn action(&self) -> Option<Action> {
        self.request.route.action()
    }
}
