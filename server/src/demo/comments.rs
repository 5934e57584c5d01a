//! What customers of the demo say, written for it: by place, by how they felt, and in their own language. Data only.

/// The language someone answers in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    /// English.
    En,
    /// Spanish.
    Es,
    /// Portuguese.
    Pt,
}

impl Voice {
    /// The language tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
            Self::Pt => "pt",
        }
    }
}

/// How someone who comments feels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// 0 to 6, and what is as low on the other scales.
    Bad,
    /// 7 and 8 of NPS, 4 of CSAT, 5 of CES.
    Fair,
    /// 9 and 10 of NPS, 5 of CSAT, 6 and 7 of CES.
    Good,
}

/// Before or after things changed at the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// It could always be said.
    Always,
    /// Only as things were.
    Before,
    /// Only as things are.
    After,
}

/// A comment; `{n}` in it becomes a number of minutes.
#[derive(Debug)]
pub struct Comment {
    /// The language it is in.
    pub voice: Voice,
    /// The score it goes with.
    pub tone: Tone,
    /// The time it goes with.
    pub when: When,
    /// The words.
    pub text: &'static str,
}

impl Comment {
    const fn before(self) -> Self {
        Self { when: When::Before, ..self }
    }

    const fn after(self) -> Self {
        Self { when: When::After, ..self }
    }
}

const fn bad(voice: Voice, text: &'static str) -> Comment {
    Comment { voice, tone: Tone::Bad, when: When::Always, text }
}

const fn fair(voice: Voice, text: &'static str) -> Comment {
    Comment { voice, tone: Tone::Fair, when: When::Always, text }
}

const fn good(voice: Voice, text: &'static str) -> Comment {
    Comment { voice, tone: Tone::Good, when: When::Always, text }
}

use Voice::{En, Es, Pt};

/// Website, Aware.
pub const LANDING: &[Comment] = &[
    bad(En, "The video starts by itself and covers what I came for."),
    bad(En, "I had to scroll a long way to learn what you sell."),
    bad(En, "Nice pictures, no prices."),
    bad(Es, "No queda claro si las bombillas van incluidas."),
    bad(Es, "En el móvil tarda mucho en cargar."),
    bad(Es, "El aviso de la oferta tapa media pantalla."),
    bad(Pt, "A página demora a abrir no telemóvel."),
    fair(En, "Pretty. A price beside each lamp would help."),
    fair(Es, "Bonita, aunque me costó encontrar el catálogo."),
    fair(Pt, "Gostei, mas queria ver os preços logo."),
    good(En, "I understood at once what makes these lamps different."),
    good(En, "Love that you show the workshop."),
    good(Es, "Muy clara, encontré mi lámpara en un minuto."),
    good(Es, "Las fotos en casas de verdad ayudan mucho."),
    good(Pt, "Página linda e fácil de perceber."),
];

/// Website, Investigate.
pub const COMPARE_PLANS: &[Comment] = &[
    bad(En, "Comparing plans is OK but I could not find the warranty."),
    bad(En, "What does the repair plan cover? The table does not say."),
    bad(En, "On my phone the third plan is cut off."),
    bad(Es, "No encontré la garantía por ningún lado."),
    bad(Es, "Demasiada letra pequeña en el plan básico."),
    bad(Es, "La tabla no dice qué pasa después del primer año."),
    bad(Pt, "Não encontrei a garantia em lado nenhum."),
    bad(Pt, "Os planos parecem todos iguais."),
    fair(En, "Good table, the warranty should be in it."),
    fair(Es, "Se entiende, pero falta la garantía."),
    fair(Pt, "Dá para comparar, falta a garantia."),
    good(En, "Three plans, no tricks, done."),
    good(En, "Seeing the price per year helped me decide."),
    good(Es, "Fácil de comparar, lo vi todo en una pantalla."),
    good(Es, "Me gustó poder quitar lo que no necesito."),
    good(Pt, "Simples e honesto."),
    fair(Es, "Bien, aunque algunas diferencias son mínimas."),
    fair(En, "Fine, the yearly price could be bigger."),
    good(Es, "Precios claros y sin permanencia."),
];

/// Website, Decide.
pub const SHIPPING_COSTS: &[Comment] = &[
    bad(En, "Nine euros to send one bulb is too much."),
    bad(En, "Why does shipping depend on the colour of the lamp?"),
    bad(En, "No way to know the cost before typing my address."),
    bad(Es, "El envío a Canarias cuesta más que la lámpara."),
    bad(Es, "Quería recogerla en tienda y no aparece."),
    bad(Es, "El envío gratis empieza demasiado alto."),
    bad(Pt, "O envio para Portugal é caro."),
    bad(Pt, "Não percebi quanto ia pagar de portes."),
    fair(En, "Clear, just a bit expensive."),
    fair(Es, "Bien explicado, aunque algo caro."),
    fair(Pt, "Claro, mas caro."),
    good(En, "Good that returns are free."),
    good(Es, "Con dos lámparas el envío salió gratis, perfecto."),
    good(Pt, "Portes grátis na segunda encomenda, ótimo."),
];

/// Store, Decide.
pub const ADVISOR: &[Comment] = &[
    bad(En, "Nobody came to help for {n} minutes."),
    bad(Es, "El asesor solo quería venderme la más cara."),
    bad(Es, "No tenían en tienda el modelo que vi en la web."),
    bad(Pt, "Esperei {n} minutos por alguém."),
    fair(En, "Friendly, but unsure about dimmers."),
    fair(Es, "Buen trato, poca variedad expuesta."),
    good(En, "She asked about my room first. Best advice I have had in a shop."),
    good(En, "He lit three lamps side by side so I could see."),
    good(Es, "Me explicaron la temperatura de la luz con ejemplos."),
    good(Es, "Salí con la lámpara adecuada y más barata de lo que pensaba."),
    good(Pt, "Atendimento excelente, muita paciência."),
];

/// Website, Buy.
pub const CHECKOUT: &[Comment] = &[
    bad(Es, "El envío solo aparece al final. Abandoné la cesta.").after(),
    bad(Es, "¿Por qué no dicen el envío antes de pedir todos mis datos?").after(),
    bad(Es, "Diez minutos rellenando y al final el envío. Así no.").after(),
    bad(Es, "Con el nuevo pago en una página el envío aparece por sorpresa.").after(),
    bad(Es, "El total subió al final por el envío. No compré.").after(),
    bad(En, "The shipping cost only shows up in the last step. I closed the tab.").after(),
    bad(En, "Shipping should be in the basket, not after I typed my card.").after(),
    bad(En, "The total jumped at the end. Where did that come from?").after(),
    bad(En, "I liked the old checkout, it told me the shipping cost first.").after(),
    bad(En, "Felt tricked by the shipping cost on the last screen.").after(),
    bad(Pt, "Os portes só aparecem no fim. Desisti.").after(),
    bad(Pt, "O total mudou no último passo por causa do envio.").after(),
    bad(En, "My card was declined twice and nobody says why."),
    bad(En, "I had to create an account to buy one bulb."),
    bad(En, "The postcode field does not take my postcode."),
    bad(Es, "Me rechazó la tarjeta sin explicar por qué."),
    bad(Es, "No quiero crear una cuenta para comprar una lámpara."),
    bad(Es, "Perdí la cesta al volver atrás."),
    bad(Pt, "Cartão recusado e nenhuma explicação."),
    bad(Pt, "Obriga a criar conta."),
    bad(En, "Four pages to buy one lamp.").before(),
    bad(Es, "Demasiados pasos para pagar.").before(),
    bad(Pt, "Muitas páginas até pagar.").before(),
    fair(En, "Works, but tell me the shipping cost earlier.").after(),
    fair(Es, "Rápido, pero el envío debería verse antes.").after(),
    fair(En, "Fine. Bizum or Apple Pay would be nice."),
    fair(Es, "Correcto, aunque echo de menos Bizum."),
    fair(Pt, "Funciona, falta o MB Way."),
    good(En, "Paid in under a minute."),
    good(En, "It remembered my address, lovely."),
    good(Es, "Muy rápido, sin sustos con la tarjeta."),
    good(Es, "Todo en una página, genial.").after(),
    good(Pt, "Comprei em dois minutos."),
    bad(Es, "Ocho euros de envío que nadie había mencionado.").after(),
    bad(Es, "El precio del envío debería estar en la cesta.").after(),
    bad(Es, "Acepté el total y luego cambió por el envío.").after(),
    bad(Es, "Hasta el último clic no supe lo que pagaba.").after(),
    bad(En, "Tell me the delivery cost in the basket, please.").after(),
    bad(En, "Eight euros of shipping out of nowhere.").after(),
    bad(Pt, "Só vi o custo do envio depois de pôr o cartão.").after(),
    bad(Es, "El código de descuento no se aplica."),
    bad(Es, "No deja poner una dirección de entrega distinta."),
    bad(Es, "El banco me pidió confirmar y la página caducó."),
    bad(En, "The bank's confirmation page came up blank."),
    bad(Pt, "O código de desconto não funciona."),
    fair(Es, "Bien, pero la factura hay que pedirla aparte."),
    fair(Es, "Cómodo, aunque pide el teléfono sin decir para qué."),
    fair(Es, "Sin problemas, mejorable en el móvil."),
    fair(En, "Smooth, but why do you need my phone number?"),
    good(Es, "Pagué sin crear cuenta, por fin."),
    good(Es, "Claro desde el primer paso.").before(),
    good(En, "No surprises, a clear total from the start.").before(),
];

/// E-mail, Buy.
pub const ORDER_CONFIRMED: &[Comment] = &[
    bad(En, "The e-mail says two days, the link says six."),
    bad(En, "No invoice attached."),
    bad(Es, "El enlace de seguimiento no funciona."),
    bad(Es, "Me llegaron tres correos por el mismo pedido."),
    bad(Pt, "O link para seguir a encomenda não abre."),
    fair(En, "All there, a delivery date would be better than a range."),
    fair(Es, "Bien, aunque no dice la hora de entrega."),
    fair(Pt, "Bom, mas chegou uma hora depois."),
    good(En, "Everything I needed to know, and short."),
    good(En, "A photo of my lamp in the e-mail, nice touch."),
    good(En, "The tracking link worked at once."),
    good(Es, "Confirmación inmediata y clara."),
    good(Es, "Me gustó que digan quién empaqueta el pedido."),
    good(Es, "Llegó un día antes de lo previsto."),
    good(Pt, "Muito claro, chegou logo."),
    good(Pt, "Entrega antes do previsto."),
    fair(Es, "Correcto, me gustaría elegir franja horaria."),
    fair(Es, "Bien, algo largo el correo."),
    fair(En, "Good, though it landed in my spam folder."),
    good(Es, "Todo claro: qué, cuándo y cómo devolverlo."),
    good(Es, "El seguimiento funciona muy bien."),
    good(Es, "Me avisaron el día antes, perfecto."),
    good(En, "Clear steps for what happens next."),
    good(Pt, "Avisaram na véspera, perfeito."),
];

/// Store, Buy.
pub const TILL: &[Comment] = &[
    bad(En, "One till open on a Saturday, {n} minutes in the queue."),
    bad(Es, "Cola de {n} minutos con una sola caja."),
    bad(Es, "No aceptan la devolución de lo comprado en la web."),
    bad(Pt, "Fila de {n} minutos."),
    fair(En, "Quick, but no bag."),
    fair(Es, "Bien, aunque no dan ticket digital."),
    good(En, "They tried the lamp before packing it."),
    good(Es, "Me la envolvieron para regalo sin pedirlo."),
    good(Es, "Rápidos y amables."),
    good(Pt, "Simpáticos e rápidos."),
];

/// App, Use.
pub const FIRST_USE: &[Comment] = &[
    bad(En, "Pairing took three tries, I nearly sent it back.").before(),
    bad(En, "The app did not find the lamp until I read a forum.").before(),
    bad(En, "What does a blinking light mean? No manual.").before(),
    bad(Es, "No encontraba la lámpara, tuve que reiniciar el móvil.").before(),
    bad(Es, "Tres intentos para conectarla al wifi.").before(),
    bad(Pt, "Não consegui ligar a lâmpada à primeira.").before(),
    bad(En, "It wants my location to switch on a lamp."),
    bad(En, "Set-up is fine, the schedules still get lost."),
    bad(Es, "La app se cierra al añadir la segunda lámpara."),
    bad(Es, "No funciona con mi wifi de 5 GHz."),
    bad(Pt, "A aplicação fecha sozinha."),
    fair(En, "Easy, scenes took me a while to find."),
    fair(En, "Good, a dark mode would suit a lamp app."),
    fair(Es, "Fácil, aunque los horarios están escondidos."),
    fair(Pt, "Bom, mas pede muitas permissões."),
    good(En, "Two lamps in five minutes, the app found both.").after(),
    good(En, "The guided set-up told me exactly what to press.").after(),
    good(En, "My father did it alone with the new guide.").after(),
    good(Es, "La guía paso a paso es una maravilla.").after(),
    good(Es, "Con la configuración guiada tardé un minuto.").after(),
    good(Es, "Esta vez la app la encontró sola.").after(),
    good(Pt, "A configuração guiada é muito simples.").after(),
    good(En, "The sunrise mode alone is worth it."),
    good(En, "Warm light, quiet app, no account needed."),
    good(Es, "La luz es preciosa y la app no molesta."),
    good(Es, "Programar el amanecer es facilísimo."),
    good(Pt, "Luz linda, aplicação simples."),
    fair(Es, "Bien, aunque cuesta encontrar las escenas."),
    fair(Es, "Correcta, me falta un modo oscuro."),
    fair(Es, "Va bien, tarda un poco en abrir."),
    fair(Es, "Buena, pero agrupar lámparas no es evidente."),
    fair(En, "Fine, grouping two lamps was not obvious."),
    fair(Pt, "Boa, falta um modo escuro."),
    fair(Pt, "Fácil, só demorei a achar os horários."),
    good(Es, "La enchufé, escaneé el código y lista.").after(),
    good(Es, "Mi madre la configuró sola con la guía.").after(),
    good(En, "Scan, tap, light. That is how it should be.").after(),
    good(Pt, "Liguei, li o código e já estava.").after(),
    good(Es, "Ideal para leer, la regulo desde la cama."),
    good(Es, "Cero problemas desde el primer día."),
    good(Es, "Preciosa, y el temporizador es muy cómodo."),
    good(En, "The dimmer is so smooth."),
    good(Pt, "Perfeita para ler à noite."),
    good(Pt, "Funcionou logo à primeira."),
];

/// App, Invoice.
pub const INVOICE_VIEW: &[Comment] = &[
    bad(En, "I cannot download two invoices at once."),
    bad(Es, "No puedo cambiar el NIF de la factura."),
    bad(Es, "Las facturas antiguas no se abren."),
    bad(Pt, "Não dá para mudar o NIF."),
    fair(En, "Clear, needs a search."),
    fair(Es, "Se ve bien, falta filtrar por año."),
    good(En, "Found last year's invoice in seconds."),
    good(Es, "Todo claro y en PDF."),
    good(Pt, "Muito fácil de consultar."),
];

/// E-mail, Invoice.
pub const INVOICE_EMAIL: &[Comment] = &[
    bad(En, "The plan renewed without a reminder."),
    bad(En, "The invoice shows a fee nobody told me about."),
    bad(Es, "Me cobraron la renovación sin avisar."),
    bad(Es, "No entiendo el concepto de gestión."),
    bad(Es, "La factura llegó a nombre de otra persona."),
    bad(Pt, "Cobraram a renovação sem aviso."),
    fair(En, "Correct, hard to read on a phone."),
    fair(Es, "Correcta, el PDF es muy pequeño en el móvil."),
    good(En, "Plain and on time."),
    good(Es, "Clara, con el desglose completo."),
    good(Pt, "Fatura clara."),
];

/// Website, Get help.
pub const HELP_CENTRE: &[Comment] = &[
    bad(En, "I searched for warranty and found nothing."),
    bad(En, "The article is about last year's app."),
    bad(En, "It sends me round in circles, I wanted a phone number."),
    bad(Es, "Busqué la garantía y no sale nada."),
    bad(Es, "El artículo no coincide con mi modelo."),
    bad(Es, "No hay forma de hablar con una persona."),
    bad(Pt, "Não encontrei nada sobre a garantia."),
    fair(En, "Found it in the end."),
    fair(Es, "Lo encontré, pero tras varios intentos."),
    fair(Pt, "Encontrei ao fim de algum tempo."),
    good(En, "The picture of the reset button solved it."),
    good(En, "Found how to return it in one click."),
    good(Es, "La guía con fotos me lo resolvió."),
    good(Es, "Respuesta clara, sin tener que llamar."),
    good(Pt, "O vídeo explicou tudo."),
];

/// Phone, Get help.
pub const CALL_CENTRE: &[Comment] = &[
    bad(En, "Waited {n} minutes and was transferred twice."),
    bad(En, "{n} minutes of music, then the line went dead."),
    bad(En, "Had to explain everything three times."),
    bad(En, "More people must be calling, it was never this slow.").after(),
    bad(Es, "Esperé {n} minutos y me pasaron dos veces."),
    bad(Es, "{n} minutos en espera para una pregunta sencilla."),
    bad(Es, "Me colgaron después de {n} minutos."),
    bad(Es, "Cada vez se espera más.").after(),
    bad(Es, "Prometieron llamarme y sigo esperando.").after(),
    bad(Pt, "Esperei {n} minutos e ninguém resolveu."),
    bad(Pt, "Passaram a chamada três vezes."),
    fair(En, "Kind person, long wait."),
    fair(Es, "Al final lo resolvieron, tras {n} minutos."),
    fair(Pt, "Resolveram, mas demorou."),
    good(En, "She knew my order and fixed it on the spot."),
    good(En, "Answered straight away, solved in one call."),
    good(Es, "Me atendieron enseguida y muy bien."),
    good(Es, "Me cambiaron la lámpara sin preguntas."),
    good(Pt, "Atendimento rápido e simpático."),
    bad(Es, "Llamé tres veces en la misma semana.").after(),
    bad(Es, "La música de espera ya me la sé de memoria.").after(),
    bad(En, "Told to call back later, after {n} minutes.").after(),
    good(Es, "Una sola llamada y resuelto."),
    good(Es, "Paciencia infinita, gracias a quien me atendió."),
];

/// App, Renew.
pub const PLAN_CHANGE: &[Comment] = &[
    bad(En, "Changing down is hidden three screens deep."),
    bad(Es, "Subieron el precio al cambiar de plan."),
    bad(Es, "No pude bajar de plan desde la app."),
    bad(Pt, "Não consegui mudar para o plano básico."),
    fair(En, "Worked, the date it starts is unclear."),
    fair(Es, "Funcionó, pero no dice desde cuándo."),
    good(En, "Two taps and the difference was refunded."),
    good(Es, "Cambiar fue cosa de dos toques."),
    good(Pt, "Muito simples mudar."),
];

/// Phone, Renew.
pub const RETENTION_CALL: &[Comment] = &[
    bad(En, "I said no four times. Let people leave."),
    bad(En, "Only when I cancelled was there suddenly a discount."),
    bad(En, "They kept me {n} minutes to cancel a repair plan."),
    bad(Es, "Solo ofrecen descuento cuando dices que te vas."),
    bad(Es, "Insistieron {n} minutos aunque dije que no."),
    bad(Es, "Llamada agresiva, no volveré."),
    bad(Pt, "Insistiram demais, só queria cancelar."),
    fair(En, "Polite, but I had decided."),
    fair(Es, "Correctos, aunque insistentes."),
    good(En, "They offered a smaller plan that suits me."),
    good(Es, "Me ayudaron a quedarme con un plan mejor."),
];

/// E-mail, Recommend.
pub const REFERRAL: &[Comment] = &[
    bad(En, "The voucher had expired when my friend used it."),
    bad(Es, "El código no le funcionó a mi hermana."),
    fair(En, "Nice idea, small discount."),
    fair(Es, "Bien, aunque el descuento es pequeño."),
    good(En, "Already sent it to three friends."),
    good(En, "My sister bought the same lamp the same day."),
    good(Es, "Se la recomiendo a todo el mundo."),
    good(Es, "Mi vecina ya tiene la suya."),
    good(Pt, "Já recomendei aos meus amigos."),
];

/// Social, Recommend.
pub const REVIEWS: &[Comment] = &[
    bad(En, "My honest review took two weeks to appear."),
    bad(Es, "Borraron la parte crítica de mi reseña."),
    fair(En, "Good reviews, few photos."),
    fair(Es, "Útiles, faltan fotos."),
    good(En, "The reviews were right, it is that good."),
    good(Es, "Las reseñas me convencieron y acertaron."),
    good(Pt, "As opiniões ajudaram muito."),
];
