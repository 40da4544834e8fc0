//! Sends the scenarios to both sides and keeps what they answered; `judge` compares afterwards.
use crate::{
    Failure,
    answer::Answer,
    apps::Apps,
    compare::is_browser,
    http::Request,
    jar::Jar,
    reference::Reference,
    scenario::{Profile, Scenario, Step},
    side::Side,
    variables::{self, Minted},
};
use std::fmt::Write as _;

/// One step in one profile, sent and answered.
pub(crate) struct Exchange<'s> {
    pub(crate) scenario: &'s Scenario,
    pub(crate) step: &'s Step,
    pub(crate) profile: Profile,
    pub(crate) reference: Answer,
    pub(crate) subject: Answer,
}

/// Host that requests name unless the step says otherwise.
const HOST: &str = "localhost:3000";

/// Sends every scenario to the reference and to the subject in one profile, step by step.
pub(crate) fn run<'s>(
    scenarios: &'s [Scenario],
    apps: &Apps,
    profile: Profile,
    reference: &mut Reference,
    subject: &mut dyn Side,
) -> Result<Vec<Exchange<'s>>, Failure> {
    let mut exchanges = Vec::new();
    for scenario in scenarios.iter().filter(|scenario| scenario.only.is_none_or(|only| only == profile)) {
        let app =
            apps.get(&scenario.app).ok_or_else(|| format!("{}: no application {}", scenario.name, scenario.app))?;
        reference.restart(&scenario.app)?;
        subject.restart(&scenario.app)?;
        let (mut ours, mut theirs) = (Jar::default(), Jar::default());
        let mut minted = Minted::new();
        for step in scenario.steps.iter().filter(|step| step.only.is_none_or(|only| only == profile)) {
            let at = |failure: Failure| format!("{}/{} ({}): {failure}", scenario.name, step.name, profile.name());
            if step.cross {
                std::mem::swap(&mut ours, &mut theirs);
            }
            for mint in &step.mint {
                let claims = variables::fill(&mint.claims, &theirs, &minted).map_err(at)?;
                minted.insert(mint.name.clone(), reference.mint(&scenario.app, mint, &claims).map_err(at)?);
            }
            let exchange = |side: &mut dyn Side, jar: &mut Jar| {
                let request = request(step, &app.mount, jar, &minted)?;
                let mut answer = side.ask(&scenario.app, &request)?;
                answer.browser = jar.iter().find(|(name, _)| is_browser(name)).map(|(_, value)| value.clone());
                jar.take(&answer.cookies);
                Ok(answer)
            };
            let mut answer = exchange(&mut *reference, &mut theirs).map_err(at)?;
            let mut own = exchange(subject, &mut ours).map_err(at)?;
            reference.read_claims(&scenario.app, &mut answer).map_err(at)?;
            reference.read_claims(&scenario.app, &mut own).map_err(at)?;
            exchanges.push(Exchange { scenario, step, profile, reference: answer, subject: own });
        }
    }
    Ok(exchanges)
}

/// The request that a step makes out of a jar.
fn request(step: &Step, mount: &str, jar: &Jar, minted: &Minted) -> Result<Request, Failure> {
    let fill = |text: &str| variables::fill(text, jar, minted);
    let (method, target) = step.request.split_once(' ').ok_or("`request` is a method and a target")?;
    let mut headers = Vec::new();
    for (name, value) in &step.headers {
        headers.push((name.clone(), fill(value)?));
    }
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        headers.insert(0, ("Host".to_owned(), HOST.to_owned()));
    }
    let cookies = match &step.cookie_header {
        Some(whole) => fill(whole)?,
        None => {
            let mut pairs: Vec<String> = Vec::new();
            let sent = jar.iter().filter(|(name, _)| !step.fresh || is_browser(name));
            pairs.extend(sent.map(|(name, value)| format!("{name}={value}")));
            for (name, value) in &step.cookies {
                pairs.push(format!("{name}={}", fill(value)?));
            }
            pairs.join("; ")
        }
    };
    if !cookies.is_empty() {
        headers.push(("Cookie".to_owned(), cookies));
    }
    let (kind, body) = if let Some(form) = &step.form {
        (Some("application/x-www-form-urlencoded"), Some(encode(form, &fill)?))
    } else if let Some(json) = &step.json {
        (Some("application/json"), Some(fill(json)?))
    } else {
        (None, step.body.as_deref().map(fill).transpose()?)
    };
    if let Some(kind) = kind.filter(|_| !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"))) {
        headers.push(("Content-Type".to_owned(), kind.to_owned()));
    }
    let body = body.or_else(|| (method == "POST").then(String::new)).map(String::into_bytes);
    Ok(Request { method: method.to_owned(), target: format!("{mount}{}", fill(target)?), headers, body })
}

/// Form-encodes the fields in order; a list repeats its field.
fn encode(form: &toml::Table, fill: &dyn Fn(&str) -> Result<String, Failure>) -> Result<String, Failure> {
    let mut pairs = Vec::new();
    for (name, value) in form {
        let values = value.as_array().map_or_else(|| vec![value], |list| list.iter().collect());
        for value in values {
            let text = value.as_str().ok_or("a form field is text or a list of texts")?;
            pairs.push(format!("{}={}", escape(name)?, escape(&fill(text)?)?));
        }
    }
    Ok(pairs.join("&"))
}

fn escape(text: &str) -> Result<String, Failure> {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.*".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            write!(escaped, "%{byte:02X}")?;
        }
    }
    Ok(escaped)
}
