//! URLs as logs and `Debug` may show them.

use std::{borrow::Cow, fmt};

/// A URL without its query and fragment, which may be a code, a token or an address.
pub(crate) struct WithoutQuery<'u>(pub(crate) &'u str);

impl fmt::Debug for WithoutQuery<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.split_once(['?', '#']) {
            Some((url, _)) => write!(f, "{:?}?..", without_userinfo(url)),
            None => write!(f, "{:?}", without_userinfo(self.0)),
        }
    }
}

/// `text` with the user name and password of every URL in it replaced: drivers put the address they could not reach into their errors.
pub(crate) fn without_userinfo(text: &str) -> Cow<'_, str> {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        let end = after.find(|c: char| "/?#\"'<>".contains(c) || c.is_whitespace()).unwrap_or(after.len());
        let (authority, further) = after.split_at_checked(end).unwrap_or((after, ""));
        shown.push_str(before);
        shown.push_str("://");
        match authority.rsplit_once('@') {
            Some((_, host)) => {
                shown.push_str("***@");
                shown.push_str(host);
            }
            None => shown.push_str(authority),
        }
        rest = further;
    }
    if shown.is_empty() {
        return Cow::Borrowed(text);
    }
    shown.push_str(rest);
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn userinfo_is_hidden_and_the_rest_stays() {
        for (text, shown) in [
            ("connect to postgres://app:p@ss@db:5432/x failed", "connect to postgres://***@db:5432/x failed"),
            ("redis://:pw@a, redis://b/@c and mail@x.io", "redis://***@a, redis://b/@c and mail@x.io"),
            ("://a:b@", "://***@"),
            ("\"amqp://é:ü@h\"", "\"amqp://***@h\""),
            ("nothing: //here@all", "nothing: //here@all"),
        ] {
            assert_eq!(without_userinfo(text), shown);
        }
    }

    #[test]
    fn queries_are_not_printed() {
        assert_eq!(format!("{:?}", WithoutQuery("https://u:p@a/b?token=x#y")), r#""https://***@a/b"?.."#);
        assert_eq!(format!("{:?}", WithoutQuery("/plain")), r#""/plain""#);
    }
}
