//! Why a request is not answered by its flow.

use crate::{BoxError, ProviderType};

/// A demand of a flow that the request does not meet.
pub(crate) enum Refusal {
    /// The CSRF token is missing or wrong.
    Csrf,
    /// A browser says that the request comes from another site (strict).
    CrossSite,
    /// The body is of a type that is not read (strict; otherwise the CSRF token is simply missing).
    UnreadBody,
    /// No provider has the id of the path.
    UnknownProvider,
    /// No such action, or not with this method.
    Unsupported,
    /// The callback of such a provider is not answered with this method.
    CallbackMethod(ProviderType),
    /// An error that v4 lets escape.
    Escaped(BoxError),
}
