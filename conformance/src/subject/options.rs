//! The options of one application, out of its entry in apps.json.
use super::{
    behaviours::{self, Chosen, Told},
    codec::Codec,
    record::{Recorder, Recording},
};
use crate::{Failure, apps::App, scenario::Profile};
use authwire::{
    AuthorizeRequest, ColorScheme, CookieName, CookieOptions, CookieSpec, Credentials, Field, Object, Options, Pages,
    Provider, ProviderStyle, SameSite, Theme,
};
use serde_json::{Map, Value, json};
use std::{collections::BTreeMap, time::Duration};

const CALLBACKS: [(&str, &str); 4] =
    [("signIn", "allow"), ("redirect", "default"), ("jwt", "default"), ("session", "default")];

pub(super) fn of(app: &App, profile: Profile, recorder: &Recorder) -> Result<Options, Failure> {
    let env = app.env.clone();
    let mut options = Options::new(authwire::native::runtime().env(move |name| env.get(name).cloned()));
    options.from_env();
    if profile == Profile::Compat {
        options.compat();
    }
    for (name, value) in &app.options {
        data(&mut options, name, value)?;
    }
    // next-auth's wrapper for the Pages API, not its core, lets `jwt.secret` stand in for a missing `secret`.
    if let (None, Some(secret)) = (app.options.get("secret"), app.secret()) {
        options.secret(secret.to_owned());
    }
    match &app.providers {
        None => {
            options.provider(provider(&default_provider(), app.observe, recorder));
        }
        Some(providers) => {
            for each in providers {
                options.provider(provider(each, app.observe, recorder));
            }
        }
    }
    code(&mut options, app, recorder);
    Ok(options)
}

/// Callbacks, events, logger, codec.
fn code(options: &mut Options, app: &App, recorder: &Recorder) {
    let mut behaviours = BTreeMap::new();
    if app.observe {
        behaviours.extend(CALLBACKS.map(|(name, kind)| (name.to_owned(), kind.to_owned())));
    }
    behaviours.extend(app.callbacks.clone());
    if !behaviours.is_empty() {
        options.callbacks(Chosen { behaviours, recorder: recorder.clone() });
    }
    let observed = || app.observe.then_some("record");
    if let Some(kind) = app.events.as_deref().or_else(observed) {
        options.events(Told { fails: kind == "throw", recorder: recorder.clone() });
    }
    if let Some(kind) = app.logger.as_deref().or_else(observed) {
        options.logger(Recording { recorder: recorder.clone(), errors_only: kind == "errors" });
    }
    if let Some(kind) = &app.codec {
        options.jwt_codec(Codec { kind: kind.clone(), recorder: recorder.clone() });
    }
}

/// One option that is plain data.
fn data(options: &mut Options, name: &str, value: &Value) -> Result<(), Failure> {
    let text = || value.as_str().map(str::to_owned).ok_or_else(|| format!("{name} is a text"));
    match name {
        "secret" => drop(options.secret(text()?)),
        "debug" => drop(options.debug(value == true)),
        "useSecureCookies" => drop(options.use_secure_cookies(value == true)),
        "session" => {
            options.session_max_age(seconds(value.get("maxAge")).ok_or("session.maxAge")?);
        }
        "jwt" => {
            if let Some(age) = seconds(value.get("maxAge")) {
                options.jwt_max_age(age);
            }
            if let Some(secret) = value.get("secret").and_then(Value::as_str) {
                options.jwt_secret(secret.to_owned());
            }
        }
        "pages" => {
            let page = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
            let (sign_in, sign_out, error, verify_request) =
                (page("signIn"), page("signOut"), page("error"), page("verifyRequest"));
            options.pages(Pages { sign_in, sign_out, error, verify_request });
        }
        "theme" => drop(options.theme(theme(value))),
        "cookies" => {
            for (name, cookie) in value.as_object().into_iter().flatten() {
                let (name, spec) = cookie_spec(name, cookie)?;
                options.cookie(name, spec);
            }
        }
        other => return Err(format!("option {other} is unknown here").into()),
    }
    Ok(())
}

fn seconds(value: Option<&Value>) -> Option<Duration> {
    value?.as_u64().map(Duration::from_secs)
}

fn theme(value: &Value) -> Theme {
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
    let scheme = match text("colorScheme") {
        "dark" => ColorScheme::Dark,
        "light" => ColorScheme::Light,
        _ => ColorScheme::Auto,
    };
    Theme::new().color_scheme(scheme).logo(text("logo")).brand_color(text("brandColor")).button_text(text("buttonText"))
}

fn cookie_spec(name: &str, value: &Value) -> Result<(CookieName, CookieSpec), Failure> {
    let cookie = match name {
        "sessionToken" => CookieName::SessionToken,
        "csrfToken" => CookieName::CsrfToken,
        "callbackUrl" => CookieName::CallbackUrl,
        other => return Err(format!("cookie {other} is unknown here").into()),
    };
    let option = |name: &str| value.pointer(&format!("/options/{name}"));
    let text = |name: &str| option(name).and_then(Value::as_str).map(str::to_owned);
    let on = |name: &str| option(name) == Some(&Value::Bool(true));
    let same_site = match option("sameSite") {
        Some(Value::Bool(true)) => Some(SameSite::Strict),
        Some(Value::String(site)) => match site.as_str() {
            "strict" => Some(SameSite::Strict),
            "lax" => Some(SameSite::Lax),
            _ => Some(SameSite::None),
        },
        _ => None,
    };
    let options = CookieOptions {
        http_only: on("httpOnly"),
        secure: on("secure"),
        same_site,
        path: text("path"),
        domain: text("domain"),
        max_age: seconds(option("maxAge")),
        ..CookieOptions::default()
    };
    let name = value.get("name").and_then(Value::as_str).ok_or("a cookie has a name")?.to_owned();
    Ok((cookie, CookieSpec { name, options }))
}

fn default_provider() -> Value {
    json!({
        "authorize": "users",
        "credentials": { "username": { "label": "Username", "type": "text" }, "password": { "label": "Password", "type": "password" } },
    })
}

fn provider(definition: &Value, observed: bool, recorder: &Recorder) -> Provider {
    if definition.get("type").and_then(Value::as_str) == Some("oauth") {
        return listed(definition);
    }
    credentials(definition, observed, recorder).into()
}

fn listed(definition: &Value) -> Provider {
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let looks = definition.get("style").unwrap_or(&Value::Null);
    let mut style = ProviderStyle::new();
    style.logo = text(looks, "logo");
    style.logo_dark = text(looks, "logoDark");
    style.bg = text(looks, "bg");
    style.bg_dark = text(looks, "bgDark");
    style.text = text(looks, "text");
    style.text_dark = text(looks, "textDark");
    Provider::listed_only(text(definition, "id"), text(definition, "name"), style)
}

fn credentials(definition: &Value, observed: bool, recorder: &Recorder) -> Credentials {
    let fields = definition
        .get("credentials")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(key, attributes)| field(key, attributes));
    let knows = definition.get("authorize").is_some();
    let recorder = recorder.clone();
    let mut built =
        Credentials::new(fields.collect::<Vec<_>>(), move |credentials: Object, request: AuthorizeRequest| {
            if observed && knows {
                let probe =
                    request.headers.get("x-probe").map(|probe| String::from_utf8_lossy(probe.as_bytes()).into_owned());
                let mut call = Map::new();
                call.insert("credentials".to_owned(), json!(credentials));
                call.insert("query".to_owned(), json!(request.query));
                call.insert("body".to_owned(), json!(request.body));
                call.insert("method".to_owned(), request.method.as_str().into());
                if let Some(probe) = probe {
                    call.insert("probe".to_owned(), probe.into());
                }
                recorder.record("authorize", &Value::Object(call));
            }
            let outcome = if knows { behaviours::users(&credentials) } else { Ok(None) };
            async { outcome }
        });
    if let Some(id) = definition.get("id").and_then(Value::as_str) {
        built = built.id(id);
    }
    if let Some(name) = definition.get("name").and_then(Value::as_str) {
        built = built.name(name);
    }
    built
}

fn field(key: &str, attributes: &Value) -> Field {
    attributes.as_object().into_iter().flatten().fold(Field::new(key), |field, (name, value)| match value {
        Value::String(text) => field.attribute(name, text),
        Value::Bool(true) => field.attribute(name, ""),
        Value::Bool(false) | Value::Null => field,
        other => field.attribute(name, other.to_string()),
    })
}
