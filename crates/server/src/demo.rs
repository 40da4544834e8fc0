//! The one user of the demonstration.

use authwire::{Credentials, Field, PasswordError, Passwords, Rng, RngError, Secret, User};
use std::fmt::Write;

/// Characters that nobody mistakes for one another: 32, so that a random byte picks each with equal chance.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Ada, with a password of this run.
pub(crate) struct DemoUser {
    password: String,
}

impl DemoUser {
    /// The user name.
    pub(crate) const NAME: &'static str = "ada";

    /// Makes the password: 60 random bits, in groups that are easy to type.
    pub(crate) fn new() -> Result<Self, RngError> {
        let mut random = [0; 12];
        authwire::native::OsRng.fill(&mut random)?;
        let characters: Vec<char> = random
            .iter()
            .filter_map(|byte| ALPHABET.get(usize::from(*byte & 31)))
            .map(|byte| char::from(*byte))
            .collect();
        let groups: Vec<String> = characters.chunks(4).map(|group| group.iter().collect()).collect();
        Ok(Self { password: groups.join("-") })
    }

    /// The password, to print.
    pub(crate) fn password(&self) -> &str {
        &self.password
    }

    /// The form and who may pass it: as an application would have it, with the hash of the password alone.
    pub(crate) async fn provider(&self) -> Result<Credentials, PasswordError> {
        let passwords = Passwords::new();
        let hash = passwords.hash(&self.password).await?;
        let fields = [
            Field::new("username").label("User name").attribute("autocomplete", "username"),
            Field::new("password")
                .label("Password")
                .input_type("password")
                .attribute("autocomplete", "current-password"),
        ];
        let provider = Credentials::new(fields, move |input, _request| {
            let passwords = passwords.clone();
            let hash = (input.str("username").as_deref() == Some(Self::NAME)).then(|| hash.clone());
            async move {
                // Asked even when there is no such user, so that the time that passes does not tell.
                let right = passwords.verify(hash.as_deref(), input.str("password")).await?;
                let mut user = User::new();
                user.set("id", "1").set("name", "Ada Lovelace").set("email", "ada@example.com");
                Ok(right.then_some(user))
            }
        });
        Ok(provider.name("a password"))
    }
}

/// A secret for this run alone.
pub(crate) fn random_secret() -> Result<Secret, RngError> {
    let mut random = [0; 32];
    authwire::native::OsRng.fill(&mut random)?;
    let mut text = String::with_capacity(64);
    for byte in random {
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text.into())
}
