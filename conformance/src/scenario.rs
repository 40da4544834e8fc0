//! Scenarios: files of steps, in the order in which a browser or a client would send them.
use crate::Failure;
use serde::Deserialize;
use std::{collections::BTreeSet, path::Path};

/// Authwire's two profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Profile {
    /// Runs beside, or in place of, next-auth 4.
    Compat,
    /// Closes what an honest flow could notice as well.
    Strict,
}

impl Profile {
    /// In the order in which they run.
    pub(crate) const ALL: [Self; 2] = [Self::Compat, Self::Strict];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Compat => "compat",
            Self::Strict => "strict",
        }
    }
}

/// One file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scenario {
    /// The file's stem.
    #[serde(skip)]
    pub(crate) name: String,
    /// The application that every step talks to.
    pub(crate) app: String,
    /// What the scenario is about.
    #[expect(dead_code, reason = "for the reader of the file")]
    pub(crate) about: String,
    /// The only profile that accepts the application, with `why`.
    pub(crate) only: Option<Profile>,
    pub(crate) why: Option<String>,
    #[serde(rename = "step")]
    pub(crate) steps: Vec<Step>,
}

/// One request, and what is known about its answer.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    /// Unique in the file; COVERAGE.md calls the step `file/name`.
    pub(crate) name: String,
    /// Method and target below the application's mount: `GET /session?x=1`.
    pub(crate) request: String,
    #[serde(default)]
    pub(crate) headers: Vec<(String, String)>,
    /// Sent after the jar's cookies, unencoded.
    #[serde(default)]
    pub(crate) cookies: Vec<(String, String)>,
    /// The jar stays closed but for the cookie by which strict knows the browser: only `cookies` are sent. What the
    /// answer sets is kept all the same.
    #[serde(default)]
    pub(crate) fresh: bool,
    /// The whole `Cookie` header as it is, instead of jar and `cookies`.
    pub(crate) cookie_header: Option<String>,
    /// Body: fields in order, form-encoded.
    pub(crate) form: Option<toml::Table>,
    /// Body: JSON text.
    pub(crate) json: Option<String>,
    /// Body: text as it is; `headers` name its type.
    pub(crate) body: Option<String>,
    /// Tokens that the reference makes before the step, for both sides.
    #[serde(default)]
    pub(crate) mint: Vec<Mint>,
    /// Before the step each side takes over the other's cookies.
    #[serde(default)]
    pub(crate) cross: bool,
    /// The only profile that this step runs in, with `why`.
    pub(crate) only: Option<Profile>,
    pub(crate) why: Option<String>,
    /// Entries of `docs/DIFFERENCES.md` that this step shows; `strict` takes them over unless it has its own.
    #[serde(default)]
    pub(crate) differs: Vec<String>,
    /// The parts of the answer that they touch; everything else must be identical.
    #[serde(default)]
    pub(crate) differs_in: BTreeSet<Aspect>,
    pub(crate) expect: Option<Expect>,
    pub(crate) strict_differs: Option<Vec<String>>,
    pub(crate) strict_differs_in: Option<BTreeSet<Aspect>>,
    pub(crate) strict_expect: Option<Expect>,
}

/// A part of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Aspect {
    Status,
    Location,
    Headers,
    Cookies,
    Claims,
    Body,
    Calls,
}

/// What our own answer must be where it differs.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expect {
    pub(crate) status: Option<u16>,
    /// Empty: no `Location` at all.
    pub(crate) location: Option<String>,
    /// The whole body.
    pub(crate) body: Option<String>,
    #[serde(default)]
    pub(crate) body_contains: Vec<String>,
    #[serde(default)]
    pub(crate) body_lacks: Vec<String>,
    /// Cookies that the answer gives a value, in order; all of them.
    pub(crate) sets: Option<Vec<String>>,
    /// Cookies that the answer deletes, in order; all of them.
    pub(crate) clears: Option<Vec<String>>,
    /// `name=value` as sent.
    #[serde(default)]
    pub(crate) cookie: Vec<String>,
    /// Recorded calls by name, in order; all of them.
    pub(crate) calls: Option<Vec<String>>,
}

/// A token to be made.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mint {
    /// `${mint:NAME}`.
    pub(crate) name: String,
    /// The payload, JSON or not.
    pub(crate) claims: String,
    /// Another secret than the application's.
    pub(crate) secret: Option<String>,
    /// HKDF salt: the cookie's name for check cookies.
    pub(crate) salt: Option<String>,
    /// Over `{"alg":"dir","enc":"A256GCM"}`.
    pub(crate) header: Option<serde_json::Map<String, serde_json::Value>>,
    /// `respell`: the last character gets bits that decoding throws away.
    pub(crate) transform: Option<String>,
}

impl Step {
    /// The differences listed for a profile.
    pub(crate) fn listed(&self, profile: Profile) -> &[String] {
        match (profile, &self.strict_differs) {
            (Profile::Strict, Some(own)) => own,
            _ => &self.differs,
        }
    }

    /// The parts of the answer that the listed differences touch.
    pub(crate) fn excused(&self, profile: Profile) -> &BTreeSet<Aspect> {
        match (profile, &self.strict_differs_in) {
            (Profile::Strict, Some(own)) => own,
            _ => &self.differs_in,
        }
    }

    /// What our own answer must be in a profile.
    pub(crate) fn expectation(&self, profile: Profile) -> Option<&Expect> {
        match (profile, &self.strict_differs) {
            (Profile::Strict, Some(_)) => self.strict_expect.as_ref(),
            _ => self.expect.as_ref(),
        }
    }

    /// Whether what the step says of itself fits together.
    pub(crate) fn check(&self) -> Result<(), String> {
        if [self.form.is_some(), self.json.is_some(), self.body.is_some()].iter().filter(|given| **given).count() > 1 {
            return Err("more than one body".to_owned());
        }
        if self.only.is_some() != self.why.is_some() {
            return Err("`only` needs `why`, and the other way round".to_owned());
        }
        for profile in Profile::ALL {
            let listed = !self.listed(profile).is_empty();
            if listed && self.excused(profile).is_empty() {
                return Err(format!("{}: a listed difference needs `differs_in`", profile.name()));
            }
            if listed && self.expectation(profile).is_none() {
                return Err(format!("{}: a listed difference needs its expectation", profile.name()));
            }
            if !listed && !self.excused(profile).is_empty() && self.only.is_none_or(|only| only == profile) {
                return Err(format!("{}: `differs_in` without a difference", profile.name()));
            }
        }
        Ok(())
    }
}

/// Reads every scenario, by name.
pub(crate) fn load() -> Result<Vec<Scenario>, Failure> {
    let mut paths: Vec<_> = std::fs::read_dir(crate::folder().join("scenarios"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    paths.iter().map(|path| read(path).map_err(|failure| format!("{}: {failure}", path.display()).into())).collect()
}

fn read(path: &Path) -> Result<Scenario, Failure> {
    let mut scenario: Scenario = toml::from_str(&std::fs::read_to_string(path)?)?;
    scenario.name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
    if scenario.only.is_some() != scenario.why.is_some() {
        return Err("`only` needs `why`, and the other way round".into());
    }
    let mut names = BTreeSet::new();
    for step in &scenario.steps {
        if !names.insert(&step.name) {
            return Err(format!("two steps are called {}", step.name).into());
        }
        step.check().map_err(|failure| format!("{}: {failure}", step.name))?;
    }
    Ok(scenario)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_sound_and_their_applications_exist() {
        let apps = crate::apps::load(crate::host::Host::Pages).unwrap();
        let scenarios = load().unwrap();
        for scenario in &scenarios {
            assert!(apps.contains_key(&scenario.app), "{}: no application {}", scenario.name, scenario.app);
        }
        assert_eq!(crate::coverage::check(&scenarios).unwrap(), Vec::<String>::new());
        let unused = apps.keys().find(|app| !scenarios.iter().any(|scenario| scenario.app == **app));
        assert_eq!(unused, None);
    }

    #[test]
    fn a_difference_needs_its_place_and_its_expectation() {
        let step =
            |text: &str| toml::from_str::<Step>(&format!("name = \"a\"\nrequest = \"GET /\"\n{text}")).unwrap().check();
        assert!(step("").is_ok());
        assert!(step("differs = [\"D-01\"]").is_err());
        assert!(step("differs = [\"D-01\"]\ndiffers_in = [\"status\"]").is_err());
        assert!(step("differs = [\"D-01\"]\ndiffers_in = [\"status\"]\nexpect = { status = 200 }").is_ok());
        assert!(step("differs_in = [\"status\"]").is_err());
        assert!(step("only = \"compat\"").is_err());
        assert!(step("json = \"1\"\nbody = \"1\"").is_err());
    }
}
