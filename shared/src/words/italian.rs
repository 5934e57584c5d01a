//! The widget's words in Italian.

use super::Words;

pub(super) const WORDS: Words = Words {
    feedback: "La tua opinione",
    close: "Chiudi",
    next: "Avanti",
    back: "Indietro",
    send: "Invia",
    sending: "Invio…",
    privacy: "Anonimo · senza cookie",
    required: "Rispondi per continuare.",
    optional: "facoltativo",
    kept: "Non ancora inviato: nessuna connessione. Resta su questo dispositivo fino alla prossima visita.",
    not_sent: "Non inviato: nessuna connessione.",
    refused: "Non inviato: questo sondaggio non accetta più risposte.",
    retry: "Riprova",
    point: "{{n}} di {{of}}",
    step: "Domanda {{n}} di {{of}}",
    several: "scegli quelle che vuoi",
    too_few: "Scegline almeno {{n}}.",
    too_many: "Scegline al massimo {{n}}.",
    say_other: "Specifica cos’altro",
    too_short: "Scrivi almeno {{n}} caratteri.",
    no_email: "Scrivi un indirizzo e-mail, come ana@example.com.",
    no_number: "Scrivi un numero.",
    both: "Valuta entrambe.",
    points_left: "Restano {{n}} punti",
    points_over: "{{n}} punti di troppo",
    new_window: "si apre in una nuova scheda",
    thumbs: ["Pollice giù", "Pollice su"],
    faces: ["Pessimo", "Scarso", "Né buono né cattivo", "Buono", "Ottimo"],
};
