//! The widget's words in Catalan.

use super::Words;

pub(super) const WORDS: Words = Words {
    feedback: "Opinió",
    close: "Tanca",
    next: "Següent",
    back: "Enrere",
    send: "Envia",
    sending: "S’està enviant…",
    privacy: "Anònim · sense galetes",
    required: "Respon per continuar.",
    optional: "opcional",
    kept: "Encara no s’ha enviat: no hi ha connexió. Es desa en aquest dispositiu fins a la propera visita.",
    not_sent: "No s’ha enviat: no hi ha connexió.",
    refused: "No s’ha enviat: aquesta enquesta ja no admet respostes.",
    retry: "Torna-ho a provar",
    point: "{{n}} de {{of}}",
    step: "Pregunta {{n}} de {{of}}",
    several: "tria les que vulguis",
    too_few: "Tria’n almenys {{n}}.",
    too_many: "Tria’n com a màxim {{n}}.",
    say_other: "Digues quina altra cosa",
    too_short: "Escriu almenys {{n}} caràcters.",
    no_email: "Escriu un correu electrònic, com ana@example.com.",
    no_number: "Escriu un nombre.",
    both: "Valora les dues.",
    points_left: "Queden {{n}} punts",
    points_over: "Sobren {{n}} punts",
    new_window: "s’obre en una pestanya nova",
    thumbs: ["Polze avall", "Polze amunt"],
    faces: ["Molt malament", "Malament", "Ni bé ni malament", "Bé", "Molt bé"],
};
