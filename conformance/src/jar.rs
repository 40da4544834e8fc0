//! A browser's cookies, as far as the suite needs them: names, values, deletion. Every application has one origin, so
//! Domain, Path and Secure choose nothing here; they are compared, not acted upon.
use crate::answer::SetCookie;

/// Cookies in the order in which they were first set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Jar(Vec<(String, String)>);

impl Jar {
    /// Takes over what an answer sets and deletes.
    pub(crate) fn take(&mut self, cookies: &[SetCookie]) {
        for cookie in cookies {
            let deleted = cookie.attribute("Max-Age").is_some_and(|age| age.parse().is_ok_and(|age: i64| age <= 0));
            let held = self.0.iter().position(|(name, _)| *name == cookie.name);
            match (held, deleted) {
                (Some(at), true) => drop(self.0.remove(at)),
                (Some(at), false) => {
                    if let Some((_, value)) = self.0.get_mut(at) {
                        value.clone_from(&cookie.value);
                    }
                }
                (None, true) => {}
                (None, false) => self.0.push((cookie.name.clone(), cookie.value.clone())),
            }
        }
    }

    /// As sent: percent-encoded.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(held, _)| held == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &(String, String)> {
        self.0.iter()
    }
}
