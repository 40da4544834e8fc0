use super::is_color;

/// The looks of a provider's button on the sign-in page (v4's `style`). Empty texts mean "not set".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProviderStyle {
    /// URL of the mark; one that begins with a slash is next-auth's own, of that file name.
    pub logo: String,
    /// The mark on dark ground (default: the same).
    pub logo_dark: String,
    /// CSS colour of the ground.
    pub bg: String,
    /// The ground in dark pages (default: the same).
    pub bg_dark: String,
    /// CSS colour of the text.
    pub text: String,
    /// The text in dark pages (default: the same).
    pub text_dark: String,
}

impl ProviderStyle {
    /// No looks of its own.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The custom properties that v4 writes onto the button; colours that are none are left out.
    pub(crate) fn properties(&self) -> String {
        let (dark_bg, dark_text) = (or(&self.bg_dark, &self.bg), or(&self.text_dark, &self.text));
        let properties = [
            ("--provider-bg", self.bg.clone()),
            ("--provider-dark-bg", dark_bg.to_owned()),
            ("--provider-color", self.text.clone()),
            ("--provider-dark-color", dark_text.to_owned()),
            ("--provider-bg-hover", translucent(&self.bg)),
            ("--provider-dark-bg-hover", translucent(dark_bg)),
        ];
        let written = properties.iter().filter(|(_, value)| is_color(value));
        written.map(|(name, value)| format!("{name}: {value};")).collect::<Vec<_>>().join(" ")
    }

    /// The marks for light and dark pages.
    pub(crate) fn logos(&self) -> [String; 2] {
        [&*self.logo, or(&self.logo_dark, &self.logo)].map(|logo| match logo.strip_prefix('/') {
            Some(_) => format!("https://authjs.dev/img/providers{logo}"),
            None => logo.to_owned(),
        })
    }
}

fn or<'a>(text: &'a str, default: &'a str) -> &'a str {
    if text.is_empty() { default } else { text }
}

/// A hexadecimal colour at four fifths of its strength.
fn translucent(color: &str) -> String {
    let Some(digits) = color.strip_prefix('#').filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit())) else {
        return String::new();
    };
    let double: String = digits.chars().flat_map(|digit| [digit, digit]).collect();
    let digits = if digits.len() == 3 { &double } else { digits };
    let channel = |at: usize| digits.get(at..at.saturating_add(2)).and_then(|two| u8::from_str_radix(two, 16).ok());
    match (channel(0), channel(2), channel(4)) {
        (Some(red), Some(green), Some(blue)) => format!("rgba({red}, {green}, {blue}, 0.8)"),
        _ => String::new(),
    }
}
