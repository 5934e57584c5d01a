//! The widget's words in Spanish.

use super::Words;

pub(super) const WORDS: Words = Words {
    feedback: "Opinión",
    close: "Cerrar",
    next: "Siguiente",
    back: "Atrás",
    send: "Enviar",
    sending: "Enviando…",
    privacy: "Anónimo · sin cookies",
    required: "Responde para continuar.",
    optional: "opcional",
    kept: "Aún sin enviar: no hay conexión. Se guarda en este dispositivo hasta tu próxima visita.",
    not_sent: "Sin enviar: no hay conexión.",
    refused: "Sin enviar: esta encuesta ya no admite respuestas.",
    retry: "Reintentar",
    point: "{{n}} de {{of}}",
    step: "Pregunta {{n}} de {{of}}",
    several: "elige las que quieras",
    too_few: "Elige al menos {{n}}.",
    too_many: "Elige como máximo {{n}}.",
    say_other: "Dinos qué otra cosa",
    too_short: "Escribe al menos {{n}} caracteres.",
    no_email: "Escribe un correo electrónico, como ana@example.com.",
    no_number: "Escribe un número.",
    both: "Valora las dos.",
    points_left: "Quedan {{n}} puntos",
    points_over: "Sobran {{n}} puntos",
    new_window: "se abre en otra pestaña",
    thumbs: ["Pulgar abajo", "Pulgar arriba"],
    faces: ["Muy mal", "Mal", "Ni bien ni mal", "Bien", "Muy bien"],
};
