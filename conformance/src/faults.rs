//! Ten planted faults: each changes an answer of the subject in one small way, and the comparison has to notice.
use crate::answer::Answer;
use crate::scenario::Aspect;

/// A way to spoil an answer.
pub(crate) struct Fault {
    pub(crate) name: &'static str,
    /// Where it shows: a step that excuses this part is not asked to notice.
    pub(crate) shows_in: Aspect,
    /// The spoilt answer, `None` where there is nothing to spoil.
    pub(crate) plant: fn(&Answer) -> Option<Answer>,
}

/// All of them.
pub(crate) const FAULTS: [Fault; 10] = [
    Fault { name: "an attribute dropped", shows_in: Aspect::Cookies, plant: attribute_dropped },
    Fault { name: "an order changed", shows_in: Aspect::Cookies, plant: order_changed },
    Fault { name: "an expiry off by an hour", shows_in: Aspect::Cookies, plant: expiry_moved },
    Fault { name: "a status changed", shows_in: Aspect::Status, plant: status_changed },
    Fault { name: "a claim changed", shows_in: Aspect::Claims, plant: claim_changed },
    Fault { name: "a form field missing", shows_in: Aspect::Body, plant: field_missing },
    Fault { name: "a text changed", shows_in: Aspect::Body, plant: text_changed },
    Fault { name: "a cookie missing", shows_in: Aspect::Cookies, plant: cookie_missing },
    Fault { name: "JSON keys in another order", shows_in: Aspect::Body, plant: keys_reordered },
    Fault { name: "another redirect target", shows_in: Aspect::Location, plant: target_changed },
];

fn attribute_dropped(answer: &Answer) -> Option<Answer> {
    let mut spoilt = answer.clone();
    let cookie = spoilt.cookies.iter_mut().find(|cookie| cookie.attribute("HttpOnly").is_some())?;
    cookie.attributes.retain(|(name, _)| name != "HttpOnly");
    Some(spoilt)
}

fn order_changed(answer: &Answer) -> Option<Answer> {
    let mut spoilt = answer.clone();
    (spoilt.cookies.len() > 1).then(|| spoilt.cookies.swap(0, 1))?;
    Some(spoilt)
}

fn expiry_moved(answer: &Answer) -> Option<Answer> {
    let mut spoilt = answer.clone();
    let (_, expires) =
        spoilt.cookies.iter_mut().flat_map(|cookie| &mut cookie.attributes).find(|(name, _)| name == "Expires")?;
    let hour: u8 = expires.get(17..19)?.parse().ok()?;
    let moved = hour.checked_add(1).filter(|hour| *hour < 24).or_else(|| hour.checked_sub(1))?;
    expires.replace_range(17..19, &format!("{moved:02}"));
    Some(spoilt)
}

fn status_changed(answer: &Answer) -> Option<Answer> {
    let mut spoilt = answer.clone();
    spoilt.status = spoilt.status.checked_add(1)?;
    Some(spoilt)
}

fn claim_changed(answer: &Answer) -> Option<Answer> {
    let mut spoilt = answer.clone();
    let claims = spoilt.claims.as_mut()?.as_object_mut()?;
    let (_, value) = claims.iter_mut().find(|(name, value)| value.is_string() && *name != "jti")?;
    *value = format!("{} ", value.as_str()?).into();
    Some(spoilt)
}

fn field_missing(answer: &Answer) -> Option<Answer> {
    let mut spoilt = answer.clone();
    let from = spoilt.body.find("<input").filter(|_| answer.is_html())?;
    let length = spoilt.body.get(from..)?.find('>')?.checked_add(1)?;
    spoilt.body.replace_range(from..from.checked_add(length)?, "");
    Some(spoilt)
}

fn text_changed(answer: &Answer) -> Option<Answer> {
    let mut spoilt = answer.clone();
    // The last text of a page: right before the last closing tag that follows one.
    let body = spoilt.body.find("<body").filter(|_| answer.is_html())?;
    let at = spoilt.body.get(body..)?.rmatch_indices("</").find_map(|(at, _)| {
        let before = spoilt.body.get(body..body.checked_add(at)?)?.chars().next_back()?;
        before.is_alphanumeric().then(|| body.checked_add(at))?
    })?;
    spoilt.body.insert(at, 's');
    Some(spoilt)
}

fn cookie_missing(answer: &Answer) -> Option<Answer> {
    let mut spoilt = answer.clone();
    spoilt.cookies.pop()?;
    Some(spoilt)
}

fn keys_reordered(answer: &Answer) -> Option<Answer> {
    let mut spoilt = answer.clone();
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&spoilt.body).ok()?;
    let turned: serde_json::Map<_, _> = object.into_iter().rev().collect();
    (turned.len() > 1).then(|| spoilt.body = serde_json::Value::Object(turned).to_string())?;
    Some(spoilt)
}

fn target_changed(answer: &Answer) -> Option<Answer> {
    let mut spoilt = answer.clone();
    let (_, target) = spoilt.headers.iter_mut().find(|(name, _)| name == "location")?;
    target.push('x');
    Some(spoilt)
}
