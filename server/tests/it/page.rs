//! What a browser without scripts would send for a form of our pages.

/// The fields of the form with this id (or of the whole page), by name, as they would be sent; buttons are left out.
pub fn fields(html: &str, form: &str) -> Vec<(String, String)> {
    let start = html.find(&format!("id=\"{form}\"")).unwrap_or_else(|| panic!("no form {form} in {html}"));
    let end = html[start..].find("</form>").expect("the form ends");
    let (mut fields, mut select) = (Vec::new(), None);
    for piece in html[start..start + end].split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let (element, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let get = |name: &str| attribute(attributes, name);
        match element {
            "input" => {
                let sent =
                    !matches!(get("type").as_deref(), Some("checkbox" | "radio")) || attributes.contains(" checked");
                if let Some(name) = get("name").filter(|_| sent) {
                    fields.push((name, get("value").unwrap_or_default()));
                }
            }
            // A line end right behind the tag does not count.
            "textarea" => {
                fields.push((get("name").expect("a name"), unescaped(text.strip_prefix('\n').unwrap_or(text))))
            }
            "select" => select = get("name"),
            "option" if attributes.ends_with("selected") => {
                fields.push((select.clone().expect("inside a select"), get("value").expect("a value")));
            }
            _ => {}
        }
    }
    fields
}

/// Replaces the value of a field that is there.
pub fn set(fields: &mut [(String, String)], name: &str, value: &str) {
    let field = fields.iter_mut().find(|(one, _)| one == name).unwrap_or_else(|| panic!("no field {name}"));
    field.1 = value.to_owned();
}

/// Types into a field or ticks a box that is not ticked yet.
pub fn put(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    match fields.iter_mut().find(|(one, _)| one == name) {
        Some(field) => field.1 = value.to_owned(),
        None => fields.push((name.to_owned(), value.to_owned())),
    }
}

/// The value of a field.
pub fn value<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
}

fn attribute(attributes: &str, name: &str) -> Option<String> {
    let (_, rest) =
        format!(" {attributes}").split_once(&format!(" {name}=\"")).map(|(a, b)| (a.to_owned(), b.to_owned()))?;
    rest.split_once('"').map(|(value, _)| unescaped(value))
}

fn unescaped(text: &str) -> String {
    // Templates write numbers and Yew writes names. What begins them all comes last, so that nothing is read twice.
    let entities = [
        ("&amp;", "&#38;"),
        ("&#60;", "<"),
        ("&lt;", "<"),
        ("&#62;", ">"),
        ("&gt;", ">"),
        ("&#34;", "\""),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
    ];
    entities.iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}
