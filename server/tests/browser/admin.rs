//! An admin: gets in, and looks at the console's pages.

use crate::{
    browser::Browser,
    opina::{EMAIL, Opina, PASSWORD},
};

impl Browser {
    /// Signs in as [`EMAIL`], who was added before.
    #[track_caller]
    pub fn sign_in(&mut self, opina: &Opina) {
        self.open(&opina.page("/sign-in"));
        self.fill("input[name=email]", EMAIL);
        self.fill("input[name=password]", PASSWORD);
        self.click_on("button", "Sign in");
        // What says who is signed in; the form that was sent has none.
        self.wait_for(".account");
    }

    /// Waits until the page's heading says this.
    #[track_caller]
    pub fn wait_for_title(&mut self, title: &str) {
        self.wait_for_text("h1", title);
    }

    /// The path of the page.
    #[track_caller]
    pub fn path(&mut self) -> String {
        self.run("return location.pathname").as_str().unwrap_or_default().to_owned()
    }

    /// Looks at the page at each size and in each colour scheme: axe finds nothing, it does not scroll sideways, and
    /// there are pictures.
    #[track_caller]
    pub fn look_at_page(&mut self, name: &str) {
        self.in_every_look(|browser, look| {
            browser.picture_of_page(&format!("console/{name}-{}", look.name));
            let wide = browser.run("return [document.documentElement.scrollWidth, innerWidth]");
            assert!(wide[0].as_u64() <= wide[1].as_u64(), "{name} scrolls sideways, {}: {wide}", look.name);
            if look.enough {
                browser.assert_accessible(&format!("the page “{name}”, {},", look.name));
            }
        });
    }
}
