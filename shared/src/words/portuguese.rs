//! The widget's words in Portuguese.

use super::Words;

pub(super) const WORDS: Words = Words {
    feedback: "Opinião",
    close: "Fechar",
    next: "Seguinte",
    back: "Voltar",
    send: "Enviar",
    sending: "A enviar…",
    privacy: "Anónimo · sem cookies",
    required: "Responda para continuar.",
    optional: "opcional",
    kept: "Ainda não foi enviado: sem ligação. Fica guardado neste dispositivo até à próxima visita.",
    not_sent: "Não foi enviado: sem ligação.",
    refused: "Não foi enviado: este inquérito já não aceita respostas.",
    retry: "Tentar de novo",
    point: "{{n}} de {{of}}",
    step: "Pergunta {{n}} de {{of}}",
    several: "escolha as que quiser",
    too_few: "Escolha pelo menos {{n}}.",
    too_many: "Escolha no máximo {{n}}.",
    say_other: "Diga-nos o que mais",
    too_short: "Escreva pelo menos {{n}} caracteres.",
    no_email: "Escreva um endereço de e-mail, como ana@example.com.",
    no_number: "Escreva um número.",
    both: "Avalie as duas.",
    points_left: "Faltam {{n}} pontos",
    points_over: "{{n}} pontos a mais",
    new_window: "abre num novo separador",
    thumbs: ["Polegar para baixo", "Polegar para cima"],
    faces: ["Muito mau", "Mau", "Nem bom nem mau", "Bom", "Muito bom"],
};
