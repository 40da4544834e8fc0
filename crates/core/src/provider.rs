//! Ways to sign in.

use crate::{
    BoxError, Object, User,
    pages::{Field, ProviderStyle},
};
use async_trait::async_trait;
use http::{HeaderMap, Method};
use std::{fmt, future::Future, sync::Arc};

/// The kind of a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProviderType {
    /// The application checks what the user typed.
    Credentials,
    /// OAuth 2, OpenID Connect or OAuth 1.0a.
    OAuth,
}

impl ProviderType {
    /// next-auth's word, as the providers endpoint and accounts show it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Credentials => "credentials",
            Self::OAuth => "oauth",
        }
    }
}

/// A way to sign in. Cloning is cheap.
#[derive(Clone)]
pub struct Provider(Arc<Definition>);

struct Definition {
    id: String,
    name: String,
    kind: Kind,
}

/// What a provider needs for its flow.
pub(crate) enum Kind {
    Credentials { fields: Vec<Field>, authorize: Arc<dyn Authorize> },
    OAuth { style: ProviderStyle },
}

impl Provider {
    /// An OAuth provider that is listed and has its button on the sign-in page, and no more: this version cannot sign anybody in with it.
    /// Whoever tries is told what v4 tells when a provider cannot be reached (`error=OAuthSignin`), and the log says why.
    ///
    /// For hosts whose applications bring their next-auth configuration along: what else it holds works.
    pub fn listed_only(id: impl Into<String>, name: impl Into<String>, style: ProviderStyle) -> Self {
        Self(Arc::new(Definition { id: id.into(), name: name.into(), kind: Kind::OAuth { style } }))
    }

    /// The id: in URLs and accounts, compared case-sensitively.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// The name on the sign-in page.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The kind.
    #[must_use]
    pub fn provider_type(&self) -> ProviderType {
        match self.0.kind {
            Kind::Credentials { .. } => ProviderType::Credentials,
            Kind::OAuth { .. } => ProviderType::OAuth,
        }
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.0.kind
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").field("id", &self.id()).field("type", &self.provider_type()).finish_non_exhaustive()
    }
}

/// The request that brings credentials, beside the credentials.
#[derive(Clone)]
#[non_exhaustive]
pub struct AuthorizeRequest {
    /// The method, always POST.
    pub method: Method,
    /// The headers.
    pub headers: HeaderMap,
    /// The query. A repeated key is an array.
    pub query: Object,
    /// The same body that the credentials are.
    pub body: Object,
}

/// The method alone: headers and body carry credentials.
impl fmt::Debug for AuthorizeRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizeRequest").field("method", &self.method).finish_non_exhaustive()
    }
}

/// Checks credentials.
#[async_trait]
pub trait Authorize: Send + Sync {
    /// The user whose credentials these are, or `None` when they are nobody's.
    ///
    /// `credentials` is the whole posted body, so it also holds `csrfToken`, `callbackUrl` and `json`.
    ///
    /// # Errors
    /// An error refuses the sign-in. Only the text of a [`PublicError`](crate::PublicError) reaches the user, but in the compat profile every text.
    async fn authorize(&self, credentials: Object, request: AuthorizeRequest) -> Result<Option<User>, BoxError>;
}

struct AuthorizeFn<F>(F);

#[async_trait]
impl<F, Fut> Authorize for AuthorizeFn<F>
where
    F: Fn(Object, AuthorizeRequest) -> Fut + Send + Sync,
    Fut: Future<Output = Result<Option<User>, BoxError>> + Send,
{
    async fn authorize(&self, credentials: Object, request: AuthorizeRequest) -> Result<Option<User>, BoxError> {
        (self.0)(credentials, request).await
    }
}

/// The credentials provider: the application checks what the user typed.
///
/// ```
/// use authwire_core::{Credentials, Field, User};
///
/// let provider = Credentials::new(
///     [Field::new("username").label("User name"), Field::new("password").label("Password").input_type("password")],
///     |input, _request| async move {
///         let right = input.str("username").as_deref() == Some("ada") && input.str("password").as_deref() == Some("lovelace");
///         let mut user = User::new();
///         user.set("id", "1").set("name", "Ada Lovelace");
///         Ok(right.then_some(user))
///     },
/// )
/// .name("your account");
/// ```
pub struct Credentials {
    id: String,
    name: String,
    fields: Vec<Field>,
    authorize: Arc<dyn Authorize>,
}

impl Credentials {
    /// A provider with id `credentials` and name `Credentials`, whose form has these fields.
    pub fn new<F, Fut>(fields: impl IntoIterator<Item = Field>, authorize: F) -> Self
    where
        F: Fn(Object, AuthorizeRequest) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Option<User>, BoxError>> + Send + 'static,
    {
        Self::with(fields, AuthorizeFn(authorize))
    }

    /// As [`Credentials::new`], for an implementation of [`Authorize`].
    pub fn with(fields: impl IntoIterator<Item = Field>, authorize: impl Authorize + 'static) -> Self {
        Self {
            id: "credentials".into(),
            name: "Credentials".into(),
            fields: fields.into_iter().collect(),
            authorize: Arc::new(authorize),
        }
    }

    /// Another id, so that several credentials providers can stand side by side.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// The name on the sign-in page: "Sign in with {name}".
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }
}

impl From<Credentials> for Provider {
    fn from(credentials: Credentials) -> Self {
        let Credentials { id, name, fields, authorize } = credentials;
        Self(Arc::new(Definition { id, name, kind: Kind::Credentials { fields, authorize } }))
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("id", &self.id).finish_non_exhaustive()
    }
}
