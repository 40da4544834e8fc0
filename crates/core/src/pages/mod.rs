//! The built-in pages: sign in, sign out, verify request and error.
//!
//! Forms, fields, links, texts, ids and classes are those of NextAuth.js v4, so that tests and style overrides written
//! against its pages keep working. The pages hold no script and load nothing but the configured logo.

mod color;
mod field;
mod message;
mod skin;
mod style;
#[cfg(test)]
mod tests;
mod theme;

pub use color::is_color;
pub use field::Field;
pub(crate) use message::{ErrorKind, sign_in_message};
pub(crate) use skin::Skin;
pub use style::ProviderStyle;
pub use theme::{ColorScheme, Theme};

/// What the sign-in page shows; built per request, owns nothing but the list.
#[derive(Debug)]
pub(crate) struct SignInPage<'a> {
    /// The forms, in configured order.
    pub(crate) providers: Vec<ProviderForm<'a>>,
    /// The token for the hidden `csrfToken` field. Never taken from the query, unlike v4.
    pub(crate) csrf_token: &'a str,
    /// The `error` code of the query; shown as a message of the closed list. Empty means none.
    pub(crate) error: Option<&'a str>,
}

/// One provider's part of the sign-in page.
#[derive(Debug)]
pub(crate) enum ProviderForm<'a> {
    /// A button that leads to the provider.
    OAuth {
        /// The provider's name, shown on the button.
        name: &'a str,
        /// The provider's sign-in URL.
        action: &'a str,
        /// Where the visitor goes in the end; empty means that the cookie tells.
        callback_url: &'a str,
        /// The looks; absent where the Content-Security-Policy forbids inline styles and foreign images.
        style: Option<&'a ProviderStyle>,
    },
    /// A form with the configured fields.
    Credentials {
        /// The provider's id.
        id: &'a str,
        /// The provider's name, shown on the button.
        name: &'a str,
        /// The provider's callback URL.
        action: &'a str,
        /// The fields, in configured order.
        fields: &'a [Field],
    },
}

impl ProviderForm<'_> {
    /// Whether the visitor types something in, as opposed to a lone button: such forms are set apart by "or".
    fn has_inputs(&self) -> bool {
        match self {
            Self::OAuth { .. } => false,
            Self::Credentials { .. } => true,
        }
    }
}

impl SignInPage<'_> {
    fn error_message(&self) -> Option<&'static str> {
        self.error.filter(|code| !code.is_empty()).map(sign_in_message)
    }

    fn separator_before(&self, index: usize) -> bool {
        let previous = index.checked_sub(1).and_then(|index| self.providers.get(index));
        let current = self.providers.get(index);
        current.is_some_and(ProviderForm::has_inputs) && previous.is_some_and(|previous| !previous.has_inputs())
    }

    fn separator_after(&self, index: usize) -> bool {
        let mut rest = self.providers.iter().skip(index);
        rest.next().is_some_and(ProviderForm::has_inputs) && rest.next().is_some()
    }
}
