/// Names of the CSS colour functions whose arguments are plain numbers, percentages and keywords.
const FUNCTIONS: [&str; 10] = ["rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color"];

/// The longest colour accepted, in bytes.
const MAX_LEN: usize = 64;

/// Whether a text is a CSS colour that may enter the pages' style element.
///
/// Accepted are `#rgb`, `#rgba`, `#rrggbb` and `#rrggbbaa`, a lone identifier (`rebeccapurple`), and the functions
/// `rgb()`, `rgba()`, `hsl()`, `hsla()`, `hwb()`, `lab()`, `lch()`, `oklab()`, `oklch()` and `color()` without anything
/// nested. Everything else, `var()` and `url()` included, is refused: v4 writes the text into the style element as it
/// is, where it could close the element.
#[must_use]
pub fn is_color(text: &str) -> bool {
    if text.is_empty() || text.len() > MAX_LEN {
        return false;
    }
    if let Some(digits) = text.strip_prefix('#') {
        return matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    if let Some((name, arguments)) = text.strip_suffix(')').and_then(|text| text.split_once('(')) {
        return FUNCTIONS.iter().any(|known| known.eq_ignore_ascii_case(name))
            && !arguments.trim().is_empty()
            && arguments.bytes().all(is_argument_byte);
    }
    text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// `/` separates the alpha value; a comment cannot arise because `*` is refused.
fn is_argument_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" .,%/+-".contains(&byte)
}
