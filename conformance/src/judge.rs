//! Is a step identical, listed, or failed?
use crate::{
    answer::Answer,
    apps::Apps,
    compare::{self, Mismatch, Pairs},
    expect,
    run::Exchange,
    scenario::{Aspect, Profile},
};
use std::collections::BTreeSet;

/// The verdict on one exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Both answers are the same.
    Identical,
    /// They differ as `docs/DIFFERENCES.md` says, and only there.
    Listed,
    /// Why not.
    Failed(Vec<String>),
}

/// Verdicts in the order of the exchanges. `alter` may change an answer of the subject before it is compared.
pub(crate) fn judge(
    exchanges: &[Exchange<'_>],
    apps: &Apps,
    same: bool,
    alter: impl Fn(&Answer) -> Option<Answer>,
) -> Vec<Verdict> {
    let mut pairs = Pairs::default();
    let mut before: Option<(&str, Profile)> = None;
    let mut verdicts = Vec::with_capacity(exchanges.len());
    for exchange in exchanges {
        let here = (exchange.scenario.name.as_str(), exchange.profile);
        if before != Some(here) || exchange.step.cross {
            pairs = Pairs::default();
        }
        before = Some(here);
        let altered = alter(&exchange.subject);
        let subject = altered.as_ref().unwrap_or(&exchange.subject);
        let Some(app) = apps.get(&exchange.scenario.app) else {
            verdicts.push(Verdict::Failed(vec!["no such application".to_owned()]));
            continue;
        };
        // What strict adds is no matter between two copies of the reference.
        let profile = if same { Profile::Compat } else { exchange.profile };
        let mismatches = compare::answers(app, profile, &exchange.reference, subject, &mut pairs);
        // From here on the sides hold other cookies: their random values have to be matched up anew.
        if !same && exchange.step.excused(exchange.profile).contains(&Aspect::Cookies) {
            pairs = Pairs::default();
        }
        verdicts.push(verdict(exchange, subject, mismatches, same));
    }
    verdicts
}

fn verdict(exchange: &Exchange<'_>, subject: &Answer, mismatches: Vec<Mismatch>, same: bool) -> Verdict {
    let (step, profile) = (exchange.step, exchange.profile);
    // Two copies of the reference differ nowhere, whatever is listed.
    if same || step.listed(profile).is_empty() {
        let mut reasons: Vec<String> = mismatches.into_iter().map(|mismatch| mismatch.to_string()).collect();
        if let Some(expectation) = step.expectation(profile).filter(|_| !same) {
            reasons.extend(expect::unmet(expectation, subject));
        }
        return if reasons.is_empty() { Verdict::Identical } else { Verdict::Failed(reasons) };
    }
    let excused = step.excused(profile);
    let touched: BTreeSet<_> = mismatches.iter().map(|mismatch| mismatch.aspect).collect();
    let mut reasons: Vec<String> =
        mismatches.iter().filter(|mismatch| !excused.contains(&mismatch.aspect)).map(ToString::to_string).collect();
    for aspect in excused.difference(&touched) {
        reasons
            .push(format!("{aspect:?} is listed as different ({}) but is the same", step.listed(profile).join(", ")));
    }
    if let Some(expectation) = step.expectation(profile) {
        reasons.extend(expect::unmet(expectation, subject));
    }
    if reasons.is_empty() { Verdict::Listed } else { Verdict::Failed(reasons) }
}
