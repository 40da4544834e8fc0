use super::*;

const CSRF: &str = "b00fa716ab4bf270869982fcf5eba95e22246f2324ea745e7dcffc878ab10235";
const XSS: &str = "\"><svg/onload=alert(1)>'-alert(1)-'</title></style><script>{{7*7}}\u{2028}&";

fn username() -> Field {
    Field::new("username").label("Username").input_type("text").placeholder("jsmith")
}

fn password() -> Field {
    Field::new("password").label("Password").input_type("password").attribute("required", "")
}

fn form<'a>(id: &'a str, name: &'a str, fields: &'a [Field]) -> ProviderForm<'a> {
    ProviderForm::Credentials { id, name, action: "https://app.example/api/auth/callback/credentials", fields }
}

fn sign_in(fields: &[Field], error: Option<&str>) -> String {
    let providers = vec![form("credentials", "Credentials", fields)];
    Skin::new(&Theme::new()).sign_in(&SignInPage { providers, csrf_token: CSRF, error })
}

/// Every tag of the page's body, so that injected ones stand out.
fn tags(html: &str) -> Vec<&str> {
    let body = html.split_once("<body").map_or("", |(_, body)| body);
    body.split('<').skip(1).filter_map(|tag| tag.split([' ', '>', '/']).find(|name| !name.is_empty())).collect()
}

/// The texts of the page's style elements.
fn styles(html: &str) -> Vec<&str> {
    html.split("<style>").skip(1).filter_map(|rest| rest.split_once("</style>").map(|(style, _)| style)).collect()
}

#[test]
fn frame_declares_language_charset_and_theme() {
    let html = sign_in(&[], None);
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"UTF-8\">"));
    assert!(html.contains("<title>Sign In</title>"));
    assert!(html.contains("<body class=\"__next-auth-theme-auto\">"));
    assert!(html.contains("<div class=\"signin\">"));
    assert!(!html.contains("<script"));
    assert!(!html.contains("class=\"logo\""));
    let dark = Skin::new(&Theme::new().color_scheme(ColorScheme::Dark)).verify_request("https://app.example");
    assert!(dark.contains("<body class=\"__next-auth-theme-dark\">"));
    let light = Skin::new(&Theme::new().color_scheme(ColorScheme::Light)).verify_request("https://app.example");
    assert!(light.contains("<body class=\"__next-auth-theme-light\">"));
}

#[test]
fn credentials_form_has_the_markup_of_v4() {
    let html = sign_in(&[username(), password(), Field::new("code")], None);
    for part in [
        "<form action=\"https://app.example/api/auth/callback/credentials\" method=\"POST\">",
        "<input type=\"hidden\" name=\"csrfToken\" value=\"b00fa716ab4bf270869982fcf5eba95e22246f2324ea745e7dcffc878ab10235\" />",
        "<div><label class=\"section-header\" for=\"input-username-for-credentials-provider\">Username</label><input \
         name=\"username\" id=\"input-username-for-credentials-provider\" type=\"text\" placeholder=\"jsmith\" \
         label=\"Username\" /></div>",
        "name=\"password\" id=\"input-password-for-credentials-provider\" type=\"password\" placeholder \
         label=\"Password\" required /></div>",
        "for=\"input-code-for-credentials-provider\">code</label><input name=\"code\" \
         id=\"input-code-for-credentials-provider\" type=\"text\" placeholder /></div>",
        "<button type=\"submit\">Sign in with Credentials</button>",
    ] {
        assert!(html.contains(part), "missing {part} in {html}");
    }
    assert!(!html.contains("callbackUrl"));
    assert!(!html.contains("<hr />"));
}

#[test]
fn attributes_replace_the_generated_ones() {
    let field = username().attribute("name", "login").attribute("id", "who").attribute("type", "email");
    let html = sign_in(&[field], None);
    assert!(
        html.contains("<input name=\"login\" id=\"who\" type=\"email\" placeholder=\"jsmith\" label=\"Username\" />")
    );
}

#[test]
fn attribute_names_that_html_refuses_are_ignored() {
    let field = ["", "a b", "a\"", "a'", "a<", "a>", "a/", "a=", "a\\", "a\0", "a\u{2028}"]
        .into_iter()
        .fold(Field::new("x"), |field, name| field.attribute(name, "1"));
    assert_eq!(field.attributes().count(), 0);
}

#[test]
fn several_forms_are_separated() {
    let fields = [username()];
    let providers = vec![form("a", "A", &fields), form("b", "B", &fields), form("c", "C", &[])];
    let html = Skin::new(&Theme::new()).sign_in(&SignInPage { providers, csrf_token: CSRF, error: None });
    assert_eq!(html.matches("<hr />").count(), 2);
    assert_eq!(html.matches("<div class=\"provider\">").count(), 3);
    assert!(html.contains("</form><hr /></div>"));
    assert!(
        html.contains("id=\"input-username-for-a-provider\"") && html.contains("id=\"input-username-for-b-provider\"")
    );
}

#[test]
fn sign_in_errors_come_from_a_closed_list() {
    for (code, text) in [
        ("Signin", "Try signing in with a different account."),
        ("OAuthSignin", "Try signing in with a different account."),
        ("OAuthCallback", "Try signing in with a different account."),
        ("OAuthCreateAccount", "Try signing in with a different account."),
        ("EmailCreateAccount", "Try signing in with a different account."),
        ("Callback", "Try signing in with a different account."),
        ("OAuthAccountNotLinked", "To confirm your identity, sign in with the same account you used originally."),
        ("EmailSignin", "The e-mail could not be sent."),
        ("CredentialsSignin", "Sign in failed. Check the details you provided are correct."),
        ("SessionRequired", "Please sign in to access this page."),
        ("credentialssignin", "Unable to sign in."),
        ("constructor", "Unable to sign in."),
        (XSS, "Unable to sign in."),
    ] {
        let html = sign_in(&[], Some(code));
        assert!(html.contains(&format!("<div class=\"error\" role=\"alert\"><p>{text}</p></div>")), "{code}");
        assert!(!html.contains("svg"));
    }
    assert!(!sign_in(&[], Some("")).contains("role=\"alert\""));
    assert!(!sign_in(&[], None).contains("role=\"alert\""));
}

#[test]
fn configured_texts_cannot_create_markup() {
    let plain = ["a"; 6].map(str::to_owned);
    let hostile = [XSS; 6].map(str::to_owned);
    let render = |[id, name, action, key, label, value]: [String; 6]| {
        let fields =
            [Field::new(key).label(label).placeholder(&*value).attribute("title", &*value).attribute("id", value)];
        let providers = vec![ProviderForm::Credentials { id: &id, name: &name, action: &action, fields: &fields }];
        let theme = Theme::new().logo(id.clone()).brand_color(name.clone()).button_text(action.clone());
        Skin::new(&theme).sign_in(&SignInPage { providers, csrf_token: &id, error: Some(&id) })
    };
    let theme_styles = 2;
    let mut expected = render(plain);
    assert_eq!(styles(&expected).len(), 1 + theme_styles);
    let (brand, button) = (":root { --brand-color: a }", ":root { --button-text-color: a }");
    expected =
        expected.replace(&format!("<style>{brand}</style>"), "").replace(&format!("<style>{button}</style>"), "");
    let html = render(hostile);
    assert_eq!(tags(&html), tags(&expected));
    assert!(!html.contains("<svg") && !html.contains("<script"));

    let skin = Skin::new(&Theme::new());
    assert_eq!(tags(&skin.sign_out(XSS, XSS)), tags(&skin.sign_out("a", "a")));
    assert_eq!(tags(&skin.verify_request(XSS)), tags(&skin.verify_request("a")));
    for kind in [ErrorKind::Default, ErrorKind::Configuration, ErrorKind::AccessDenied, ErrorKind::Verification] {
        assert_eq!(tags(&skin.error(kind, XSS, XSS)), tags(&skin.error(kind, "a", "a")));
    }
}

#[test]
fn sign_out_has_the_markup_of_v4() {
    let html = Skin::new(&Theme::new().button_text("black")).sign_out("https://app.example/api/auth/signout", CSRF);
    for part in [
        "<title>Sign Out</title>",
        "<div class=\"signout\"><style>:root { --button-text-color: black }</style>",
        "<h1>Signout</h1>",
        "<p>Are you sure you want to sign out?</p>",
        "<form action=\"https://app.example/api/auth/signout\" method=\"POST\">",
        "<button id=\"submitButton\" type=\"submit\">Sign out</button>",
        CSRF,
    ] {
        assert!(html.contains(part), "missing {part}");
    }
    assert!(!html.contains("callbackUrl"));
}

#[test]
fn verify_request_links_to_the_site() {
    let html = Skin::new(&Theme::new().button_text("black")).verify_request("http://localhost:3000");
    for part in [
        "<title>Verify Request</title>",
        "<div class=\"verify-request\">",
        "<h1>Check your email</h1>",
        "<p>A sign in link has been sent to your email address.</p>",
        "<p><a class=\"site\" href=\"http://localhost:3000\">localhost:3000</a></p>",
    ] {
        assert!(html.contains(part), "missing {part}");
    }
    assert!(!html.contains(": black"));
}

#[test]
fn error_page_texts_and_statuses() {
    let skin = Skin::new(&Theme::new());
    for (code, status, part) in [
        (
            "",
            200,
            "<h1>Error</h1>\n<div class=\"message\"><p><a class=\"site\" href=\"https://app.example\">app.example</a></p></div>",
        ),
        (
            "Configuration",
            500,
            "<h1>Server error</h1>\n<div class=\"message\"><div><p>There is a problem with the server configuration.</p>\
             <p>Check the server logs for more information.</p></div></div>",
        ),
        (
            "ACCESSDENIED",
            403,
            "<h1>Access Denied</h1>\n<div class=\"message\"><div><p>You do not have permission to sign in.</p>\
             <p><a class=\"button\" href=\"https://app.example/api/auth/signin\">Sign in</a></p></div></div>",
        ),
        (
            "verification",
            403,
            "<h1>Unable to sign in</h1>\n<div class=\"message\"><div><p>The sign in link is no longer valid.</p>\
             <p>It may have been used already or it may have expired.</p></div></div>\n\
             <a class=\"button\" href=\"https://app.example/api/auth/signin\">Sign in</a>",
        ),
    ] {
        let kind = ErrorKind::from_code(code);
        let html = skin.error(kind, "https://app.example", "https://app.example/api/auth/signin");
        assert_eq!(kind.status(), status, "{code}");
        assert!(html.contains("<title>Error</title>") && html.contains("<div class=\"error\">"));
        assert!(html.contains(part), "{code}: {html}");
    }
    assert_eq!(ErrorKind::from_code("__proto__"), ErrorKind::default());
}

#[test]
fn colors_that_could_leave_the_style_element_are_refused() {
    for color in [
        "#fff",
        "#FFFa",
        "#157efb",
        "#157efbcc",
        "red",
        "rebeccaPurple",
        "rgb(1, 2, 3)",
        "rgb(0 0 0 / 50%)",
        "rgba(1,2,3,.5)",
        "hsl(210deg 50% 40%)",
        "HSLA(1,2%,3%,1)",
        "oklch(0.7 0.1 250)",
        "color(display-p3 1 0 0)",
    ] {
        assert!(is_color(color), "{color}");
    }
    for color in [
        "",
        "#",
        "#ff",
        "#fffff",
        "#ggg",
        "red;",
        "red}",
        "red blue",
        "</style>",
        "rgb(1,2,3)}",
        "rgb(1,2,3",
        "rgb()",
        "rgb(1)) (2)",
        "url(x)",
        "var(--x)",
        "rgb(var(--x))",
        "rgb(/*)",
        "rgb(1)</style>",
        "rgb(\n)",
        "expression(1)",
        "\u{ff52}ed",
    ] {
        assert!(!is_color(color), "{color}");
    }
    assert!(!is_color(&"a".repeat(65)));
    let skin = Skin::new(&Theme::new().brand_color("red}body{display:none").button_text(" #FFF "));
    let html = skin.sign_out("a", CSRF);
    assert_eq!(styles(&html).get(1..), Some(&[":root { --button-text-color: #FFF }"][..]));
}

#[test]
fn policy_covers_every_style_element() {
    use base64ct::{Base64, Encoding};
    use sha2::{Digest, Sha256};
    let skin = Skin::new(&Theme::new().brand_color("#0f766e").button_text("white"));
    let html = skin.sign_out("a", CSRF);
    let found = styles(&html);
    assert_eq!(found.len(), 3);
    let hash = |style: &str| format!("'sha256-{}'", Base64::encode_string(&Sha256::digest(style)));
    assert!(!html.contains("style=\""));
    assert_eq!(
        skin.content_security_policy("https://idp.example"),
        format!(
            "default-src 'none'; style-src {}; img-src data:; form-action 'self' https://idp.example; base-uri 'none'; \
             frame-ancestors 'none'",
            found.iter().map(|style| hash(style)).collect::<Vec<_>>().join(" ")
        )
    );
}

#[test]
fn policy_allows_the_logo_and_nothing_else() {
    for (logo, sources) in [
        ("", "img-src data:;"),
        ("/logo.svg", "img-src data: 'self';"),
        ("data:image/png;base64,AA", "img-src data:;"),
        ("https://cdn.example:8443/a;b/logo.svg?x", "img-src data: https://cdn.example:8443;"),
        ("HTTP://CDN.example", "img-src data: http://cdn.example;"),
        ("https://a.example; script-src *", "img-src data:;"),
        ("https://u:p@a.example/x", "img-src data:;"),
    ] {
        let policy = Skin::new(&Theme::new().logo(logo)).content_security_policy("");
        assert!(policy.contains(sources), "{logo}: {policy}");
    }
}
