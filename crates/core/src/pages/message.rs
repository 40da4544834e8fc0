/// The kinds of the built-in error page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    /// No code, or one that is not known: custom messages are never shown.
    #[default]
    Default,
    /// The configuration is unusable.
    Configuration,
    /// The sign-in callback refused.
    AccessDenied,
    /// A sign-in link is unknown, used or expired.
    Verification,
}

impl ErrorKind {
    /// The kind for the `error` parameter, whatever its case.
    pub(crate) fn from_code(code: &str) -> Self {
        let known = [
            ("configuration", Self::Configuration),
            ("accessdenied", Self::AccessDenied),
            ("verification", Self::Verification),
        ];
        known.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(code)).map_or(Self::Default, |(_, kind)| kind)
    }

    /// The page's HTTP status.
    pub(crate) fn status(self) -> u16 {
        match self {
            Self::Default => 200,
            Self::Configuration => 500,
            Self::AccessDenied | Self::Verification => 403,
        }
    }
}

/// The text of the sign-in page for an `error` code; case-sensitive, as in v4.
pub(crate) fn sign_in_message(code: &str) -> &'static str {
    match code {
        "Signin" | "OAuthSignin" | "OAuthCallback" | "OAuthCreateAccount" | "EmailCreateAccount" | "Callback" => {
            "Try signing in with a different account."
        }
        "OAuthAccountNotLinked" => "To confirm your identity, sign in with the same account you used originally.",
        "EmailSignin" => "The e-mail could not be sent.",
        "CredentialsSignin" => "Sign in failed. Check the details you provided are correct.",
        "SessionRequired" => "Please sign in to access this page.",
        _ => "Unable to sign in.",
    }
}
