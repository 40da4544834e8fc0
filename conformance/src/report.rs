//! Runs everything and says what came of it.
use crate::{
    Failure,
    application::Application,
    apps::{self, Apps},
    arguments::Arguments,
    compare::{is_browser, rule_of},
    coverage, differences,
    faults::FAULTS,
    host::Host,
    judge::{Verdict, judge},
    package,
    reference::Reference,
    run::{Exchange, run},
    scenario::{self, Aspect, Profile, Scenario},
    side::Side,
    subject::{Authwire, Package},
};
use std::collections::BTreeSet;

/// The whole suite; true when nothing failed.
pub(crate) fn everything(arguments: &Arguments) -> Result<bool, Failure> {
    let host = arguments.package.unwrap_or_default();
    let apps = apps::load(host)?;
    let mut scenarios = scenario::load()?;
    let mut faults = coverage::check(&scenarios)?;
    if arguments.package.is_some() {
        package::except(host, &mut scenarios)?;
    }
    if let Some(part) = &arguments.only {
        scenarios.retain(|scenario| scenario.name.contains(part));
    }
    let application = Application::reference()?;
    let mut reference = Reference::start(&application, apps.clone(), host)?;
    let mut exchanges = Vec::new();
    // The package is compared as applications get it: in the compat profile.
    let profiles = if arguments.package.is_some() { &[Profile::Compat][..] } else { &Profile::ALL };
    for profile in profiles.iter().copied() {
        let mut subject: Box<dyn Side> = if arguments.reference_twice {
            Box::new(Reference::start(&application, apps.clone(), host)?)
        } else if arguments.package.is_some() {
            Box::new(Package::new(Reference::start(&Application::package()?, apps.clone(), host)?))
        } else {
            Box::new(Authwire::new(profile, apps.clone())?)
        };
        exchanges.extend(run(&scenarios, &apps, profile, &mut reference, &mut *subject)?);
    }
    if arguments.show {
        exchanges.iter().for_each(show);
    }
    let verdicts = judge(&exchanges, &apps, arguments.reference_twice, |_| None);
    if arguments.only.is_none() && !arguments.reference_twice {
        faults.extend(unused(&exchanges, &verdicts, arguments.package)?);
    }
    if arguments.plant {
        faults.extend(unnoticed(&exchanges, &apps, &verdicts, arguments.reference_twice));
    }
    Ok(print(&scenarios, &exchanges, &verdicts, &faults))
}

/// Differences that no step shows, and steps that name what is not listed.
fn unused(exchanges: &[Exchange<'_>], verdicts: &[Verdict], package: Option<Host>) -> Result<Vec<String>, Failure> {
    let listed = differences::load()?;
    let mut faults = Vec::new();
    let mut shown: BTreeSet<String> = exchanges.iter().flat_map(by_rule).map(str::to_owned).collect();
    for (exchange, verdict) in exchanges.iter().zip(verdicts) {
        for id in exchange.step.listed(exchange.profile) {
            let name = format!("{}/{} ({})", exchange.scenario.name, exchange.step.name, exchange.profile.name());
            match listed.iter().find(|difference| difference.id == *id) {
                None => faults.push(format!("{name}: DIFFERENCES.md has no {id}")),
                Some(difference) if !difference.holds_in(exchange.profile) => {
                    faults.push(format!("{name}: {id} is a difference of the strict profile alone"));
                }
                Some(_) if *verdict == Verdict::Listed => drop(shown.insert(id.clone())),
                Some(_) => {}
            }
        }
    }
    for difference in &listed {
        // Each row is shown once: by the engine, or in the only host that has it.
        let here = match package {
            None => !difference.in_route_handlers,
            Some(host) => difference.in_route_handlers && host == Host::Route,
        };
        if here && !difference.off_the_wire && !shown.contains(&difference.id) {
            faults.push(format!("DIFFERENCES.md: no step shows {}", difference.id));
        }
    }
    Ok(faults)
}

/// Differences that hold for every answer, by a rule of the comparison.
fn by_rule<'e>(exchange: &'e Exchange<'_>) -> impl Iterator<Item = &'static str> + 'e {
    let added = exchange.subject.headers.iter().filter(|(name, _)| exchange.reference.header(name).is_none());
    let headers = added.filter_map(|(name, value)| rule_of(exchange.profile, name, value));
    let browser = exchange.subject.cookies.iter().any(|cookie| is_browser(&cookie.name));
    headers.chain(browser.then_some("D-66"))
}

/// Plants every fault in every answer that has a place for it.
fn unnoticed(exchanges: &[Exchange<'_>], apps: &Apps, clean: &[Verdict], same: bool) -> Vec<String> {
    let mut faults = Vec::new();
    for fault in &FAULTS {
        let spoilt = judge(exchanges, apps, same, fault.plant);
        let (mut planted, mut noticed) = (0_usize, 0_usize);
        for ((exchange, verdict), clean) in exchanges.iter().zip(&spoilt).zip(clean) {
            let excused = !same && exchange.step.excused(exchange.profile).contains(&fault.shows_in);
            // Against Next's own page for an escaped exception no body is compared.
            let excused = excused || (fault.shows_in == Aspect::Body && exchange.reference.escaped);
            if matches!(clean, Verdict::Failed(_)) || excused || (fault.plant)(&exchange.subject).is_none() {
                continue;
            }
            planted = planted.saturating_add(1);
            if matches!(verdict, Verdict::Failed(_)) {
                noticed = noticed.saturating_add(1);
            } else {
                let at = format!("{}/{} ({})", exchange.scenario.name, exchange.step.name, exchange.profile.name());
                faults.push(format!("planted and not noticed: {} in {at}", fault.name));
            }
        }
        println!("planted: {}: noticed {noticed} of {planted}", fault.name);
        if noticed == 0 {
            faults.push(format!("planted and never noticed: {}", fault.name));
        }
    }
    faults
}

fn show(exchange: &Exchange<'_>) {
    println!(
        "--- {}/{} ({}) {}",
        exchange.scenario.name,
        exchange.step.name,
        exchange.profile.name(),
        exchange.step.request
    );
    for (side, answer) in [("next-auth", &exchange.reference), ("Authwire", &exchange.subject)] {
        let body = if answer.is_html() {
            answer.body.find("<body").and_then(|at| answer.body.get(at..)).unwrap_or_default()
        } else {
            &answer.body
        };
        println!("{side}: {} {:?}", answer.status, answer.headers);
        for cookie in &answer.cookies {
            println!("  {}={} {:?}", cookie.name, cookie.value, cookie.attributes);
        }
        if let Some(claims) = &answer.claims {
            println!("  claims {claims}");
        }
        for call in &answer.calls {
            println!("  call {call}");
        }
        println!("  {body}");
    }
}

fn print(scenarios: &[Scenario], exchanges: &[Exchange<'_>], verdicts: &[Verdict], faults: &[String]) -> bool {
    for (exchange, verdict) in exchanges.iter().zip(verdicts) {
        if let Verdict::Failed(reasons) = verdict {
            println!(
                "{}/{} ({}) {}",
                exchange.scenario.name,
                exchange.step.name,
                exchange.profile.name(),
                exchange.step.request
            );
            reasons.iter().for_each(|reason| println!("    {reason}"));
        }
    }
    faults.iter().for_each(|fault| println!("{fault}"));
    let count = |is: fn(&Verdict) -> bool| verdicts.iter().filter(|verdict| is(verdict)).count();
    let failed = count(|verdict| matches!(verdict, Verdict::Failed(_))).saturating_add(faults.len());
    let steps: usize = scenarios.iter().map(|scenario| scenario.steps.len()).sum();
    println!("{steps} steps in {} scenarios", scenarios.len());
    println!(
        "identical {}, listed {}, failed {failed}",
        count(|verdict| *verdict == Verdict::Identical),
        count(|verdict| *verdict == Verdict::Listed)
    );
    failed == 0
}
