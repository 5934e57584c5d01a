//! The widget's words in French.

use super::Words;

pub(super) const WORDS: Words = Words {
    feedback: "Votre avis",
    close: "Fermer",
    next: "Suivant",
    back: "Retour",
    send: "Envoyer",
    sending: "Envoi…",
    privacy: "Anonyme · sans cookies",
    required: "Répondez pour continuer.",
    optional: "facultatif",
    kept: "Pas encore envoyé : pas de connexion. La réponse reste sur cet appareil jusqu’à votre prochaine visite.",
    not_sent: "Non envoyé : pas de connexion.",
    refused: "Non envoyé : cette enquête n’accepte plus de réponses.",
    retry: "Réessayer",
    point: "{{n}} sur {{of}}",
    step: "Question {{n}} sur {{of}}",
    several: "plusieurs choix possibles",
    too_few: "Choisissez-en au moins {{n}}.",
    too_many: "Choisissez-en au plus {{n}}.",
    say_other: "Précisez votre réponse",
    too_short: "Écrivez au moins {{n}} caractères.",
    no_email: "Écrivez une adresse e-mail, comme ana@example.com.",
    no_number: "Écrivez un nombre.",
    both: "Évaluez les deux.",
    points_left: "{{n}} points restants",
    points_over: "{{n}} points de trop",
    new_window: "s’ouvre dans un nouvel onglet",
    thumbs: ["Pouce vers le bas", "Pouce vers le haut"],
    faces: ["Très mauvais", "Mauvais", "Ni bon ni mauvais", "Bon", "Très bon"],
};
