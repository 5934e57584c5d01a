//! The surveys of the demo in Portuguese, by their English words: a third language as a team would add it.

use shared::text::{Language, Translations};

const WORDS: [(&str, &str); 32] = [
    (
        "How likely are you to recommend Tienda Lumen to someone you know?",
        "Qual a probabilidade de recomendar a Tienda Lumen a alguém que conhece?",
    ),
    ("Not likely at all", "Nada provável"),
    ("Very likely", "Muito provável"),
    ("What got in the way?", "O que falhou?"),
    ("It was not what I expected", "Não era o que esperava"),
    ("The price", "O preço"),
    ("It was hard to use", "Era difícil de usar"),
    ("It took too long", "Demorou demasiado"),
    ("I did not get the help I needed", "Não tive a ajuda de que precisava"),
    ("Something else", "Outra coisa"),
    ("What should we do better?", "O que devemos fazer melhor?"),
    ("Tell us what happened", "Conte-nos o que aconteceu"),
    ("What is the main reason for your score?", "Qual é o principal motivo da sua nota?"),
    ("What works well, and what is missing?", "O que funciona bem e o que falta?"),
    (
        "Thank you. The team at Tienda Lumen reads every answer.",
        "Obrigado. A equipa da Tienda Lumen lê todas as respostas.",
    ),
    ("How satisfied are you with Tienda Lumen today?", "Qual é hoje o seu grau de satisfação com a Tienda Lumen?"),
    ("Very dissatisfied", "Muito baixo"),
    ("Very satisfied", "Muito alto"),
    ("What disappointed you?", "O que o desiludiu?"),
    ("What did you like best?", "De que gostou mais?"),
    ("A word or two is enough", "Bastam umas palavras"),
    (
        "How easy was it to do what you came for at Tienda Lumen?",
        "Com que facilidade conseguiu fazer o que queria na Tienda Lumen?",
    ),
    ("Very difficult", "Muito difícil"),
    ("Very easy", "Muito fácil"),
    ("What made it difficult?", "O que tornou isso difícil?"),
    ("Finding what I needed", "Encontrar o que precisava"),
    ("Understanding what to do", "Perceber o que fazer"),
    ("Too many steps", "Demasiados passos"),
    ("Something did not work", "Algo não funcionava"),
    ("What would have made it easier?", "O que teria tornado mais fácil?"),
    ("Tell us where you got stuck", "Conte-nos onde ficou preso"),
    ("What helped you most?", "O que ajudou mais?"),
];

/// The text with its Portuguese; as it is where there is none.
pub fn with_portuguese(texts: &Translations, english: &Language, portuguese: &Language) -> Translations {
    let mut all = texts.clone();
    if let Some((_, word)) = WORDS.iter().find(|(word, _)| texts.get(english) == Some(word)) {
        all.set(portuguese.clone(), word);
    }
    all
}
