use askama::Template;
use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};

use super::{ColorScheme, ErrorKind, ProviderForm, SignInPage, Theme, is_color};

/// What all pages of one configuration share: styles, their hashes and the logo. Built once, not per request.
#[derive(Debug)]
pub(crate) struct Skin {
    stylesheet: String,
    brand_style: Option<String>,
    button_style: Option<String>,
    logo: Option<String>,
    body_class: &'static str,
    style_hashes: String,
    image_sources: String,
    form_targets: String,
}

impl Skin {
    pub(crate) fn new(theme: &Theme) -> Self {
        // Lines are trimmed for size; a checkout with CRLF must not change what the browser hashes either.
        let stylesheet =
            include_str!("../../templates/pages.css").lines().map(str::trim).collect::<Vec<_>>().join("\n");
        let brand_style = root_style("--brand-color", &theme.brand_color);
        let button_style = root_style("--button-text-color", &theme.button_text);
        let styles = [Some(&stylesheet), brand_style.as_ref(), button_style.as_ref()];
        let style_hashes = styles.into_iter().flatten().map(|style| source_hash(style)).collect::<Vec<_>>().join(" ");
        Self {
            stylesheet,
            brand_style,
            button_style,
            logo: Some(theme.logo.clone()).filter(|logo| !logo.is_empty()),
            body_class: match theme.color_scheme {
                ColorScheme::Auto => "__next-auth-theme-auto",
                ColorScheme::Light => "__next-auth-theme-light",
                ColorScheme::Dark => "__next-auth-theme-dark",
            },
            style_hashes,
            image_sources: image_sources(&theme.logo),
            form_targets: String::new(),
        }
    }

    /// The pages with forms that may lead to these sources of a Content-Security-Policy, separated by spaces.
    pub(crate) fn leading_to(mut self, form_targets: &str) -> Self {
        self.form_targets = form_targets.to_owned();
        self
    }

    pub(crate) fn sign_in(&self, page: &SignInPage<'_>) -> String {
        self.render(&SignIn { skin: self, page })
    }

    /// `action` is `{base}/signout`.
    pub(crate) fn sign_out(&self, action: &str, csrf_token: &str) -> String {
        self.render(&SignOut { skin: self, action, csrf_token })
    }

    /// `origin` is the site's scheme, host and port without a trailing slash.
    pub(crate) fn verify_request(&self, origin: &str) -> String {
        self.render(&VerifyRequest { skin: self, origin, host: host(origin) })
    }

    /// `origin` is as for [`verify_request`](Self::verify_request) and `sign_in_url` is `{base}/signin`;
    /// [`ErrorKind::Configuration`] shows neither, so both may be empty there.
    pub(crate) fn error(&self, kind: ErrorKind, origin: &str, sign_in_url: &str) -> String {
        self.render(&Error { skin: self, kind, origin, host: host(origin), sign_in_url })
    }

    /// A `Content-Security-Policy` value under which the pages work on this origin, which is empty when it is not known.
    pub(crate) fn content_security_policy(&self, origin: &str) -> String {
        let mut forms = "'self'".to_owned();
        for target in [origin, &self.form_targets].into_iter().filter(|target| !target.is_empty()) {
            forms.push(' ');
            forms.push_str(target);
        }
        format!(
            "default-src 'none'; style-src {}; img-src {}; form-action {forms}; base-uri 'none'; frame-ancestors 'none'",
            self.style_hashes, self.image_sources
        )
    }

    pub(crate) fn stylesheet(&self) -> &str {
        &self.stylesheet
    }

    fn brand_style(&self) -> Option<&str> {
        self.brand_style.as_deref()
    }

    fn button_style(&self) -> Option<&str> {
        self.button_style.as_deref()
    }

    fn logo(&self) -> Option<&str> {
        self.logo.as_deref()
    }

    fn body_class(&self) -> &'static str {
        self.body_class
    }

    fn render(&self, page: &impl Template) -> String {
        const MARKUP: usize = 4096;
        let mut html = String::with_capacity(self.stylesheet.len().saturating_add(MARKUP));
        // Writing to a String cannot fail, and no template calls anything fallible.
        let written = page.render_into(&mut html);
        debug_assert!(written.is_ok());
        html
    }
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn<'a> {
    skin: &'a Skin,
    page: &'a SignInPage<'a>,
}

#[derive(Template)]
#[template(path = "sign_out.html")]
struct SignOut<'a> {
    skin: &'a Skin,
    action: &'a str,
    csrf_token: &'a str,
}

#[derive(Template)]
#[template(path = "verify_request.html")]
struct VerifyRequest<'a> {
    skin: &'a Skin,
    origin: &'a str,
    host: &'a str,
}

#[derive(Template)]
#[template(path = "error.html")]
struct Error<'a> {
    skin: &'a Skin,
    kind: ErrorKind,
    origin: &'a str,
    host: &'a str,
    sign_in_url: &'a str,
}

fn root_style(property: &str, color: &str) -> Option<String> {
    let color = color.trim();
    is_color(color).then(|| format!(":root {{ {property}: {color} }}"))
}

fn source_hash(style: &str) -> String {
    format!("'sha256-{}'", Base64::encode_string(&Sha256::digest(style)))
}

/// The `img-src` sources. A logo whose address cannot be written as a source is left to the browser's refusal.
fn image_sources(logo: &str) -> String {
    let lower = logo.to_ascii_lowercase();
    let origin_len = ["https://", "http://"].into_iter().find(|scheme| lower.starts_with(scheme)).map(|scheme| {
        let authority = lower.get(scheme.len()..).unwrap_or_default();
        let len = authority.find(['/', '?', '#', '\\']).unwrap_or(authority.len());
        scheme.len().saturating_add(len)
    });
    match origin_len.and_then(|len| lower.get(..len)) {
        Some(origin) if origin.bytes().all(|byte| byte.is_ascii_alphanumeric() || b":/.-_[]".contains(&byte)) => {
            format!("data: {origin}")
        }
        Some(_) => "data:".to_owned(),
        None if logo.is_empty() || lower.starts_with("data:") => "data:".to_owned(),
        None => "data: 'self'".to_owned(),
    }
}

fn host(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, host)| host)
}
