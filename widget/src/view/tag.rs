//! Elements, made by one call for each attribute. The `html!` macro writes all that out for every element, which weighs
//! kilobytes more.

use yew::{
    prelude::*,
    virtual_dom::{AttributeOrProperty, Attributes, VList, VTag},
};

macro_rules! attributes {
    ($($(#[$doc:meta])* $attribute:ident = $name:literal,)+) => {
        /// The attributes that elements of a survey have.
        #[allow(missing_docs)]
        #[derive(Clone, Copy)]
        pub enum Name {
            $($(#[$doc])* $attribute,)+
        }

        /// Their names, in the order of [`Name`]. All elements share the list: then comparing two is comparing values.
        const NAMES: &[&str] = &[$($name),+];
    };
}

attributes! {
    Class = "class",
    Id = "id",
    Type = "type",
    Control = "name",
    Required = "required",
    Disabled = "disabled",
    Placeholder = "placeholder",
    MaxLength = "maxlength",
    Max = "max",
    Value = "value",
    Rows = "rows",
    Autocomplete = "autocomplete",
    InputMode = "inputmode",
    NoValidate = "novalidate",
    For = "for",
    TabIndex = "tabindex",
    Href = "href",
    Target = "target",
    Rel = "rel",
    Lang = "lang",
    Dir = "dir",
    Role = "role",
    Label = "aria-label",
    LabelledBy = "aria-labelledby",
    DescribedBy = "aria-describedby",
    Invalid = "aria-invalid",
    Hidden = "aria-hidden",
    Inactive = "aria-disabled",
    As = "data-as",
    At = "data-at",
    Over = "data-over",
    Said = "data-said",
    Bad = "data-bad",
    On = "data-on",
    Look = "data-look",
    Points = "data-points",
    /// What a press on it does.
    Does = "data-does",
    /// The control for which a press on it speaks…
    Enters = "data-enters",
    /// …and what it says.
    Says = "data-says",
    ViewBox = "viewBox",
    Path = "d",
    CenterX = "cx",
    CenterY = "cy",
    Radius = "r",
}

/// An element in the making.
pub struct Tag(Box<VTag>);

/// An element without attributes and children.
#[inline(never)]
pub fn tag(name: &'static str) -> Tag {
    let mut tag = VTag::new(name);
    tag.attributes = Attributes::Dynamic { keys: NAMES, values: NAMES.iter().map(|_| None).collect() };
    Tag(Box::new(tag))
}

// Not inlined: that would be what `html!` does.
impl Tag {
    #[inline(never)]
    fn put(mut self, name: Name, value: AttrValue) -> Self {
        if let Attributes::Dynamic { values, .. } = &mut self.0.attributes
            && let Some(place) = values.get_mut(name as usize)
        {
            *place = Some(AttributeOrProperty::Attribute(value));
        }
        self
    }

    /// Sets an attribute that is the same for every survey.
    #[inline(never)]
    pub fn set(self, name: Name, value: &'static str) -> Self {
        self.put(name, AttrValue::Static(value))
    }

    /// Sets an attribute.
    #[inline(never)]
    pub fn own(self, name: Name, value: &str) -> Self {
        self.put(name, value.to_owned().into())
    }

    /// Sets an attribute that says all by being there, where it applies.
    #[inline(never)]
    pub fn when(self, applies: bool, name: Name) -> Self {
        if applies { self.set(name, "true") } else { self }
    }

    /// What a field holds, or what a button to choose means.
    #[inline(never)]
    pub fn value(mut self, value: &str) -> Self {
        self.0.set_value(AttrValue::from(value.to_owned()));
        self
    }

    /// Whether it is chosen.
    #[inline(never)]
    pub fn checked(mut self, checked: bool) -> Self {
        self.0.set_checked(checked);
        self
    }

    /// Tells it from its neighbours when they change places.
    #[inline(never)]
    pub fn key(mut self, key: &str) -> Self {
        self.0.key = Some(key.into());
        self
    }

    /// Puts something into it.
    #[inline(never)]
    pub fn with(mut self, child: Html) -> Self {
        self.0.add_child(child);
        self
    }

    /// Puts an element into it.
    #[inline(never)]
    pub fn tag(self, child: Tag) -> Self {
        self.with(child.done())
    }

    /// Puts words into it.
    #[inline(never)]
    pub fn say(self, words: &str) -> Self {
        self.with(words.to_owned().into())
    }

    /// The element.
    #[inline(never)]
    pub fn done(self) -> Html {
        (*self.0).into()
    }
}

/// Elements beside each other.
#[inline(never)]
pub fn all(children: Vec<Html>) -> Html {
    VList::with_children(children, None).into()
}
