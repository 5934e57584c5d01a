//! The widget's words in German.

use super::Words;

pub(super) const WORDS: Words = Words {
    feedback: "Feedback",
    close: "Schließen",
    next: "Weiter",
    back: "Zurück",
    send: "Senden",
    sending: "Wird gesendet…",
    privacy: "Anonym · ohne Cookies",
    required: "Bitte antworten, um fortzufahren.",
    optional: "freiwillig",
    kept: "Noch nicht gesendet: keine Verbindung. Die Antwort bleibt bis zum nächsten Besuch auf diesem Gerät.",
    not_sent: "Nicht gesendet: keine Verbindung.",
    refused: "Nicht gesendet: Diese Umfrage nimmt keine Antworten mehr an.",
    retry: "Erneut versuchen",
    point: "{{n}} von {{of}}",
    step: "Frage {{n}} von {{of}}",
    several: "Mehrfachauswahl möglich",
    too_few: "Bitte mindestens {{n}} auswählen.",
    too_many: "Bitte höchstens {{n}} auswählen.",
    say_other: "Bitte angeben, was sonst",
    too_short: "Bitte mindestens {{n}} Zeichen schreiben.",
    no_email: "Bitte eine E-Mail-Adresse schreiben, etwa ana@example.com.",
    no_number: "Bitte eine Zahl schreiben.",
    both: "Bitte beides bewerten.",
    points_left: "Noch {{n}} Punkte übrig",
    points_over: "{{n}} Punkte zu viel",
    new_window: "öffnet sich in einem neuen Tab",
    thumbs: ["Daumen runter", "Daumen hoch"],
    faces: ["Sehr schlecht", "Schlecht", "Weder gut noch schlecht", "Gut", "Sehr gut"],
};
