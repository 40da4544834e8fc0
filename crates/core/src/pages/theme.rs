/// Which colours the built-in pages use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorScheme {
    /// Those the visitor's system prefers.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl ColorScheme {
    /// The name used in v4's options: `auto`, `light` or `dark`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The look of the built-in pages and mails.
///
/// Everything is optional; an empty text means "not set", as in v4. A colour that [`is_color`](crate::is_color)
/// refuses is left out.
///
/// ```
/// # use authwire_core::{ColorScheme, Theme};
/// let theme = Theme::new().color_scheme(ColorScheme::Dark).brand_color("#0f766e").logo("/logo.svg");
/// assert_eq!(theme.brand_color, "#0f766e");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Theme {
    /// Light, dark, or what the visitor prefers (the default).
    pub color_scheme: ColorScheme,
    /// URL of an image shown above every page's text; at most 150 × 70 CSS pixels are used.
    pub logo: String,
    /// CSS colour of the buttons and focus rings (default: a blue, `#157efb`).
    pub brand_color: String,
    /// CSS colour of the text on the buttons (default: white).
    pub button_text: String,
}

impl Theme {
    /// The default look.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets [`color_scheme`](Self::color_scheme).
    #[must_use]
    pub fn color_scheme(mut self, scheme: ColorScheme) -> Self {
        self.color_scheme = scheme;
        self
    }

    /// Sets [`logo`](Self::logo).
    #[must_use]
    pub fn logo(mut self, url: impl Into<String>) -> Self {
        self.logo = url.into();
        self
    }

    /// Sets [`brand_color`](Self::brand_color).
    #[must_use]
    pub fn brand_color(mut self, color: impl Into<String>) -> Self {
        self.brand_color = color.into();
        self
    }

    /// Sets [`button_text`](Self::button_text).
    #[must_use]
    pub fn button_text(mut self, color: impl Into<String>) -> Self {
        self.button_text = color.into();
        self
    }
}
