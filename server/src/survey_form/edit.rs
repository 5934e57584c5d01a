//! Changes of the form's structure: questions, options and languages come, move and go; what was typed stays.

use super::{
    Form, QuestionKind, branches,
    check::{Mistake, Problem},
    ids::{Taken, unused},
    names::{self, FieldNames},
};
use crate::survey_templates::{self, TemplateError};
use shared::{
    survey::{Destination, MOST_OPTIONS, MOST_QUESTIONS},
    text::{Language, QuestionId},
};

/// A change, as the form's buttons name it: a verb and what it is done to, `up:score` or `remove-option:why:price`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A new question at the end.
    AddQuestion(QuestionKind),
    /// A question goes.
    RemoveQuestion(QuestionId),
    /// A question changes places with the one before it.
    MoveUp(QuestionId),
    /// A question changes places with the one after it.
    MoveDown(QuestionId),
    /// A new, empty option at the end.
    AddOption(QuestionId),
    /// An option goes.
    RemoveOption(QuestionId, String),
    /// Branches that groups cannot say give way to groups.
    UseGroups(QuestionId),
    /// The language whose tag was typed.
    AddLanguage,
    /// A language goes with its texts.
    RemoveLanguage(Language),
    /// A language becomes the default.
    MakeDefault(Language),
}

impl Edit {
    /// The change a button names.
    pub fn read(button: &str) -> Option<Self> {
        let (verb, what) = button.split_once(':').unwrap_or((button, ""));
        let question = |id: &str| QuestionId::try_from(id).ok();
        match verb {
            "add" => QuestionKind::by_key(what).map(Self::AddQuestion),
            "remove" => question(what).map(Self::RemoveQuestion),
            "up" => question(what).map(Self::MoveUp),
            "down" => question(what).map(Self::MoveDown),
            "add-option" => question(what).map(Self::AddOption),
            "remove-option" => {
                let (id, option) = what.split_once(':')?;
                Some(Self::RemoveOption(question(id)?, option.to_owned()))
            }
            "use-groups" => question(what).map(Self::UseGroups),
            "add-language" => Some(Self::AddLanguage),
            "remove-language" => Language::try_from(what).ok().map(Self::RemoveLanguage),
            "make-default" => Language::try_from(what).ok().map(Self::MakeDefault),
            _ => None,
        }
    }
}

/// The field to go on with after a change, or what hinders it.
pub type Focus = Result<Option<String>, Problem>;

impl Form {
    /// Makes a change and names the field to go on with. New questions are worded for `site`; ids that were ever
    /// published are not used again.
    ///
    /// # Errors
    /// None in practice for the outer result: a test reads every template. The inner one is what hinders the change.
    pub fn apply(&mut self, edit: Edit, taken: &Taken, site: &str) -> Result<Focus, TemplateError> {
        match edit {
            Edit::AddQuestion(kind) => return self.add_question(kind, taken, site),
            Edit::RemoveQuestion(id) => self.remove_question(&id),
            Edit::MoveUp(id) => self.swap(&id, usize::checked_sub),
            Edit::MoveDown(id) => self.swap(&id, usize::checked_add),
            Edit::AddOption(id) => return Ok(self.add_option(id)),
            Edit::RemoveOption(id, key) => {
                if let Some(keys) = self.options.get_mut(&id) {
                    keys.retain(|one| *one != key);
                }
            }
            Edit::UseGroups(id) => drop(self.values.remove(&id.custom())),
            Edit::AddLanguage => return Ok(self.add_language()),
            Edit::RemoveLanguage(language) if self.languages.len() > 1 => self.languages.retain(|one| *one != language),
            Edit::RemoveLanguage(_) => {}
            Edit::MakeDefault(language) => self.languages.sort_by_key(|one| *one != language),
        }
        Ok(Ok(None))
    }

    fn add_question(&mut self, kind: QuestionKind, taken: &Taken, site: &str) -> Result<Focus, TemplateError> {
        if self.questions.len() >= MOST_QUESTIONS {
            return Ok(Err(Problem::new(names::QUESTION, Mistake::QuestionCount)));
        }
        let mut question = survey_templates::question(kind, &self.languages, site)?;
        let stem = if kind == QuestionKind::Text { "comment" } else { kind.key() };
        let used = |id: &str| taken.question(id) || self.questions.iter().any(|(one, _)| one.as_str() == id);
        if let Ok(id) = QuestionId::try_from(unused(stem, used)) {
            question.id = id;
        }
        self.put_question(&question);
        Ok(Ok(self.languages.first().map(|language| question.id.title(language))))
    }

    fn remove_question(&mut self, id: &QuestionId) {
        self.questions.retain(|(one, _)| one != id);
        let lost = branches::write(Some(&Destination::Question(id.clone())));
        for value in self.values.values_mut().filter(|value| **value == lost) {
            *value = branches::write(None);
        }
    }

    fn swap(&mut self, id: &QuestionId, step: impl Fn(usize, usize) -> Option<usize>) {
        let from = self.questions.iter().position(|(one, _)| one == id);
        if let Some((from, to)) = from.and_then(|from| Some((from, step(from, 1)?)))
            && to < self.questions.len()
        {
            self.questions.swap(from, to);
        }
    }

    fn add_option(&mut self, id: QuestionId) -> Focus {
        let keys = self.options.entry(id.clone()).or_default();
        if keys.len() >= MOST_OPTIONS {
            return Err(Problem::new(id.option(), Mistake::OptionCount));
        }
        let new = (1..).map(|n| format!("+{n}")).find(|key| !keys.contains(key)).unwrap_or_default();
        keys.push(new.clone());
        Ok(self.languages.first().map(|language| id.label(&new, language)))
    }

    fn add_language(&mut self) -> Focus {
        let typed = self.value(names::NEW_LANGUAGE).trim().to_owned();
        let problem = |mistake| Err(Problem::new(names::NEW_LANGUAGE, mistake));
        let Ok(language) = Language::try_from(typed.as_str()) else { return problem(Mistake::Language(typed)) };
        if self.languages.contains(&language) {
            return problem(Mistake::RepeatedLanguage);
        }
        self.languages.push(language);
        self.values.remove(names::NEW_LANGUAGE);
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey_form::tests::nps;

    #[test]
    fn buttons_change_the_structure_and_nothing_else() {
        let check = |buttons: &[&str], expected: &str| {
            let mut form = nps();
            for button in buttons {
                let edit = Edit::read(button).unwrap_or_else(|| panic!("{button}"));
                form.apply(edit, &Taken::default(), "Lumen").unwrap().unwrap();
            }
            let questions: Vec<&str> = form.questions().iter().map(|(id, _)| id.as_str()).collect();
            assert_eq!(questions.join(" "), expected, "{buttons:?}");
            assert_eq!(form.value("name"), "Checkout");
        };
        check(&["up:obstacle"], "obstacle score improve reason");
        check(&["down:reason", "up:score"], "score obstacle improve reason");
        check(&["remove:improve"], "score obstacle reason");
        check(&["add:text", "add:text", "add:ces"], "score obstacle improve reason comment comment-2 ces");
        check(&["remove:obstacle", "add:choice"], "score improve reason choice");
        check(&["remove:nothing", "up:nothing"], "score obstacle improve reason");
    }

    #[test]
    fn a_removed_question_leaves_no_way_to_it() {
        let mut form = nps();
        assert_eq!(form.value("q.score.to.low"), "question.obstacle");
        form.apply(Edit::read("remove:obstacle").unwrap(), &Taken::default(), "Lumen").unwrap().unwrap();
        assert_eq!(form.value("q.score.to.low"), "next");
        assert_eq!(form.value("q.score.to.high"), "question.reason");
    }

    #[test]
    fn languages_come_and_go() {
        let check = |typed: &str, buttons: &[&str], expected: Result<&str, Mistake>| {
            let mut form = nps();
            form.put(names::NEW_LANGUAGE, typed);
            let mut edits = buttons.iter().map(|button| {
                form.apply(Edit::read(button).unwrap(), &Taken::default(), "Lumen")
                    .unwrap()
                    .map(drop)
                    .map_err(|one| one.mistake)
            });
            let done: Result<(), Mistake> = edits.by_ref().collect();
            drop(edits);
            let tags: Vec<&str> = form.languages().iter().map(Language::as_str).collect();
            assert_eq!(done.map(|()| tags.join(" ")), expected.map(str::to_owned), "{typed} {buttons:?}");
        };
        check("pt-br", &["add-language"], Ok("en es pt-BR"));
        check("pt-br", &["add-language", "make-default:pt-BR"], Ok("pt-BR en es"));
        check("", &["remove-language:en", "remove-language:es"], Ok("es"));
        check("ES", &["add-language"], Err(Mistake::RepeatedLanguage));
        check("Spanish", &["add-language"], Err(Mistake::Language("Spanish".to_owned())));
    }

    #[test]
    fn a_new_option_gets_an_unused_key() {
        let mut form = nps();
        for button in ["add-option:obstacle", "add-option:obstacle", "remove-option:obstacle:+1", "add-option:obstacle"]
        {
            form.apply(Edit::read(button).unwrap(), &Taken::default(), "Lumen").unwrap().unwrap();
        }
        let keys = form.options(&"obstacle".try_into().unwrap());
        assert_eq!(keys.join(" "), "quality price effort delivery help other +2 +1");
    }
}
