/// One input of a credentials form.
///
/// Every attribute, `label`, `type` and `placeholder` included, is written onto the input in the order given, as v4
/// does. Without a label the key is shown; without a type the input is a `text` one.
///
/// ```
/// # use authwire_core::Field;
/// let field = Field::new("username")
///     .label("Username")
///     .input_type("text")
///     .placeholder("jsmith")
///     .attribute("autocomplete", "username");
/// assert_eq!(field.key(), "username");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    key: String,
    attributes: Vec<(String, String)>,
}

impl Field {
    /// A text input whose value arrives under `key`.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), attributes: Vec::new() }
    }

    /// The text above the input (default: the key).
    #[must_use]
    pub fn label(self, text: impl Into<String>) -> Self {
        self.attribute("label", text)
    }

    /// The input's type, such as `password` or `email` (default: `text`).
    #[must_use]
    pub fn input_type(self, name: impl Into<String>) -> Self {
        self.attribute("type", name)
    }

    /// The hint shown while the input is empty (default: none).
    #[must_use]
    pub fn placeholder(self, text: impl Into<String>) -> Self {
        self.attribute("placeholder", text)
    }

    /// Any other HTML attribute of the input; an empty value makes it a bare one (`required`).
    ///
    /// An attribute given twice keeps its place and takes the later value. `name` and `id` replace the generated ones.
    /// A name that HTML does not allow (empty, or with white space, a control character or one of `"'<>/=\`) is
    /// ignored, as by v4.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        if let Some(known) = self.attributes.iter_mut().find(|(known, _)| *known == name) {
            known.1 = value;
        } else if is_attribute_name(&name) {
            self.attributes.push((name, value));
        }
        self
    }

    /// The name under which the value arrives.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// All attributes, in the order given.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of one attribute, or `None` when it was not given.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    pub(super) fn label_text(&self) -> &str {
        self.get("label").unwrap_or(&self.key)
    }

    pub(super) fn name_or_key(&self) -> &str {
        self.get("name").unwrap_or(&self.key)
    }

    pub(super) fn placeholder_text(&self) -> Option<&str> {
        self.get("placeholder").filter(|text| !text.is_empty())
    }

    /// The attributes that follow the four every input has.
    pub(super) fn further_attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes().filter(|(name, _)| !matches!(*name, "name" | "id" | "type" | "placeholder"))
    }
}

fn is_attribute_name(name: &str) -> bool {
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || "\"'<>/=\\".contains(c);
    !name.is_empty() && !name.contains(forbidden)
}
