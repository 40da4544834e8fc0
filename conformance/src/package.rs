//! The npm package as the subject: what `package-exceptions.toml` says of it in either host.
use crate::{
    Failure,
    host::Host,
    scenario::{Aspect, Expect, Scenario, Step},
};
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    exception: Vec<Exception>,
}

/// What takes the place of a step's own `differs`, `differs_in` and `expect`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    /// `scenario/step`.
    steps: Vec<String>,
    /// `P`, `R`, or both.
    hosts: Vec<String>,
    why: String,
    /// Empty where next-auth itself answers in this host as Authwire does.
    differs: Vec<String>,
    #[serde(default)]
    differs_in: BTreeSet<Aspect>,
    expect: Option<Expect>,
}

/// Changes the steps that the file names for this host.
pub(crate) fn except(host: Host, scenarios: &mut [Scenario]) -> Result<(), Failure> {
    let text = std::fs::read_to_string(crate::folder().join("package-exceptions.toml"))?;
    apply(&text, host, scenarios).map_err(|failure| format!("package-exceptions.toml: {failure}").into())
}

fn apply(text: &str, host: Host, scenarios: &mut [Scenario]) -> Result<(), Failure> {
    let mut named = BTreeSet::new();
    for exception in toml::from_str::<File>(text)?.exception {
        if exception.hosts.is_empty() || !exception.hosts.iter().all(|name| Host::named(name).is_some()) {
            return Err(format!("{:?}: hosts are P and R", exception.steps).into());
        }
        if exception.why.is_empty() {
            return Err(format!("{:?}: no reason", exception.steps).into());
        }
        for name in &exception.steps {
            let step = find(scenarios, name).ok_or_else(|| format!("no step is called {name}"))?;
            if !exception.hosts.iter().any(|wanted| wanted == host.name()) {
                continue;
            }
            if !named.insert(name.clone()) {
                return Err(format!("{name} twice").into());
            }
            step.differs.clone_from(&exception.differs);
            step.differs_in.clone_from(&exception.differs_in);
            step.expect.clone_from(&exception.expect);
            step.check().map_err(|failure| format!("{name}: {failure}"))?;
        }
    }
    Ok(())
}

fn find<'s>(scenarios: &'s mut [Scenario], name: &str) -> Option<&'s mut Step> {
    let (scenario, step) = name.split_once('/')?;
    let scenario = scenarios.iter_mut().find(|held| held.name == scenario)?;
    scenario.steps.iter_mut().find(|held| held.name == step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{self, Profile};

    #[test]
    fn the_file_is_sound_and_an_exception_holds_in_its_host() {
        for host in Host::ALL {
            except(host, &mut scenario::load().unwrap()).unwrap();
        }
        let text = "[[exception]]\nsteps = [\"journey/sign-in\"]\nhosts = [\"R\"]\nwhy = \"a\"\ndiffers = [\"D-01\"]\n\
                    differs_in = [\"status\"]\nexpect = { status = 200 }\n";
        let mut scenarios = scenario::load().unwrap();
        let name = |scenarios: &[Scenario]| {
            let journey = scenarios.iter().find(|scenario| scenario.name == "journey").unwrap();
            format!("journey/{}", journey.steps.first().unwrap().name)
        };
        let text = text.replace("journey/sign-in", &name(&scenarios));
        let mut listed = |host| {
            apply(&text, host, &mut scenarios).unwrap();
            find(&mut scenarios, &name(&scenario::load().unwrap())).unwrap().listed(Profile::Compat).to_vec()
        };
        assert!(listed(Host::Pages).is_empty());
        assert_eq!(listed(Host::Route), ["D-01"]);
        assert!(apply(&text.replace("journey/", "nowhere/"), Host::Route, &mut scenarios).is_err());
        assert!(apply(&text.replace("\"R\"", "\"Q\""), Host::Route, &mut scenarios).is_err());
        assert!(apply(&text.replace("\"a\"", "\"\""), Host::Route, &mut scenarios).is_err());
        assert!(apply(&format!("{text}{text}"), Host::Route, &mut scenarios).is_err());
    }
}
