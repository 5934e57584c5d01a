//! Every text of the console, in English and Spanish side by side: a text that lacks one of them does not compile.
//!
//! `{name}` marks what [`fill`] puts in. Texts that visitors see are not here, they belong to surveys and the widget.

use crate::locale::Locale;

/// One line a text: its name, then English, then Spanish.
macro_rules! words {
    ($($name:ident: $english:literal, $spanish:literal;)+) => {
        /// The console's texts in one language.
        #[derive(Debug)]
        pub struct Words {
            $(#[doc = concat!("`", $english, "`")] pub $name: &'static str,)+
        }

        static ENGLISH: Words = Words { $($name: $english,)+ };
        static SPANISH: Words = Words { $($name: $spanish,)+ };

        #[cfg(test)]
        const SIDE_BY_SIDE: &[(&str, [&str; 2])] = &[$((stringify!($name), [$english, $spanish]),)+];
    };
}

impl Words {
    /// The texts in this language.
    pub fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::En => &ENGLISH,
            Locale::Es => &SPANISH,
        }
    }
}

/// Puts values in the place of their `{name}`s.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(one, _)| *one == name)?;
            Some((value, after))
        });
        match value {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

words! {
    // Around every page
    skip: "Skip to the content", "Saltar al contenido";
    main_navigation: "Main", "Principal";
    listen: "Listen", "Escuchar";
    set_up: "Set up", "Configurar";
    overview: "Overview", "Resumen";
    journey: "Journey map", "Mapa del viaje";
    surveys: "Surveys", "Encuestas";
    install: "Install", "Instalación";
    site: "Site", "Sitio";
    add_site: "Add a site", "Añadir un sitio";
    account: "Account", "Cuenta";
    sign_out: "Sign out", "Salir";
    language: "Language", "Idioma";
    save: "Save", "Guardar";
    cancel: "Cancel", "Cancelar";
    edit: "Edit", "Editar";
    remove: "Remove", "Eliminar";
    may_only_look: "You may look, not change", "Puedes mirar, no cambiar";
    // On paper
    print: "Print", "Imprimir";
    as_of: "As of {when}", "Datos de {when}";

    // Numbers
    from_to: "{low} to {high}", "de {low} a {high}";
    points: "pt", "pp";

    // Figures
    confidence: "95\u{a0}% CI {limits}", "IC 95\u{a0}%: {limits}";
    no_answers: "no answers", "sin respuestas";
    low_base: "few answers, wide interval", "pocas respuestas, intervalo amplio";
    mean_of: "mean {mean}", "media {mean}";
    share_of_easy: "{share} answered 5 to 7", "{share} respondió de 5 a 7";
    no_clear_change: "≈ no clear change", "≈ sin cambio claro";
    nothing_before: "nothing to compare with yet", "aún sin nada con que comparar";
    unseen_below: "changes under {n} cannot be seen yet", "aún no se distinguen cambios menores de {n}";
    detractors: "detractors", "detractores";
    passives: "passives", "pasivos";
    promoters: "promoters", "promotores";
    per_day: "{metric} per day", "{metric} por día";
    per_week: "{metric} per week", "{metric} por semana";
    to_be: "to-be {target}", "objetivo {target}";
    extremes: "lowest {lowest}, highest {highest}, latest {latest}", "mínimo {lowest}, máximo {highest}, último {latest}";

    nps: "Net Promoter Score: promoters less detractors, in points from −100 to 100", "Net Promoter Score: promotores menos detractores, en puntos de −100 a 100";
    csat: "Customer satisfaction: the share that answered 4 or 5 of 5", "Satisfacción del cliente: la parte que respondió 4 o 5 de 5";
    ces: "Customer Effort Score: how easy it was, mean of 1 to 7, high is good", "Índice de esfuerzo del cliente: lo fácil que fue, media de 1 a 7, alto es bueno";
    response_rate: "Response rate", "Tasa de respuesta";
    ces_5: "Ease on five points, mean of 1 to 5, high is good; never mixed with the scale of seven", "Facilidad en cinco puntos, media de 1 a 5, alto es bueno; nunca se mezcla con la escala de siete";
    thumbs: "The share of thumbs up", "La parte de pulgares arriba";
    rating: "The mean of a rating of your own, on its own scale", "La media de una valoración propia, en su propia escala";
    expectation: "What was expected, mean of 1 to 7", "Lo que se esperaba, media de 1 a 7";
    perception: "What was got, mean of 1 to 7", "Lo que se recibió, media de 1 a 7";
    metric_thumbs: "Thumbs", "Pulgares";
    metric_rating: "Rating", "Valoración";
    metric_expectation: "Expectation", "Expectativa";
    metric_perception: "Perception", "Percepción";
    response_rate_is: "The share of times a survey was shown and answered", "La parte de las veces que una encuesta se mostró y se respondió";
    times_shown: "{n} shown", "{n} mostradas";
    answered_of_asked: "answered, of all that were shown", "respondidas, de todas las mostradas";
    from_touchpoints: "{n} touchpoints together", "{n} puntos de contacto juntos";
    few_yet: "Scores appear as soon as enough people have answered.", "Los resultados aparecen cuando haya respondido suficiente gente.";

    // Series
    measured: "measured", "medido";
    band: "95\u{a0}% interval", "intervalo del 95\u{a0}%";
    to_be_line: "to-be", "objetivo";
    gaps: "Gaps: none or too few answers to show.", "Huecos: ninguna respuesta o demasiado pocas para mostrarlas.";
    no_answers_in_period: "No answers in this period.", "Sin respuestas en este periodo.";
    days_too_few: "There are answers, but not yet enough at a time to show how they move.", "Hay respuestas, pero aún no las suficientes a la vez para mostrar cómo evolucionan.";
    as_table: "As a table", "Como tabla";
    when: "When", "Cuándo";
    interval: "95\u{a0}% interval", "Intervalo del 95\u{a0}%";

    // Comments
    no_score: "no score", "sin puntuación";
    no_comments: "No comments in this period.", "Sin comentarios en este periodo.";
    comments_hidden: "Comments appear once 10 people have answered.", "Los comentarios aparecen cuando hayan respondido 10 personas.";
    comments_hidden_why: "With fewer, somebody could be recognised by their words. Nothing is lost: they are kept and shown from then on.", "Con menos se podría reconocer a alguien por sus palabras. No se pierde nada: se guardan y se muestran a partir de entonces.";
    phone: "phone", "móvil";
    tablet: "tablet", "tableta";
    desktop: "desktop", "ordenador";

    // The comments inbox
    act: "Act", "Actuar";
    inbox_statuses: "Status", "Estado";
    inbox_open: "Open", "Abiertos";
    inbox_all: "All", "Todos";
    inbox_new: "New", "Nuevo";
    inbox_seen: "Seen", "Visto";
    inbox_working: "In work", "En curso";
    inbox_solved: "Solved", "Resuelto";
    inbox_aside: "Set aside", "Apartado";
    inbox_many_new: "New", "Nuevos";
    inbox_many_seen: "Seen", "Vistos";
    inbox_many_working: "In work", "En curso";
    inbox_many_solved: "Solved", "Resueltos";
    inbox_many_aside: "Set aside", "Apartados";
    inbox_new_ones: "{n} new", "{n} nuevos";
    inbox_search: "Search in comments", "Buscar en los comentarios";
    inbox_search_do: "Search", "Buscar";
    inbox_search_hint: "All words must be there. “In quotes” they follow each other, -word leaves out, begin* finds beginnings.", "Deben aparecer todas las palabras. «Entre comillas» van seguidas, -palabra excluye, comien* busca comienzos.";
    inbox_filters: "Filters", "Filtros";
    inbox_filters_set: "Filters: {n}", "Filtros: {n}";
    inbox_any: "any", "cualquiera";
    inbox_clear: "Clear", "Quitar";
    inbox_owner: "Owner", "Responsable";
    inbox_mine: "me", "yo";
    inbox_nobody: "nobody", "nadie";
    inbox_touchpoint: "Touchpoint", "Punto de contacto";
    inbox_score: "Score", "Puntuación";
    inbox_low: "low: detractors", "baja: detractores";
    inbox_middle: "middle: passives", "media: pasivos";
    inbox_high: "high: promoters", "alta: promotores";
    inbox_device: "Device", "Dispositivo";
    inbox_ever: "ever", "siempre";
    inbox_tag: "Tag", "Etiqueta";
    inbox_cause: "Root cause", "Causa raíz";
    inbox_noted: "Notes", "Notas";
    inbox_with_note: "with a note", "con nota";
    inbox_without_note: "without a note", "sin nota";
    inbox_notes: "{n} notes", "{n} notas";
    inbox_one_note: "1 note", "1 nota";
    inbox_redacted: "The text was taken out for good.", "El texto se retiró definitivamente.";
    inbox_select: "Select", "Seleccionar";
    inbox_older: "Older ones", "Más antiguos";
    inbox_empty: "No comments yet", "Aún no hay comentarios";
    inbox_empty_advice: "They come from questions for words, and from “other” answers. Publish a survey that asks why.", "Vienen de preguntas de texto y de respuestas «otra». Publica una encuesta que pregunte por qué.";
    inbox_no_match: "No comment matches", "Ningún comentario coincide";
    inbox_no_match_advice: "Ask for less, or look in all of them.", "Pide menos, o mira en todos.";
    inbox_all_done: "Nothing is open", "No hay nada abierto";
    inbox_all_done_advice: "Every comment is solved or set aside. New ones show up here by themselves.", "Todos los comentarios están resueltos o apartados. Los nuevos aparecen aquí solos.";
    inbox_show_all: "Show all", "Ver todos";
    inbox_hidden: "Comments of touchpoints where fewer than 10 people answered are kept back until then. Such touchpoints: {n}.", "Los comentarios de puntos de contacto con menos de 10 respuestas se reservan hasta entonces. Puntos así: {n}.";
    inbox_selected: "With the selected ones", "Con los seleccionados";
    inbox_select_all: "All that match: {n}", "Todos los que coinciden: {n}";
    inbox_set_status: "Set status", "Poner estado";
    inbox_set_owner: "Set owner", "Asignar";
    inbox_add_tag: "Add tag", "Etiquetar";
    inbox_none_selected: "Select at least one comment, then say what to do.", "Selecciona al menos un comentario y di qué hacer.";
    inbox_no_label: "Write a tag of at most 60 characters.", "Escribe una etiqueta de 60 caracteres como mucho.";
    inbox_changed: "Changed: {n}", "Cambiados: {n}";
    inbox_most: "At most {n} are changed at once: the newest. Do it again for the others.", "Se cambian como mucho {n} a la vez: los más recientes. Repítelo para los demás.";
    inbox_undo: "Undo", "Deshacer";
    inbox_keys: "Keys", "Teclas";
    inbox_keys_on: "Use these keys", "Usar estas teclas";
    inbox_key_move: "to the next and the one before; Enter opens it", "al siguiente y al anterior; Intro lo abre";
    inbox_key_select: "select it", "seleccionarlo";
    inbox_key_help: "these keys", "estas teclas";
    inbox_all_comments: "All comments", "Todos los comentarios";
    inbox_comment: "Comment", "Comentario";
    inbox_version: "version {n}", "versión {n}";
    inbox_unfinished: "not finished", "sin terminar";
    inbox_saved: "Saved.", "Guardado.";
    inbox_conflict: "Someone else changed this meanwhile.", "Alguien lo ha cambiado entretanto.";
    inbox_conflict_advice: "Nothing of yours is lost: it is below, with what is stored now beside it. Save again to put yours in its place.", "No se pierde nada de lo tuyo: está abajo, junto a lo que hay guardado ahora. Guarda otra vez para que quede lo tuyo.";
    inbox_nothing: "nothing", "nada";
    inbox_no: "no", "no";
    inbox_somebody: "someone who is no longer here", "alguien que ya no está";
    inbox_response: "The whole response", "La respuesta completa";
    inbox_fields: "Attributes and fields", "Atributos y campos";
    inbox_line: "This customer’s line of time", "La línea de tiempo de este cliente";
    inbox_line_unknown: "The site does not say who this is, so there is nothing to put beside it.", "El sitio no dice quién es, así que no hay nada que poner al lado.";
    inbox_this_one: "this one", "esta";
    inbox_loop: "What becomes of it", "Qué se hace con él";
    inbox_cause_mistake: "Use at most 60 characters.", "Usa como mucho 60 caracteres.";
    inbox_tags: "Tags", "Etiquetas";
    inbox_tags_hint: "With commas between them.", "Separadas por comas.";
    inbox_tags_known: "In use:", "En uso:";
    inbox_tags_mistake: "Use at most 12 tags of 60 characters.", "Usa como mucho 12 etiquetas de 60 caracteres.";
    inbox_note: "Note", "Nota";
    inbox_note_hint: "For the team. Notes stay as they are written.", "Para el equipo. Las notas quedan como se escriben.";
    inbox_note_mistake: "Use at most 4,000 characters.", "Usa como mucho 4.000 caracteres.";
    inbox_solve: "Mark as solved", "Marcar como resuelto";
    inbox_history: "What was done", "Qué se ha hecho";
    inbox_no_history: "Nothing yet.", "Aún nada.";
    inbox_redact: "Redact the text", "Retirar el texto";
    inbox_redact_what: "The words go, from Opina and from its search. The score and the figures stay, and so does what the team wrote about it: mind notes that repeat the words.", "Las palabras desaparecen, de Opina y de su búsqueda. La puntuación y las cifras se quedan, y también lo que escribió el equipo: cuidado con las notas que repitan las palabras.";
    inbox_redact_forever: "This cannot be undone, and sending the same response again does not bring them back. Backups keep them until they are replaced.", "No se puede deshacer, y volver a enviar la misma respuesta no las recupera. Las copias de seguridad las conservan hasta que se reemplacen.";
    inbox_redact_do: "Redact for good", "Retirar definitivamente";

    // Overview
    start_title: "Start listening", "Empieza a escuchar";
    start_text: "Nobody was asked in this period yet. Three steps, and this page fills by itself.", "En este periodo aún no se ha preguntado a nadie. Tres pasos y esta página se llena sola.";
    start_install: "Install the script", "Instala el script";
    start_install_text: "One line in your pages. It costs visitors less than a small image.", "Una línea en tus páginas. A tus visitas les cuesta menos que una imagen pequeña.";
    start_survey: "Publish a survey", "Publica una encuesta";
    start_survey_text: "Start from a ready one: NPS, satisfaction or effort.", "Parte de una ya hecha: NPS, satisfacción o esfuerzo.";
    start_watch: "Watch the journey map", "Mira el mapa del viaje";
    start_watch_text: "Scores appear where customers meet you.", "Los resultados aparecen donde tus clientes se encuentran contigo.";
    what_changed: "What changed", "Qué ha cambiado";
    since_before: "against the period before", "frente al periodo anterior";
    nothing_to_compare: "Nothing to compare yet: a touchpoint needs answers in this period and in the one before.", "Aún no hay nada que comparar: un punto de contacto necesita respuestas en este periodo y en el anterior.";
    all_unclear: "Compared: {n}. No change that the data can tell from noise", "Comparados: {n}. Ningún cambio que los datos distingan del azar";
    others_unclear: "Others: {n}. No change that the data can tell from noise", "Otros: {n}. Ningún cambio que los datos distingan del azar";
    untested: "Too few answers to compare: {n}", "Demasiado pocas respuestas para comparar: {n}";
    false_discoveries: "At most one in ten of the changes listed here is expected to be luck.", "Se espera que como mucho uno de cada diez de estos cambios sea casualidad.";
    latest_comments: "Latest comments", "Últimos comentarios";
    caveat: "Intervals show sampling noise only; no interval covers who did not answer.", "Los intervalos muestran solo el azar del muestreo; ninguno cubre a quien no respondió.";

    // Filter bar
    filter: "Filter", "Filtrar";
    filter_only: "Only", "Solo";
    filter_leaves: "{n} responses", "{n} respuestas";
    filter_leaves_nothing: "The filter leaves no responses.", "El filtro no deja ninguna respuesta.";
    filter_leaves_nothing_advice: "Take a condition away, or look at a longer period.", "Quita una condición o mira un periodo más largo.";
    filter_clear: "Clear filter", "Quitar filtro";
    filter_apply: "Show these", "Mostrar estas";
    filter_rows: "Responses one by one", "Respuestas una a una";
    filter_any: "any", "cualquiera";
    filter_or: " or ", " o ";
    filter_survey: "survey", "encuesta";
    filter_version: "version", "versión";
    filter_language: "language", "idioma";
    filter_device: "device", "dispositivo";
    filter_page_begins: "page begins with", "la página empieza por";
    filter_fields: "attributes and hidden fields", "atributos y campos ocultos";
    filter_field: "Field", "Campo";
    filter_no_field: "choose a field", "elige un campo";
    filter_test: "Condition", "Condición";
    filter_value: "Value", "Valor";
    filter_quoted: "{field} {test} “{value}”", "{field} {test} «{value}»";
    filter_is: "is", "es";
    filter_is_not: "is not", "no es";
    filter_contains: "contains", "contiene";
    filter_at_least: "is at least", "es como mínimo";
    filter_at_most: "is at most", "es como máximo";
    filter_given: "is known", "se conoce";
    filter_missing: "is not known", "no se conoce";
    filter_refused: "This filter cannot be used", "Este filtro no se puede usar";
    filter_bad_survey: "A survey is chosen by its number.", "Una encuesta se elige por su número.";
    filter_bad_version: "“{value}” is no version. Versions are numbers from 1.", "«{value}» no es una versión. Las versiones son números desde 1.";
    filter_bad_language: "“{value}” is no language. Write its tag, such as “es” or “pt-BR”.", "«{value}» no es un idioma. Escribe su etiqueta, como «es» o «pt-BR».";
    filter_bad_device: "“{value}” is no kind of device. There are phones, tablets and desktops.", "«{value}» no es un tipo de dispositivo. Hay móviles, tabletas y ordenadores.";
    filter_bad_page: "“{value}” is not how a page begins. Write its path from the slash on, such as “/checkout”.", "Ninguna página empieza por «{value}». Escribe su ruta desde la barra, como «/checkout».";
    filter_bad_field: "“{value}” is no field. Choose one from the list.", "«{value}» no es un campo. Elige uno de la lista.";
    filter_bad_test: "A condition on a field names the field, what it is tested for, and a value.", "Una condición sobre un campo dice el campo, qué se comprueba y un valor.";
    filter_no_value: "A condition lacks its value. Write one, or choose “is known”.", "A una condición le falta el valor. Escribe uno o elige «se conoce».";
    filter_long_value: "A value has at most {n} characters.", "Un valor tiene como mucho {n} caracteres.";
    filter_bad_number: "“{value}” is no whole number.", "«{value}» no es un número entero.";
    filter_too_many: "A filter has at most {n} conditions on fields.", "Un filtro tiene como mucho {n} condiciones sobre campos.";
    filter_slow: "This takes too long to count", "Contar esto lleva demasiado tiempo";
    filter_slow_advice: "Choose a shorter period, or a filter with fewer conditions.", "Elige un periodo más corto o un filtro con menos condiciones.";

    // Segments
    segment: "Segment", "Segmento";
    segments: "Segments", "Segmentos";
    segments_are: "A segment is a filter with a name. It stores no answers: what belongs to it is counted when you look.", "Un segmento es un filtro con nombre. No guarda respuestas: lo que le pertenece se cuenta cuando miras.";
    segments_none: "No segments yet.", "Aún no hay segmentos.";
    segments_none_advice: "Filter the overview, then keep the filter under a name.", "Filtra el resumen y guarda el filtro con un nombre.";
    segment_everybody: "Everybody", "Todos";
    segment_own: "A filter of your own", "Un filtro propio";
    segment_keep: "Keep as a segment", "Guardar como segmento";
    segment_keep_now: "Keep", "Guardar";
    segment_of_everybody: "A segment needs a filter: everybody is there without one.", "Un segmento necesita un filtro: todos ya están sin él.";
    segment_remove_confirm: "Remove this segment? Its responses stay.", "¿Eliminar este segmento? Sus respuestas se quedan.";
    segments_full: "There is room for {n} segments. Remove one first.", "Caben {n} segmentos. Elimina antes uno.";

    // Changes
    changes_all: "All changes", "Todos los cambios";
    changes_why: "why", "por qué";
    changes_none: "No change that the data can tell from noise.", "Ningún cambio que los datos distingan del azar.";
    changes_caption: "Touchpoints, the clearest change first", "Puntos de contacto, primero el cambio más claro";
    changes_moved: "Change", "Cambio";
    changes_from_to: "From, to", "De, a";
    changes_limits: "95\u{a0}% interval of the change", "Intervalo del 95\u{a0}% del cambio";
    changes_evidence: "Evidence", "Indicios";
    changes_method: "How this is decided", "Cómo se decide";
    changes_method_text: "Each line is compared with itself in the period before. p is how often noise alone would move it this far, corrected for all lines looked at (Benjamini and Hochberg): up to p = 0.10 a line counts as a change, so that on average at most one in ten of the changes is luck. NPS and shares by the square-and-add interval of two score intervals, shares of few answers by Fisher’s exact test, means by Welch’s t.", "Cada línea se compara consigo misma en el periodo anterior. p es con qué frecuencia el azar solo la movería tanto, corregida por todas las líneas miradas (Benjamini y Hochberg): hasta p = 0,10 una línea cuenta como cambio, de modo que de media como mucho uno de cada diez cambios es casualidad. NPS y proporciones por el intervalo de suma de cuadrados de dos intervalos de puntuación, proporciones de pocas respuestas por la prueba exacta de Fisher, medias por la t de Welch.";
    why_of: "Why {name} moved", "Por qué se movió {name}";
    why_nothing: "No part has enough answers in both periods to be compared.", "Ninguna parte tiene respuestas suficientes en ambos periodos para compararla.";
    why_found: "These parts of the answers moved most. Open one to see it alone.", "Estas partes de las respuestas son las que más se movieron. Abre una para verla sola.";
    why_none: "No part moved more than noise explains.", "Ninguna parte se movió más de lo que explica el azar.";
    why_caption: "Parts of the answers, the clearest change first", "Partes de las respuestas, primero el cambio más claro";
    why_part: "Part", "Parte";
    why_question: "question", "pregunta";
    why_versions: "Published in this time", "Publicado en este tiempo";
    why_published: "{survey}, version {version}: {day}", "{survey}, versión {version}: {day}";
    why_caveat: "This says what moved together, not what caused it.", "Esto dice qué se movió a la vez, no qué lo causó.";
    evidence_strong: "strong evidence of a change", "indicios fuertes de un cambio";
    evidence_clear: "clear evidence of a change", "indicios claros de un cambio";
    evidence_some: "some evidence of a change", "algunos indicios de un cambio";
    evidence_none: "no clear change; changes under {n} cannot be seen yet", "sin cambio claro; aún no se distinguen cambios menores de {n}";
    evidence_too_few: "too few answers to see any change", "demasiado pocas respuestas para ver un cambio";

    // Results of a survey
    results: "Results", "Resultados";
    results_of: "Results of {name}", "Resultados de {name}";
    results_draft: "This survey was not published yet.", "Esta encuesta aún no se ha publicado.";
    results_draft_advice: "Its results appear here once somebody has answered it.", "Sus resultados aparecen aquí cuando alguien la haya respondido.";
    results_time: "Time to the end", "Tiempo hasta el final";
    results_time_working: "The median of the whole seconds from being shown to the last answer, of responses that came to the end; a quarter took less than the first time and a quarter longer than the second.", "La mediana de los segundos enteros desde que se mostró hasta la última respuesta, de las respuestas que llegaron al final; una cuarta parte tardó menos que el primer tiempo y otra más que el segundo.";
    results_seconds: "{n}\u{a0}s", "{n}\u{a0}s";
    results_minutes: "{n}\u{a0}min", "{n}\u{a0}min";
    results_quartiles: "a half took {low} to {high}", "la mitad tardó de {low} a {high}";
    results_versions: "Versions", "Versiones";
    results_words: "answers in words", "respuestas con palabras";
    results_yes: "Yes: {share} of all who began ({limits}), n = {n}", "Sí: {share} de quienes comenzaron ({limits}), n = {n}";
    question_parts: "By device, language and version", "Por dispositivo, idioma y versión";

    // How figures are made
    working: "How this figure is made", "Cómo se obtiene esta cifra";
    working_nps: "Promoters (9 and 10) less detractors (0 to 6), of all answers, in points", "Promotores (9 y 10) menos detractores (de 0 a 6), de todas las respuestas, en puntos";
    working_share: "The share of high answers among all answers", "La parte de respuestas altas entre todas";
    working_mean: "The sum of all answers, divided by how many there are", "La suma de todas las respuestas, dividida por cuántas son";
    working_rate: "The times a survey was shown and answered, of all times it was shown", "Las veces que una encuesta se mostró y se respondió, de todas las veces que se mostró";
    working_score_interval: "Interval: the scores that a test at 95\u{a0}% does not reject (score interval of Tango).", "Intervalo: las puntuaciones que una prueba al 95\u{a0}% no rechaza (intervalo de Tango).";
    working_wilson: "Interval: Wilson’s score interval at 95\u{a0}%.", "Intervalo: el intervalo de Wilson al 95\u{a0}%.";
    working_t: "Interval: the mean ± Student’s t at 95\u{a0}%, with a quarter of an answer added at each end of the scale.", "Intervalo: la media ± t de Student al 95\u{a0}%, con un cuarto de respuesta añadido en cada extremo de la escala.";
    working_excluded: "Left out: who was shown the question and did not answer it. Answers that did not fit the survey were never stored. A response counts once, with its last answers, in the hour in which it began.", "No se cuenta a quien vio la pregunta y no la respondió. Las respuestas que no encajaban en la encuesta nunca se guardaron. Cada respuesta cuenta una vez, con sus últimos valores, en la hora en que comenzó.";
    working_rows: "The responses behind it", "Las respuestas que hay detrás";

    // What sets comments apart
    terms_title: "What low and high scores say", "Qué dicen las puntuaciones bajas y altas";
    terms_low: "Said more with low scores", "Se dice más con puntuaciones bajas";
    terms_high: "Said more with high scores", "Se dice más con puntuaciones altas";
    terms_said: "in {low} low, {high} high", "en {low} bajas, {high} altas";
    terms_nothing: "Nothing stands out.", "Nada destaca.";
    terms_none: "No word sets them apart yet: it takes at least 10 comments with low scores and 10 with high ones in one language.", "Ninguna palabra las distingue aún: hacen falta al menos 10 comentarios con puntuaciones bajas y 10 con altas en un mismo idioma.";
    terms_working: "The latest 800 comments of the period are read. Words are counted once a comment, each language by itself, and compared by the weighted log odds ratio with a prior of all comments (Monroe, Colaresi and Quinn). A word is shown if at least 5 people of one side said it and chance does not explain the difference, corrected for all words compared.", "Se leen los 800 comentarios más recientes del período. Cada palabra cuenta una vez por comentario, cada idioma por separado, y se comparan por la razón logarítmica de posibilidades ponderada con todos los comentarios como referencia (Monroe, Colaresi y Quinn). Una palabra se muestra si al menos 5 personas de un lado la dijeron y el azar no explica la diferencia, corregida por todas las palabras comparadas.";

    // Responses one by one
    listing: "Responses", "Respuestas";
    listing_caption: "The latest first", "Las más recientes primero";
    listing_hidden: "Responses appear once 10 people have answered.", "Las respuestas aparecen cuando hayan respondido 10 personas.";
    listing_hidden_why: "With fewer, somebody could be recognised. Take a condition away, or look at a longer period.", "Con menos se podría reconocer a alguien. Quita una condición o mira un periodo más largo.";
    listing_begun: "Began", "Comenzó";
    listing_answers: "Answers", "Respuestas";
    listing_visitor: "Visitor", "Visitante";
    listing_incomplete: "not finished", "sin terminar";
    listing_no_answers: "no answers", "sin respuestas";
    listing_next: "Older responses", "Respuestas anteriores";
    listing_first: "Back to the latest", "Volver a las más recientes";
    listing_days: "Responses carry their day, not their hour, so that nobody is recognised by it.", "Las respuestas llevan su día, no su hora, para que nadie sea reconocido por ella.";
    // Responses as a file
    export: "Export", "Exportar";
    export_hour: "An export holds the moment of each answer and all that is known of it. Whoever takes one out is noted in the audit log.", "Una exportación contiene el momento de cada respuesta y todo lo que se sabe de ella. Quien la saca queda anotado en el registro de cambios.";
    export_will: "{n} responses will be exported", "Se exportarán {n} respuestas";
    export_will_comments: "{n} comments will be exported", "Se exportarán {n} comentarios";
    export_csv: "CSV", "CSV";
    export_csv_for: "A table for spreadsheets, with a row for each of them.", "Una tabla para hojas de cálculo, con una fila para cada entrada.";
    export_csv_how: "UTF-8 with a byte order mark, without which spreadsheets show accents as other letters. Texts that a spreadsheet would compute begin with an apostrophe; numbers stay numbers.", "UTF-8 con marca de orden de bytes, sin la cual las hojas de cálculo muestran los acentos como otras letras. Los textos que una hoja de cálculo calcularía empiezan por un apóstrofo; los números siguen siendo números.";
    export_json: "JSON", "JSON";
    export_json_for: "For programs: one JSON object for each of them, on a line of its own (JSON Lines).", "Para programas: un objeto JSON para cada entrada, en su propia línea (JSON Lines).";
    export_json_how: "Each line can be read by itself, so a file may be longer than memory. Nothing is changed in it: ids stand beside texts, and no text is guarded.", "Cada línea puede leerse por sí sola, así que un archivo puede ser mayor que la memoria. Nada se cambia en él: los identificadores están junto a los textos y ningún texto lleva apóstrofo.";
    export_download: "Download", "Descargar";
    export_progress: "Progress of the export", "Progreso de la exportación";
    export_running: "{done} of {total}", "{done} de {total}";
    export_done: "All {done} are exported.", "Exportación completa: {done}.";
    export_stopped: "The export stopped after {done} of {total}. Start it again.", "La exportación se detuvo tras {done} de {total}. Vuelve a empezarla.";
    export_silent: "Nothing is heard of this export. If your browser downloads nothing, wait until another one has ended and start it again.", "No se sabe nada de esta exportación. Si tu navegador no descarga nada, espera a que termine otra y vuelve a empezarla.";
    export_columns: "The columns of the table ({n})", "Las columnas de la tabla ({n})";
    export_id: "Response", "Respuesta";
    export_stored: "Stored at", "Guardada";
    export_survey: "Survey", "Encuesta";
    export_version: "Version", "Versión";
    export_touchpoint: "Touchpoint", "Punto de contacto";
    export_language: "Language", "Idioma";
    export_device: "Device", "Dispositivo";
    export_page: "Page", "Página";
    export_finished: "Finished", "Terminada";
    export_complete: "complete", "completa";
    export_partial: "partial", "parcial";
    export_question: "Question", "Pregunta";
    export_question_id: "Question id", "Id de la pregunta";
    export_comment: "Comment", "Comentario";
    export_status: "Status", "Estado";
    export_own_words: "own words", "palabras propias";
    export_field: "Field", "Campo";
    // Links that show a page to others
    shares: "Shared links", "Enlaces compartidos";
    share: "Share", "Compartir";
    shares_are: "Whoever has a link sees one page of results as it is looked at, without signing in, and can change nothing. It shows what is new whenever it is opened.", "Quien tiene un enlace ve una página de resultados tal como se mira, sin iniciar sesión, y no puede cambiar nada. Muestra lo nuevo cada vez que se abre.";
    shares_none: "No page is shared.", "No se comparte ninguna página.";
    shares_none_advice: "Open the overview, the journey map, a touchpoint or a survey’s results, and choose Share.", "Abre el resumen, el mapa del viaje, un punto de contacto o los resultados de una encuesta y elige Compartir.";
    shares_new: "A link to this page", "Un enlace a esta página";
    shares_name_hint: "Whom it is for.", "Para quién es.";
    shares_expiry: "It ends", "Termina";
    shares_in_days: "in {n} days", "en {n} días";
    shares_never: "when it is taken back", "cuando se retire";
    shares_leave_out: "Leave out", "Omitir";
    shares_leave_out_hint: "Answers to these questions appear nowhere on the page, nor within its figures. Answers in words are left out unless you say otherwise: people write more than they should.", "Las respuestas a estas preguntas no aparecen en la página ni dentro de sus cifras. Las respuestas con palabras se omiten salvo que digas otra cosa: la gente escribe más de lo que debería.";
    shares_make: "Make a link", "Crear un enlace";
    shares_made: "This is the link. It is shown only now.", "Este es el enlace. Solo se muestra ahora.";
    shares_by: "made {made} by {email}", "creado {made} por {email}";
    shares_by_somebody: "made {made}", "creado {made}";
    shares_ends: "ends on {day}", "termina el {day}";
    shares_opened: "last opened {opened}", "abierto por última vez {opened}";
    shares_unopened: "never opened", "nunca abierto";
    shares_without: "Without: {questions}", "Sin: {questions}";
    shares_revoke: "Take back", "Retirar";
    shares_revoke_sure: "Take this link back? Whoever has it sees nothing any more.", "¿Retirar este enlace? Quien lo tiene ya no verá nada.";
    shares_revoked: "The link is taken back.", "El enlace se ha retirado.";
    shares_full: "There is room for {n} links. Take one back first.", "Caben {n} enlaces. Retira antes uno.";
    shares_of_touchpoint: "Touchpoint “{name}”", "Punto de contacto «{name}»";
    shares_of_survey: "Results of “{name}”", "Resultados de «{name}»";
    shared_gone: "This link leads nowhere", "Este enlace no lleva a ninguna parte";
    shared_gone_advice: "It was taken back, is over, or is not all there. Ask whoever sent it for another one.", "Se ha retirado, ha terminado o está incompleto. Pide otro a quien te lo envió.";
    shared_redacted: "Answers to some questions are left out.", "Se omiten las respuestas a algunas preguntas.";
    // The sites of an admin
    sites: "All sites", "Todos los sitios";
    sites_none: "You belong to no site yet.", "Aún no perteneces a ningún sitio.";
    sites_caption: "Each site’s main figure over the last 30 days, all touchpoints together", "La cifra principal de cada sitio en los últimos 30 días, con todos los puntos de contacto juntos";
    sites_live: "{n} live", "{n} activas";

    // Making a site
    site_first: "A site is one website with its journey map, surveys and results. Make the first one.", "Un sitio es una web con su mapa del viaje, sus encuestas y sus resultados. Crea el primero.";
    site_name: "Name", "Nombre";
    site_website: "Website", "Sitio web";
    site_website_hint: "Answers are taken from its pages only. More addresses can be allowed later.", "Solo se aceptan respuestas de sus páginas. Más adelante se pueden permitir otras direcciones.";
    site_website_mistake: "This is not the address of a website. Write it as in the browser: www.example.com", "Esto no es la dirección de una web. Escríbela como en el navegador: www.example.com";
    site_time_zone: "Time zone", "Zona horaria";
    site_time_zone_hint: "Days start at midnight there.", "Los días empiezan a medianoche allí.";
    site_time_zone_mistake: "Choose one from the list.", "Elige una de la lista.";
    site_make: "Make the site", "Crear el sitio";
    name_blank: "Write a name.", "Escribe un nombre.";
    name_too_long: "Use at most {n} characters.", "Usa como mucho {n} caracteres.";

    // The journey a site starts with
    template_title: "Journey to start from", "Viaje del que partir";
    template_hint: "Phases, channels and first touchpoints. All of it can be changed.", "Fases, canales y primeros puntos de contacto. Todo se puede cambiar.";
    template_counts: "{phases} phases, {channels} channels, {touchpoints} touchpoints", "{phases} fases, {channels} canales, {touchpoints} puntos de contacto";
    template_use: "Start from this", "Partir de este";
    template_late: "The map is not empty any more.", "El mapa ya no está vacío.";

    // Journey map
    experience_title: "Experience along the journey", "La experiencia a lo largo del viaje";
    experience: "Experience", "Experiencia";
    pomp: "% of the best possible", "% de lo mejor posible";
    as_is: "as-is", "actual";
    moment_of_truth: "moment of truth", "momento de la verdad";
    worse: "worse", "peor";
    better: "better", "mejor";
    metric: "Metric", "Métrica";
    own_metric: "Each touchpoint's own", "La de cada punto";
    nobody_asks: "nobody asks here yet", "aún nadie pregunta aquí";
    coverage: "Listened to: {n} of {of} touchpoints, {cells} of {all} cells", "Con escucha: {n} de {of} puntos de contacto, {cells} de {all} celdas";
    open_resting: "Open its survey", "Abrir su encuesta";
    cell_target: "to-be {target}", "objetivo {target}";
    cell_target_missing: "to-be {target}, {distance} to go", "objetivo {target}, faltan {distance}";
    cell_target_reached: "to-be {target}, reached", "objetivo {target}, alcanzado";
    cell_due: "by {day}", "para el {day}";
    cell_overdue: "overdue since {day}", "vencido desde el {day}";
    to_go: "To go", "Falta";
    experience_table: "The experience phase by phase", "La experiencia fase por fase";
    map_picture: "Download as SVG", "Descargar como SVG";
    map_few: "too few answers to show", "demasiado pocas respuestas para mostrarlas";
    add_touchpoint: "Add touchpoint", "Añadir punto de contacto";
    add_touchpoint_at: "Add a touchpoint: {channel}, {phase}", "Añadir un punto de contacto: {channel}, {phase}";
    edit_map: "Edit map", "Editar el mapa";
    map_caption: "Scores by channel and phase", "Resultados por canal y fase";
    map_legend: "Each cell is a touchpoint: where a channel meets a phase. Hatched: too few answers to show. Empty: nobody listens there yet.", "Cada celda es un punto de contacto: donde un canal se cruza con una fase. Rayada: demasiado pocas respuestas para mostrarlas. Vacía: ahí aún no escucha nadie.";
    map_empty: "The map has no cells.", "El mapa no tiene celdas.";
    map_empty_text: "Give it at least one phase and one channel.", "Dale al menos una fase y un canal.";

    // Editing the map
    back_to_map: "Back to the map", "Volver al mapa";
    phases_title: "Phases", "Fases";
    phases_advice: "What the customer does, in the customer's words and order.", "Lo que hace el cliente, con sus palabras y en su orden.";
    new_phase: "New phase", "Fase nueva";
    channels_title: "Channels", "Canales";
    channels_advice: "Where it happens, online or not.", "Dónde ocurre, en línea o no.";
    new_channel: "New channel", "Canal nuevo";
    step_in_use: "It still has touchpoints. Move them elsewhere or remove them first.", "Aún tiene puntos de contacto. Muévelos a otro lugar o elimínalos antes.";
    step_full: "There is no room for more. Remove one first.", "No caben más. Elimina antes otro.";
    name: "Name", "Nombre";
    add: "Add", "Añadir";
    move_up: "Move up", "Subir";
    move_down: "Move down", "Bajar";
    move_left: "Move left", "Mover a la izquierda";
    move_right: "Move right", "Mover a la derecha";
    map_edit_hint: "Choose a phase, a channel or a touchpoint to rename, move or remove it. With the mouse you can drag them.", "Elige una fase, un canal o un punto de contacto para cambiarle el nombre, moverlo o eliminarlo. Con el ratón puedes arrastrarlos.";
    map_edit_caption: "Touchpoints by channel and phase; each name opens what can be changed", "Puntos de contacto por canal y fase; cada nombre abre lo que se puede cambiar";
    map_moved: "“{name}” was moved.", "«{name}» se ha movido.";
    map_moved_to: "“{name}” is now at {place}.", "«{name}» está ahora en {place}.";
    map_renamed: "“{old}” is now called “{new}”.", "«{old}» se llama ahora «{new}».";
    map_added: "“{name}” was added.", "«{name}» se ha añadido.";
    map_removed: "“{name}” was removed.", "«{name}» se ha eliminado.";
    map_removed_for_good: "It was removed with its drafts.", "Se ha eliminado con sus borradores.";
    map_stale: "Somebody else changed this meanwhile. The map shows how it is now; nothing of theirs was lost.", "Otra persona lo ha cambiado entretanto. El mapa muestra cómo está ahora; no se ha perdido nada suyo.";
    touchpoint_kind: "Touchpoint", "Punto de contacto";
    map_undo: "Undo", "Deshacer";
    map_rename: "Rename", "Cambiar nombre";
    map_close: "Close", "Cerrar";
    remove_question: "Remove “{name}”?", "¿Eliminar «{name}»?";
    remove_empty: "Nothing hangs on it. You can undo this.", "Nada depende de ello. Se puede deshacer.";
    remove_step_moves: "These touchpoints are there. They move with their surveys and answers; you can undo this.", "Estos puntos de contacto están ahí. Se mueven con sus encuestas y respuestas; se puede deshacer.";
    remove_step_last: "These touchpoints are there, and there is nowhere else for them. Add another one first.", "Estos puntos de contacto están ahí y no hay otro lugar para ellos. Añade otro antes.";
    remove_heir: "Move them to", "Moverlos a";
    remove_draft: "{name}: a draft", "{name}: un borrador";
    remove_live: "{name}: live, {n} responses", "{name}: activa, {n} respuestas";
    remove_paused: "{name}: paused, {n} responses", "{name}: en pausa, {n} respuestas";
    remove_drafts: "These drafts go with it. This cannot be undone.", "Estos borradores se van con él. No se puede deshacer.";
    remove_asked: "Customers were asked here: what they said stays, and the touchpoint with it. Move it elsewhere, or pause its surveys.", "Aquí se preguntó a clientes: lo que dijeron se queda, y con ello el punto de contacto. Muévelo a otro lugar o pon en pausa sus encuestas.";

    // Form of a touchpoint
    touchpoint_is: "A touchpoint is where a channel meets a phase of the journey. Every survey belongs to one.", "Un punto de contacto es donde un canal se cruza con una fase del viaje. Cada encuesta pertenece a uno.";
    touchpoint_example: "Checkout", "Pago";
    channel: "Channel", "Canal";
    phase: "Phase", "Fase";
    moment_of_truth_title: "Moment of truth", "Momento de la verdad";
    moment_of_truth_is: "What happens here decides whether the customer stays.", "Lo que pasa aquí decide si el cliente se queda.";
    target: "Target (to-be)", "Objetivo";
    target_hint: "In the unit of what is asked here: NPS −100 to 100, CSAT 0 to 100 %, CES 1 to 7. Empty for none.", "En la unidad de lo que se pregunta aquí: NPS de −100 a 100, CSAT de 0 a 100 %, CES de 1 a 7. Vacío si no hay.";
    target_mistake: "Write a number from −100 to 100, or nothing.", "Escribe un número de −100 a 100, o nada.";
    target_by: "Reached by", "Fecha prevista";
    target_by_hint: "A date such as 2026-12-31. Empty for no date.", "Una fecha como 2026-12-31. Vacío si no hay.";
    target_by_mistake: "Write a date such as 2026-12-31, or nothing.", "Escribe una fecha como 2026-12-31, o nada.";
    target_by_alone: "A date needs a target: write it too.", "Una fecha necesita un objetivo: escríbelo también.";
    owner: "Owner", "Responsable";
    owner_hint: "Who answers for what happens here.", "Quien responde de lo que pasa aquí.";
    nobody: "Nobody", "Nadie";
    description: "Description", "Descripción";
    description_hint: "What happens here, in the customer’s eyes.", "Lo que pasa aquí, a ojos del cliente.";
    description_mistake: "Use at most {n} characters.", "Usa como mucho {n} caracteres.";
    add_and_ask: "Add and ask here", "Añadir y preguntar aquí";
    touchpoint_stale: "Not saved: somebody else changed this meanwhile. What they saved stands below; save again to keep what you see here.", "Sin guardar: otra persona lo ha cambiado entretanto. Debajo está lo que guardó; guarda otra vez para quedarte con lo que ves aquí.";
    saved_meanwhile: "saved meanwhile: {value}", "guardado entretanto: {value}";
    remove_touchpoint: "Remove touchpoint", "Eliminar punto de contacto";

    // Touchpoint
    score: "Score", "Resultado";
    edit_touchpoint: "Edit touchpoint", "Editar punto de contacto";
    nobody_asks_title: "Nobody asks here yet.", "Aquí aún no pregunta nadie.";
    nobody_asks_text: "No survey is live at this touchpoint.", "Ninguna encuesta está activa en este punto de contacto.";
    ask_here: "Ask here", "Preguntar aquí";
    ask_more: "Another survey", "Otra encuesta";
    wait_for_answers: "The survey is live; answers show up here by themselves.", "La encuesta está activa; las respuestas aparecen aquí solas.";
    answers_by_point: "Answers by point", "Respuestas por punto";
    distribution_hidden: "The points are hidden while few people gave the same answer.", "Los puntos se ocultan mientras pocas personas den la misma respuesta.";
    target_reached: "reached", "alcanzado";
    target_missed: "not reached", "no alcanzado";
    target_unclear: "within the interval: not certain yet", "dentro del intervalo: aún no es seguro";
    funnel: "Funnel", "Embudo";
    funnel_caption: "From being shown to leaving a comment, in percent of shown with its 95\u{a0}% interval", "De mostrarse a dejar un comentario, en porcentaje de las mostradas con su intervalo del 95\u{a0}%";
    funnel_stage: "Stage", "Etapa";
    funnel_shown: "Shown", "Mostrada";
    funnel_started: "Started", "Empezada";
    funnel_scored: "Scored", "Puntuada";
    funnel_commented: "Commented", "Comentada";
    chosen_options: "Chosen options with their share, its 95\u{a0}% interval and how often", "Opciones elegidas con su parte, el intervalo del 95\u{a0}% y cuántas veces";
    option: "Option", "Opción";
    comments: "Comments", "Comentarios";
    reach_of: "Why is “{name}” not shown?", "¿Por qué no se muestra «{name}»?";
    reach_link: "Why not shown?", "¿Por qué no se muestra?";
    reach_gates: "What held it back", "Qué la frenó";
    reach_gate: "Rule", "Regla";
    reach_caption: "The rules in the order in which a survey passes them: the first that does not let it pass is counted.", "Las reglas en el orden en que la encuesta las pasa: cuenta la primera que no la deja pasar.";
    reach_views: "Page views it was meant for", "Páginas vistas a las que iba dirigida";
    reach_views_short: "Page views", "Páginas vistas";
    reach_shown: "Shown", "Mostrada";
    reach_started: "Answered, in percent of shown", "Respondida, en porcentaje de las mostradas";
    reach_became: "What became of them", "Qué fue de ellas";
    reach_change: "Change it", "Cambiarlo";
    reach_uncounted: "not counted", "no se cuenta";
    reach_note: "Counted are page views for which the survey was meant: those that the first five rules hold back are not told at all, so that a page without a survey stays quiet. The others are told of one page load in ten, so their counts are estimates: each stands for ten. Being shown and being answered is always counted.", "Se cuentan las páginas vistas a las que iba dirigida la encuesta: las que frenan las cinco primeras reglas no se comunican, para no cargar las páginas sin encuesta. Del resto se comunica una carga de página de cada diez, así que sus cifras son estimaciones: cada una vale por diez. Que se muestre y que se responda se cuenta siempre.";
    reach_nothing: "Nothing counted in this period", "Nada contado en este periodo";
    reach_nothing_live: "The survey is live. Its script tells of one page load in ten, so on a quiet site this takes a while. If the pages are busy, check that the script is on them; or have the survey explain itself on your page, with the button here.", "La encuesta está activa. El script informa de una carga de página de cada diez, así que en un sitio tranquilo tarda. Si las páginas tienen visitas, comprueba que llevan el script; o haz que la encuesta se explique en tu página, con el botón de aquí.";
    reach_stopped: "The survey is not live, so no page asks for it. Publish it or resume it first.", "La encuesta no está activa, así que ninguna página la pide. Publícala o reanúdala primero.";
    reach_early: "The survey has not begun yet: its first day is set in the editor.", "La encuesta aún no ha empezado: su primer día se fija en el editor.";
    reach_late: "The survey is over: its last day is set in the editor. What was begun before can still be completed.", "La encuesta ha terminado: su último día se fija en el editor. Lo que se empezó antes aún puede completarse.";
    reach_full: "The survey has all the responses it is to have, so nobody else is asked. Raise its number of responses in the editor to go on.", "La encuesta tiene todas las respuestas previstas, así que no se pregunta a nadie más. Para seguir, sube el número de respuestas en el editor.";
    reach_check_script: "Check the script", "Comprobar el script";
    reach_open_survey: "Open the survey", "Abrir la encuesta";
    gate_page: "Page", "Página";
    gate_page_advice: "The page is not among those it shows on, or is left out. Add its path to the list of pages.", "La página no está entre aquellas en que se muestra, o está excluida. Añade su ruta a la lista de páginas.";
    gate_referrer: "Where the visitor comes from", "De dónde viene";
    gate_referrer_advice: "The visitor came from a page that is not on the list, or the browser does not tell. Leave the list empty to ask everybody.", "Viene de una página que no está en la lista, o el navegador no lo dice. Deja la lista vacía para preguntar a cualquiera.";
    gate_device: "Device", "Dispositivo";
    gate_device_advice: "The window is as wide as that of a device it is not meant for. Tick that kind too, or none.", "La ventana es tan ancha como la de un dispositivo al que no va dirigida. Marca también ese tipo, o ninguno.";
    gate_language: "Language", "Idioma";
    gate_language_advice: "The page speaks a language that is not on the list. Add it, or leave the list empty.", "La página está en un idioma que no figura en la lista. Añádelo o deja la lista vacía.";
    gate_schedule: "Dates", "Fechas";
    gate_schedule_advice: "It has not begun yet or is over. Change its first or last day.", "Aún no ha empezado o ya ha terminado. Cambia su primer o último día.";
    gate_attributes: "Attributes", "Atributos";
    gate_attributes_advice: "The site says other things of the visitor, or nothing yet. Check the conditions, and that the page calls opina('set', …).", "El sitio dice otra cosa de quien visita, o aún nada. Revisa las condiciones y que la página llame a opina('set', …).";
    gate_visits: "Page views", "Páginas vistas";
    gate_visits_advice: "Too few page views so far, or unknown: they are counted only with consent to storage. Ask for fewer, or for none.", "Aún hay pocas páginas vistas, o no se sabe: solo se cuentan con consentimiento de almacenamiento. Pide menos, o ninguna.";
    gate_days: "Days known", "Días desde la primera visita";
    gate_days_advice: "The first visit was too recent, or is unknown without consent to storage. Ask for fewer days, or for none.", "La primera visita es demasiado reciente, o no se conoce sin consentimiento de almacenamiento. Pide menos días, o ninguno.";
    gate_sample: "Share of visitors", "Porcentaje de visitantes";
    gate_sample_advice: "The visitor was not drawn. Raise the share of visitors who are asked.", "No le ha tocado. Sube el porcentaje de visitantes a quienes se pregunta.";
    gate_answered: "Answered before", "Respondida antes";
    gate_answered_advice: "The visitor answered it before. Shorten the time after which it may come again.", "Ya la respondió. Acorta el tiempo tras el que puede volver.";
    gate_dismissed: "Closed before", "Cerrada antes";
    gate_dismissed_advice: "The visitor closed it before. Shorten the time after which it may come again, or ask at a better moment.", "Ya la cerró. Acorta el tiempo tras el que puede volver, o pregunta en mejor momento.";
    gate_budget: "Asked by other surveys", "Preguntas de otras encuestas";
    gate_budget_advice: "Other surveys have asked this visitor as often as the site allows. Raise that limit, or stop a survey you need less.", "Otras encuestas ya le han preguntado cuanto permite el sitio. Sube ese límite o detén una encuesta que necesites menos.";
    gate_trigger: "Waiting for its moment", "A la espera de su momento";
    gate_trigger_advice: "What opens it did not happen while the page was open, or the visitor left during the delay. Choose an earlier moment or a shorter delay.", "Lo que la abre no ocurrió mientras la página estaba abierta, o se fue durante la espera. Elige un momento anterior o menos espera.";
    gate_cancelled: "Called off", "Anulada";
    gate_cancelled_advice: "The site's own event called it off on this page. Check which event does that.", "Un evento del propio sitio la anuló en esta página. Revisa cuál lo hace.";
    gate_queue: "Another survey was open", "Había otra encuesta abierta";
    gate_queue_advice: "Another survey was on the page when its turn came. Give this one a higher priority, or keep them on different pages.", "Había otra encuesta en la página cuando le tocaba. Dale más prioridad a esta, o sepáralas en páginas distintas.";
    own_page_title: "Ask by a link", "Preguntar con un enlace";
    own_page_advice: "The survey also has a page of its own, for e-mails, QR codes and pages without the script. Its rules on pages and visitors do not hold there; its dates and its number of responses do.", "La encuesta tiene además una página propia, para correos, códigos QR y páginas sin el script. Allí no rigen sus reglas sobre páginas y visitantes; sí sus fechas y su número de respuestas.";
    own_page_open: "Open it", "Abrirla";
    own_page_hint: "Append ?score=9&plan=pro to fill in answers and fields by their names, or lang=es to choose the language.", "Añade ?score=9&plan=pro para rellenar respuestas y campos por su nombre, o lang=es para elegir el idioma.";
    trace_title: "See it on your own page", "Verlo en tu propia página";
    trace_advice: "A link shows you, on your page and on this device alone, which rule each survey passes and which one holds it back. Visitors see nothing of it.", "Un enlace te muestra, en tu página y solo en este dispositivo, qué reglas pasa cada encuesta y cuál la frena. Quien visita no ve nada.";
    trace_show: "Show me on the page", "Muéstramelo en la página";
    trace_address: "Address of a page (optional)", "Dirección de una página (opcional)";
    trace_address_hint: "Without it you get links to the pages on which the script was seen.", "Sin ella obtienes enlaces a las páginas en que se vio el script.";
    trace_no_address: "This is no web address such as https://www.example.com/checkout.", "No es una dirección web como https://www.example.com/checkout.";
    trace_open: "Open one of these.", "Abre uno de estos.";
    trace_ends: "They work for an hour, for whoever has them, and are shown only now.", "Sirven durante una hora, a quien los tenga, y se muestran solo ahora.";
    trace_append: "For any other page, append this to its address:", "Para cualquier otra página, añade esto a su dirección:";
    surveys_here: "Surveys here", "Encuestas aquí";
    no_surveys_here: "None yet.", "Aún ninguna.";
    survey_live: "Live", "Activa";
    survey_paused: "Paused", "En pausa";

    // Above every page of results
    period: "Period", "Periodo";
    last_days: "Last {n} days", "Últimos {n} días";
    last_weeks: "Last {n} weeks", "Últimas {n} semanas";
    demo_data: "These answers are generated: this site is a demonstration.", "Estas respuestas son generadas: este sitio es una demostración.";

    // Before anyone is signed in
    entry_make_account: "Make your account", "Crea tu cuenta";
    entry_first: "You are the first here. This account can see and change everything; the link works once.", "Eres la primera persona aquí. Esta cuenta puede verlo y cambiarlo todo; el enlace sirve una sola vez.";
    entry_sign_in: "Sign in", "Entrar";
    entry_email: "E-mail", "Correo electrónico";
    entry_password: "Password", "Contraseña";
    entry_password_rule: "12 characters or more. A few unrelated words are good.", "12 caracteres o más. Unas palabras sin relación entre sí van bien.";
    entry_repeat: "The same password again", "La misma contraseña otra vez";
    entry_forgot: "Forgot it? Whoever runs Opina sets a new one with", "¿La has olvidado? Quien administra Opina pone otra con";

    password_differs: "The two passwords differ.", "Las dos contraseñas no coinciden.";
    password_length: "A password has 12 to 128 characters.", "Una contraseña tiene de 12 a 128 caracteres.";

    sign_in_wrong: "The e-mail or the password is wrong.", "El correo o la contraseña no son correctos.";
    code: "Code", "Código";
    code_title: "Enter a code", "Escribe un código";
    code_advice: "Six digits from your app, or one of the codes you kept for when you lose it.", "Seis cifras de tu aplicación, o uno de los códigos que guardaste por si la pierdes.";
    code_wrong: "This code is wrong, too old or was used already.", "Este código es incorrecto, demasiado antiguo o ya se usó.";
    code_too_late: "That took too long. Sign in again.", "Ha tardado demasiado. Entra de nuevo.";

    // One's own account
    account_password: "Password", "Contraseña";
    account_old_password: "The password you have", "La contraseña que tienes";
    account_new_password: "The new one", "La nueva";
    account_change_password: "Change the password", "Cambiar la contraseña";
    account_password_changed: "The password is changed, and you are signed out everywhere else.", "La contraseña ha cambiado y tus demás sesiones han terminado.";
    account_wrong_password: "This is not your password.", "Esta no es tu contraseña.";
    account_sessions: "Where you are signed in", "Dónde has entrado";
    account_session_here: "this one", "esta";
    account_session_times: "opened {opened}, last used {used}", "abierta {opened}, usada por última vez {used}";
    account_browser: "A browser", "Un navegador";
    account_end: "End", "Terminar";
    account_end_others: "End all others", "Terminar todas las demás";
    account_session_ended: "The session is ended.", "La sesión ha terminado.";
    account_sessions_ended: "All other sessions are ended.", "Todas las demás sesiones han terminado.";
    two_factor: "Two-factor sign-in", "Entrada en dos pasos";
    two_factor_why: "Signing in then also asks for a code from an app on your phone, so that a stolen password is not enough.", "Al entrar se pide además un código de una aplicación de tu móvil, para que no baste con una contraseña robada.";
    two_factor_set_up: "Set it up", "Configurarla";
    two_factor_turn_on: "Turn it on", "Activarla";
    two_factor_turn_off: "Turn it off", "Desactivarla";
    two_factor_is_on: "It is on.", "Está activada.";
    two_factor_is_off: "Two-factor sign-in is off.", "La entrada en dos pasos está desactivada.";
    two_factor_scan: "Scan this with an app for codes, or type the text into it.", "Escanea esto con una aplicación de códigos, o escribe en ella el texto.";
    two_factor_picture: "The secret as a QR code; the text below says the same", "El secreto como código QR; el texto de abajo dice lo mismo";
    two_factor_prove: "The code the app shows now", "El código que muestra ahora la aplicación";
    recovery_codes: "Codes for when you lose the app", "Códigos por si pierdes la aplicación";
    recovery_codes_left: "Codes left for when you lose the app: {n}", "Códigos que quedan por si pierdes la aplicación: {n}";
    recovery_codes_keep: "Keep them somewhere safe. Each works once in place of a code, and they are shown only now.", "Guárdalos en lugar seguro. Cada uno sirve una vez en lugar de un código, y solo se muestran ahora.";
    recovery_codes_renew: "New codes", "Códigos nuevos";
    recovery_codes_kept: "I have kept them", "Ya los he guardado";

    // An invitation
    invite_title: "Come to {site}", "Ven a {site}";
    invite_text: "You are invited as {email}, in the role of {role}.", "Tienes una invitación como {email}, con el papel de {role}.";
    invite_sign_in: "There is an account with this address. Sign in, then open this link again.", "Ya hay una cuenta con esta dirección. Entra y vuelve a abrir este enlace.";
    invite_join: "Join", "Unirme";
    invite_somebody_else: "Sign out first: you are signed in as", "Sal primero: has entrado como";

    // The people of a site
    manage: "Manage", "Gestionar";
    people: "People", "Personas";
    people_members: "Who belongs to this site", "Quién pertenece a este sitio";
    people_you: "you", "tú";
    people_role: "Role", "Papel";
    role_viewer: "viewer", "lectura";
    role_editor: "editor", "edición";
    role_owner: "owner", "responsable";
    role_organisation: "owner of the organisation", "responsable de la organización";
    people_roles_are: "A viewer looks. An editor also changes surveys, the journey map and settings. An owner also says who belongs here.", "Lectura mira. Edición también cambia encuestas, el mapa del viaje y los ajustes. Responsable también decide quién pertenece al sitio.";
    people_remove_sure: "Remove this person from the site?", "¿Quitar a esta persona del sitio?";
    people_changed: "The role is changed.", "El papel ha cambiado.";
    people_removed: "The person no longer belongs to this site.", "La persona ya no pertenece a este sitio.";
    people_revoked: "The invitation is taken back. Its link leads nowhere now.", "La invitación está retirada. Su enlace ya no lleva a ninguna parte.";
    people_last_owner: "This is the site’s last owner. Make somebody else an owner first.", "Es la última persona responsable del sitio. Haz antes responsable a otra.";
    people_invitations: "Invited, not here yet", "Con invitación, aún sin entrar";
    people_revoke: "Take back", "Retirar";
    people_invite: "Invite somebody", "Invitar a alguien";
    people_invite_make: "Make a link", "Crear un enlace";
    people_invite_advice: "You get a link to hand over yourself. It works once, for this address, for 7 days.", "Obtienes un enlace que entregas tú. Sirve una vez, para esta dirección, durante 7 días.";
    people_invited: "Hand this link to {email}. It is shown only now.", "Entrega este enlace a {email}. Solo se muestra ahora.";
    people_no_address: "This is no e-mail address.", "Esto no es una dirección de correo.";
    people_is_member: "{email} belongs to this site already: change the role in the list.", "{email} ya pertenece a este sitio: cambia su papel en la lista.";
    keys: "Keys", "Claves";
    keys_title: "Keys of programs", "Claves de programas";
    keys_are: "A program that shows a key reads this site, or changes it. It needs no account.", "Un programa que muestra una clave lee este sitio, o lo cambia. No necesita cuenta.";
    keys_new: "A new key", "Una clave nueva";
    keys_name_hint: "Which program uses it.", "Qué programa la usa.";
    keys_scope: "It may", "Puede";
    scope_read: "read", "leer";
    scope_write: "read and change", "leer y cambiar";
    keys_make: "Make a key", "Crear una clave";
    keys_made: "This is the key. It is shown only now.", "Esta es la clave. Solo se muestra ahora.";
    keys_times: "made {made}, last used {used}", "creada {made}, usada por última vez {used}";
    keys_unused: "made {made}, never used", "creada {made}, nunca usada";
    keys_revoke: "Take away", "Quitar";
    keys_revoke_sure: "Take this key away? Programs that use it stop working.", "¿Quitar esta clave? Los programas que la usan dejarán de funcionar.";
    keys_revoked: "The key is taken away.", "La clave se ha quitado.";
    // Everybody who can sign in
    everybody: "Everybody", "Todas las personas";
    everybody_advice: "Who can sign in, with the sites they belong to. Owners of the organisation see and change all of them. To add somebody, invite them on a site’s page of people.", "Quién puede entrar, con los sitios a los que pertenece. Responsables de la organización ven y cambian todos. Para añadir a alguien, invítalo en la página de personas de un sitio.";
    everybody_owner: "Make an owner", "Hacer responsable";
    everybody_owner_sure: "Make this person an owner of the organisation, with all its sites?", "¿Hacer a esta persona responsable de la organización, con todos sus sitios?";
    everybody_no_owner: "No longer an owner", "Ya no responsable";
    everybody_remove_sure: "Remove this account? This cannot be undone.", "¿Eliminar esta cuenta? No se puede deshacer.";
    everybody_last_owner: "This is the organisation’s last owner. Make somebody else an owner first.", "Es la última persona responsable de la organización. Haz antes responsable a otra.";

    // What was changed
    audit: "Audit log", "Registro de cambios";
    audit_who: "Who", "Quién";
    audit_what: "What", "Qué";
    audit_older: "Earlier changes", "Cambios anteriores";
    audit_none: "Nothing was changed yet.", "Aún no se ha cambiado nada.";
    audit_none_text: "Every change through the console and every export is noted here, with whose it was.", "Aquí se anota cada cambio hecho en la consola y cada exportación, con quién fue.";
    audit_other: "sent a form to {path}", "envió un formulario a {path}";
    audit_utc: "Times are those of UTC.", "Las horas son de UTC.";
    audit_owner_made: "made {person} an owner of the organisation", "hizo a {person} propietario de la organización";
    audit_owner_no_more: "made {person} an owner of the organisation no more", "quitó a {person} como propietario de la organización";
    audit_account_removed: "removed the account {person}", "eliminó la cuenta {person}";
    audit_password: "changed the own password", "cambió su contraseña";
    audit_sessions: "ended own sessions elsewhere", "cerró sus otras sesiones";
    audit_two_factor: "turned two-factor sign-in on", "activó la verificación en dos pasos";
    audit_two_factor_off: "turned two-factor sign-in off", "desactivó la verificación en dos pasos";
    audit_two_factor_codes: "made new recovery codes", "creó códigos de recuperación nuevos";
    audit_signed_out: "signed out", "cerró la sesión";
    audit_site: "made the site", "creó el sitio";
    audit_settings: "changed the site’s settings", "cambió los ajustes del sitio";
    audit_site_removed: "removed a site with everything of it", "eliminó un sitio con todo lo suyo";
    audit_joined: "came by an invitation", "llegó con una invitación";
    audit_origins: "changed which websites may send answers", "cambió qué sitios web pueden enviar respuestas";
    audit_look: "changed the look of all surveys", "cambió el aspecto de todas las encuestas";
    audit_budget: "changed how often one visitor is asked", "cambió con qué frecuencia se pregunta a un visitante";
    audit_map: "changed the journey map", "cambió el mapa del viaje";
    audit_touchpoint_added: "added a touchpoint", "añadió un punto de contacto";
    audit_touchpoint: "changed the touchpoint “{touchpoint}”", "cambió el punto de contacto «{touchpoint}»";
    audit_touchpoint_removed: "removed the touchpoint “{touchpoint}”", "eliminó el punto de contacto «{touchpoint}»";
    audit_comment: "worked on comments", "trabajó en comentarios";
    audit_redacted: "blacked out a part of a comment", "tachó una parte de un comentario";
    audit_survey_made: "started a survey", "empezó una encuesta";
    audit_survey_saved: "saved the draft of “{survey}”", "guardó el borrador de «{survey}»";
    audit_published: "published the survey “{survey}”", "publicó la encuesta «{survey}»";
    audit_paused: "paused the survey “{survey}”", "pausó la encuesta «{survey}»";
    audit_resumed: "resumed the survey “{survey}”", "reanudó la encuesta «{survey}»";
    audit_survey_deleted: "deleted the survey “{survey}”", "eliminó la encuesta «{survey}»";
    audit_traced: "opened a link that shows why “{survey}” is not shown", "abrió un enlace que muestra por qué «{survey}» no se muestra";
    audit_translated: "translated texts of “{survey}”", "tradujo textos de «{survey}»";
    audit_exported_csv: "took out {detail} responses as CSV", "sacó {detail} respuestas como CSV";
    audit_exported_json: "took out {detail} responses as JSON", "sacó {detail} respuestas como JSON";
    audit_exported_comments_csv: "took out {detail} comments as CSV", "sacó {detail} comentarios como CSV";
    audit_exported_comments_json: "took out {detail} comments as JSON", "sacó {detail} comentarios como JSON";
    audit_shared: "made a link that shows a page of results", "creó un enlace que muestra una página de resultados";
    audit_share_revoked: "took a link to a page of results back", "retiró un enlace a una página de resultados";
    audit_segment_made: "made a segment", "creó un segmento";
    audit_segment: "changed a segment", "cambió un segmento";
    audit_restored: "took version {version} of “{survey}” as the draft", "tomó la versión {version} de «{survey}» como borrador";
    audit_role: "gave {person} the role of {role}", "dio a {person} el papel de {role}";
    audit_person_removed: "removed {person} from the site", "quitó a {person} del sitio";
    audit_invited: "invited somebody as {role}", "invitó a alguien con el papel de {role}";
    audit_invitation_revoked: "took an invitation back", "retiró una invitación";
    audit_key_made: "made a key", "creó una clave";
    audit_key_revoked: "took a key away", "quitó una clave";

    // How long invitations last
    ends_in_hours: "ends in {n} h", "termina en {n} h";
    ends_in_days: "ends in {n} days", "termina en {n} días";

    // How long ago
    ago_now: "just now", "ahora mismo";
    ago_minutes: "{n} min ago", "hace {n} min";
    ago_hours: "{n} h ago", "hace {n} h";
    ago_days: "{n} days ago", "hace {n} días";

    // The list of surveys
    survey: "Survey", "Encuesta";
    survey_new: "New survey", "Nueva encuesta";
    survey_none: "Nobody is asked yet", "Aún no se pregunta a nadie";
    survey_none_advice: "A survey belongs to a touchpoint and asks the people who are there. Start from a ready one and change what you like.", "Una encuesta pertenece a un punto de contacto y pregunta a quienes están ahí. Parte de una ya hecha y cambia lo que quieras.";
    survey_deleted: "The draft is deleted.", "El borrador se ha eliminado.";
    survey_touchpoint: "Touchpoint", "Punto de contacto";
    survey_status: "State", "Estado";
    survey_answers: "Answers", "Respuestas";
    survey_last_answer: "Last answer", "Última respuesta";
    survey_draft: "Draft", "Borrador";
    survey_live_version: "Live · version {n}", "Activa · versión {n}";
    survey_paused_version: "Paused · version {n}", "En pausa · versión {n}";

    // Starting a survey
    survey_choose_touchpoint: "Where does it ask?", "¿Dónde pregunta?";
    survey_choose_touchpoint_hint: "Its answers count at this touchpoint of the journey map.", "Sus respuestas cuentan en este punto de contacto del mapa del viaje.";
    survey_no_touchpoint: "First say where you meet your customers", "Primero di dónde te encuentras con tus clientes";
    survey_no_touchpoint_advice: "A survey belongs to a touchpoint, such as the checkout. Add one on the journey map, then come back.", "Una encuesta pertenece a un punto de contacto, como el pago. Añade uno en el mapa del viaje y vuelve.";
    survey_asks: "What it asks", "Qué pregunta";
    survey_asks_low: "After a low score", "Tras una nota baja";
    survey_asks_high: "After a high score", "Tras una nota alta";
    survey_use_template: "Start from this", "Partir de esta";
    survey_nps_title: "Would they recommend you?", "¿Te recomendarían?";
    survey_nps_advice: "The relationship as a whole. Ask after a purchase or now and then, never in the middle of something.", "La relación en su conjunto. Pregunta tras una compra o de vez en cuando, nunca en medio de algo.";
    survey_csat_title: "Are they satisfied?", "¿Hay satisfacción?";
    survey_csat_advice: "One moment: this page, this delivery, this call. Ask right after it.", "Un momento: esta página, esta entrega, esta llamada. Pregunta justo después.";
    survey_ces_title: "Was it easy?", "¿Fue fácil?";
    survey_ces_advice: "A task with an end: a checkout, a return, a request for help. Ask when it is done.", "Una tarea con final: un pago, una devolución, una petición de ayuda. Pregunta cuando termine.";

    // The first touchpoint, made together with its survey
    survey_first_place: "Where do you meet the people you ask?", "¿Dónde te encuentras con quienes vas a preguntar?";
    survey_first_place_hint: "This is a touchpoint. You can change it, and add more, on the journey map.", "Es un punto de contacto. Puedes cambiarlo, y añadir más, en el mapa del viaje.";

    // Surveys to start from
    survey_asks_first: "First", "Primero";
    survey_asks_then: "Then, by the answer", "Después, según la respuesta";
    template_nps: "NPS", "NPS";
    template_csat: "CSAT", "CSAT";
    template_ces: "CES", "CES";
    template_fit: "Product-market fit", "Encaje producto-mercado";
    template_fit_title: "Would they miss you?", "¿Te echarían de menos?";
    template_fit_advice: "Whether anybody needs it. Ask people who have used it a few times, not newcomers.", "Si alguien lo necesita. Pregunta a quien lo haya usado unas cuantas veces, no a quien acaba de llegar.";
    template_servqual: "SERVQUAL", "SERVQUAL";
    template_servqual_title: "Do you keep what they expect?", "¿Das lo que esperan?";
    template_servqual_advice: "Your service on its five sides, expected and got. Ask customers who know it, once or twice a year.", "Tu servicio en sus cinco caras, lo esperado y lo recibido. Pregunta a clientes que lo conozcan, una o dos veces al año.";
    template_exit: "Exit", "Salida";
    template_exit_title: "Did they find what they came for?", "¿Han encontrado lo que buscaban?";
    template_exit_advice: "As they are about to leave: for pages where something should have happened.", "Cuando están a punto de salir: para páginas donde algo debería haber pasado.";
    template_cancellation: "Cancellation", "Baja";
    template_cancellation_title: "Why do they leave you?", "¿Por qué se van?";
    template_cancellation_advice: "On the page where an account or a contract is ended.", "En la página donde se cancela una cuenta o un contrato.";
    template_support: "Support", "Atención";
    template_support_title: "Were they helped?", "¿Recibieron ayuda?";
    template_support_advice: "Right after a chat, a call or a ticket is closed.", "Justo al cerrar un chat, una llamada o una incidencia.";
    template_delivery: "Delivery", "Entrega";
    template_delivery_title: "Did it arrive as it should?", "¿Llegó como debía?";
    template_delivery_advice: "A day or two after the delivery, by its link in an e-mail.", "Uno o dos días después de la entrega, con su enlace en un correo.";

    // The survey editor
    survey_save: "Save draft", "Guardar borrador";
    survey_publish: "Publish version {n}", "Publicar versión {n}";
    survey_pause: "Pause", "Pausar";
    survey_resume: "Resume", "Reanudar";
    survey_delete: "Delete this draft", "Eliminar este borrador";
    survey_delete_sure: "Delete this draft? It cannot be brought back.", "¿Eliminar este borrador? No se puede recuperar.";
    survey_unpublished: "Draft has changes", "El borrador tiene cambios";
    survey_created: "Read it over and change what you like. Nobody sees it until you publish it.", "Repásala y cambia lo que quieras. Nadie la ve hasta que la publiques.";
    survey_saved: "The draft is saved. Visitors see it once you publish it.", "El borrador está guardado. Los visitantes lo verán cuando lo publiques.";
    survey_published: "Version {n} is live.", "La versión {n} está activa.";
    survey_was_paused: "Paused. Nobody is asked from now on.", "En pausa. Desde ahora no se pregunta a nadie.";
    survey_resumed: "Live again: visitors are asked version {n}.", "Activa de nuevo: se pregunta la versión {n}.";
    survey_unchanged: "Nothing has changed since version {n}, so there is nothing to publish.", "Nada ha cambiado desde la versión {n}, así que no hay nada que publicar.";
    survey_mistakes: "Not saved yet: mend what is marked. Nothing you typed is lost.", "Aún sin guardar: corrige lo señalado. No se ha perdido nada de lo escrito.";
    survey_unsaved: "Changed here, not saved yet.", "Cambiado aquí, aún sin guardar.";
    survey_conflict: "Not saved: someone else saved this survey meanwhile. Your texts are all here; where theirs differ, both stand below, with what differs marked. Save once more to replace theirs with yours.", "Sin guardar: alguien ha guardado esta encuesta entretanto. Tus textos siguen aquí; donde los suyos son distintos, están ambos debajo, con las diferencias marcadas. Guarda otra vez para sustituirlos por los tuyos.";
    survey_open_theirs: "Open what they saved", "Abrir lo que han guardado";
    survey_theirs: "They saved: {text}", "Han guardado: {text}";
    survey_they_saved: "They saved:", "Han guardado:";
    survey_you_typed: "You typed:", "Has escrito:";
    survey_nothing: "nothing", "nada";
    survey_only_theirs: "They added, or you removed: {what}", "Han añadido, o tú has quitado: {what}";
    survey_only_yours: "You added, or they removed: {what}", "Has añadido, o han quitado: {what}";
    survey_name: "Name (only your team sees it)", "Nombre (solo lo ve tu equipo)";
    survey_counts_at: "Answers count at", "Las respuestas cuentan en";
    survey_questions: "Questions", "Preguntas";
    survey_untitled: "No text yet", "Aún sin texto";
    survey_kind_nps: "Recommend 0–10 (NPS)", "Recomendar 0–10 (NPS)";
    survey_kind_csat: "Satisfaction 1–5 (CSAT)", "Satisfacción 1–5 (CSAT)";
    survey_kind_ces: "Ease (CES)", "Facilidad (CES)";
    survey_kind_thumbs: "Thumb up or down", "Pulgar arriba o abajo";
    survey_kind_rating: "Rating of your own", "Valoración propia";
    survey_kind_choice: "Options", "Opciones";
    survey_kind_text: "Text", "Texto";
    survey_kind_gap: "Expected and got (SERVQUAL)", "Esperado y recibido (SERVQUAL)";
    survey_kind_importance: "Importance: 100 points", "Importancia: 100 puntos";
    survey_kind_consent: "Consent", "Consentimiento";
    survey_kind_statement: "Words only", "Solo palabras";
    survey_kind_link: "Button that leads elsewhere", "Botón que lleva a otra página";
    survey_optional: "optional", "opcional";
    survey_required: "Must be answered to go on", "Hay que contestarla para seguir";
    survey_add_question: "Add a question", "Añadir una pregunta";
    survey_up: "Move up", "Subir";
    survey_down: "Move down", "Bajar";
    survey_remove_question: "Remove this question? Saved answers to it stay.", "¿Quitar esta pregunta? Las respuestas guardadas se conservan.";
    survey_question_text: "Question", "Pregunta";
    survey_words: "Words", "Palabras";
    survey_statement_rated: "Statement that is rated twice", "Afirmación que se valora dos veces";
    survey_note: "Note below it", "Nota debajo";
    survey_together: "On the same page as the question before", "En la misma página que la pregunta anterior";
    survey_yes: "yes", "sí";
    survey_no: "no", "no";
    survey_pipes: "What these texts can take over", "Lo que estos textos pueden incluir";
    survey_pipes_hint: "Such a name in a text becomes the answer or attribute. Write {example} to say something else where there is none.", "Un nombre así en un texto se convierte en la respuesta o el atributo. Escribe {example} para decir otra cosa cuando no haya.";
    survey_points: "Scale", "Escala";
    survey_points_five: "1 to 5", "de 1 a 5";
    survey_points_seven: "1 to 7 (CES 2.0)", "de 1 a 7 (CES 2.0)";
    survey_format: "What is written", "Qué se escribe";
    survey_format_long: "Several lines", "Varias líneas";
    survey_format_short: "One line", "Una línea";
    survey_format_email: "An e-mail address", "Un correo electrónico";
    survey_format_number: "A number", "Un número";
    survey_least: "Fewest characters", "Mínimo de caracteres";
    survey_agreement: "What is agreed to", "Lo que se acepta";
    survey_expectation: "Label of what was expected", "Etiqueta de lo esperado";
    survey_perception: "Label of what was got", "Etiqueta de lo recibido";
    survey_button: "The button says", "El botón dice";
    survey_address: "The button leads to", "El botón lleva a";
    survey_items: "What may matter", "Lo que puede importar";
    survey_several: "Several can be chosen", "Se pueden elegir varias";
    survey_at_least: "at least", "al menos";
    survey_at_most: "at most", "como mucho";
    survey_shuffled: "Each visitor sees them in another order", "Cada visitante las ve en otro orden";
    survey_other: "Last option, for own words (empty: none)", "Última opción, con palabras propias (vacío: ninguna)";
    survey_end_label: "Label at {n}", "Etiqueta del {n}";
    survey_placeholder: "Shown while the field is empty", "Se muestra mientras el campo está vacío";
    survey_most: "Most characters", "Máximo de caracteres";
    survey_style: "Drawn as", "Se dibuja con";
    survey_faces: "Faces", "Caras";
    survey_stars: "Stars", "Estrellas";
    survey_numbers: "Numbers", "Números";
    survey_options: "Options", "Opciones";
    survey_option: "Option {n}", "Opción {n}";
    survey_empty_option: "empty option", "opción vacía";
    survey_add_option: "Add an option", "Añadir una opción";
    survey_after: "After this answer", "Después de esta respuesta";
    survey_any_answer: "any answer", "cualquier respuesta";
    survey_and: "and", "y";
    survey_next: "Next question", "Siguiente pregunta";
    survey_end: "Thank-you, end", "Gracias y fin";
    survey_or: "or", "o";
    from_word: "from", "de";
    to_word: "to", "a";
    survey_agreed: "agreed", "acepta";
    survey_not_agreed: "not agreed", "no acepta";
    survey_custom: "This condition says more than the editor can show. It is kept as it is.", "Esta condición dice más de lo que el editor puede mostrar. Se conserva tal cual.";
    survey_use_rules: "Rules with conditions instead", "Mejor reglas con condiciones";
    survey_use_groups: "Groups of answers instead", "Mejor grupos de respuestas";
    survey_use_groups_sure: "Replace these rules with groups of answers?", "¿Sustituir estas reglas por grupos de respuestas?";
    survey_rules_hint: "The first rule whose conditions all hold is taken; else the next page follows.", "Se toma la primera regla cuyas condiciones se cumplan todas; si no, sigue la página siguiente.";
    survey_add_rule: "Add a rule", "Añadir una regla";
    survey_rule: "Rule {n}", "Regla {n}";
    survey_if: "If", "Si";
    survey_always: "Always: there is no condition yet.", "Siempre: aún no hay ninguna condición.";
    survey_go_to: "go to", "ir a";
    survey_this_answer: "This answer", "Esta respuesta";
    survey_condition_on: "A condition on", "Una condición sobre";
    survey_add_condition: "Add the condition", "Añadir la condición";
    survey_test: "How it is tested", "Cómo se comprueba";
    survey_value: "Value", "Valor";
    survey_attribute: "Name of the attribute", "Nombre del atributo";
    survey_test_score: "is in", "está en";
    survey_test_not_score: "is not in", "no está en";
    survey_test_chosen: "includes", "incluye";
    survey_test_not_chosen: "does not include", "no incluye";
    survey_test_given: "was answered", "se contestó";
    survey_test_not_given: "was not answered", "no se contestó";
    survey_test_known: "is known", "se conoce";
    survey_test_not_known: "is not known", "no se conoce";
    survey_test_equals: "is", "es";
    survey_test_not_equals: "is not", "no es";
    survey_test_contains: "contains", "contiene";
    survey_test_not_contains: "does not contain", "no contiene";
    survey_test_between: "is a number in", "es un número en";
    survey_test_not_between: "is no number in", "no es un número en";
    survey_test_yes: "is agreed to", "se acepta";
    survey_test_not_yes: "is not agreed to, or not answered", "no se acepta o no se contesta";
    survey_test_no: "is refused", "se rechaza";
    survey_test_not_no: "is not refused", "no se rechaza";
    survey_endings: "Thank-yous for some", "Agradecimientos para algunos";
    survey_endings_hint: "The first one whose conditions hold is shown instead of the thank-you below.", "Se muestra el primero cuyas condiciones se cumplan, en vez del agradecimiento de abajo.";
    survey_ending: "Thank-you {n}", "Agradecimiento {n}";
    survey_add_ending: "Add a thank-you for some", "Añadir un agradecimiento para algunos";
    survey_ending_button: "Button below it", "Botón debajo";
    survey_fields: "Attributes and hidden fields, one a line", "Atributos y campos ocultos, uno por línea";
    survey_fields_title: "What the site says of the visitor", "Lo que el sitio dice del visitante";
    survey_fields_hint: "Such as plan. Rules and texts can use them; they are stored with the answers, no others are.", "Como plan. Las reglas y los textos pueden usarlos; se guardan con las respuestas, ningún otro.";
    survey_falls_back: "Falls back to", "Se usará";
    survey_thanks: "Thank-you", "Agradecimiento";
    survey_when: "Where and when it shows", "Dónde y cuándo se muestra";
    survey_include: "Only on these pages", "Solo en estas páginas";
    survey_include_hint: "One a line, such as /checkout/* or shop.example.com/cart; * stands for anything. Empty: every page.", "Una por línea, como /pago/* o tienda.example.com/carrito; * vale por cualquier cosa. Vacío: todas.";
    survey_exclude: "Never on these pages", "Nunca en estas páginas";
    survey_other_pages: "Other pages", "Otras páginas";
    survey_referrer: "Only if the visitor comes from these pages", "Solo si el visitante viene de estas páginas";
    survey_referrer_hint: "Such as www.example.org/* or /products/*. Empty: from anywhere.", "Como www.example.org/* o /productos/*. Vacío: de cualquier parte.";
    survey_who: "Who is asked", "A quién se pregunta";
    survey_devices: "Only on", "Solo en";
    survey_devices_hint: "None ticked: on every device.", "Ninguno marcado: en todos.";
    survey_phones: "Phones", "Móviles";
    survey_tablets: "Tablets", "Tabletas";
    survey_desktops: "Computers", "Ordenadores";
    survey_speaks: "Only visitors whose language is", "Solo visitantes cuyo idioma es";
    survey_speaks_hint: "Tags such as es, pt-BR. Empty: every language.", "Etiquetas como es, pt-BR. Vacío: todos.";
    survey_attributes: "Only if the site says of them", "Solo si el sitio dice de ellos";
    survey_known: "Known with the visitor’s consent to storage only: nobody else is asked then.", "Solo se sabe si el visitante permite guardar datos: entonces no se pregunta a nadie más.";
    survey_visits: "Page views, at least", "Páginas vistas, al menos";
    survey_days_known: "Days since the first, at least", "Días desde la primera, al menos";
    survey_moment: "At which moment", "En qué momento";
    survey_moment_hint: "The first of these to happen makes it show. None: the page itself does.", "Se muestra con lo primero que ocurra. Nada: con la propia página.";
    survey_trigger_click: "Click", "Clic";
    survey_trigger_scroll: "Scrolling", "Desplazamiento";
    survey_trigger_event: "Event", "Evento";
    survey_trigger_idle: "Doing nothing", "Sin hacer nada";
    survey_trigger_exit: "About to leave", "A punto de salir";
    survey_selector: "On what this CSS selector finds, such as #pay", "En lo que encuentra este selector CSS, como #pagar";
    survey_event: "Its name, as in opina('track', 'order placed')", "Su nombre, como en opina('track', 'pedido hecho')";
    survey_seconds: "Seconds", "Segundos";
    survey_scroll_percent: "Seen, in %", "Visto, en %";
    survey_scroll_within: "Of what scrolls, as a CSS selector (empty: the page)", "De qué, como selector CSS (vacío: la página)";
    survey_cancel: "Not any more on this page after the event", "Ya no en esta página tras el evento";
    survey_delay: "Then wait, in seconds", "Después espera, en segundos";
    survey_percent: "Visitors, in %", "Visitantes, en %";
    survey_again: "How often", "Con qué frecuencia";
    survey_again_once: "Ask once", "Preguntar una vez";
    survey_again_until: "Until answered: again after closing, after", "Hasta que contesten: de nuevo tras cerrarla, a los";
    survey_again_after: "Again, whatever they did, after", "De nuevo, hicieran lo que hicieran, a los";
    survey_again_own: "In days, apart (empty: never)", "En días, por separado (vacío: nunca)";
    survey_again_answered: "after an answer", "tras contestar";
    survey_again_dismissed: "after closing it", "tras cerrarla";
    survey_days: "days", "días";
    survey_schedule: "For how long", "Durante cuánto tiempo";
    survey_from: "Not before", "No antes de";
    survey_until: "Not from then on", "No a partir de";
    survey_zone: "Dates are in the time zone {zone}.", "Las fechas están en la zona horaria {zone}.";
    survey_quota: "Stop after so many answers", "Parar tras tantas respuestas";
    survey_priority: "Priority, 0 to 255", "Prioridad, de 0 a 255";
    survey_priority_hint: "Of several surveys that are due at once the highest comes first.", "De varias encuestas a la vez, va antes la más alta.";
    survey_looks: "How it looks", "Qué aspecto tiene";
    survey_looks_elsewhere: "Colours, corners and font hold for all surveys of the site:", "Los colores, las esquinas y la letra valen para todas las encuestas del sitio:";
    survey_display: "It comes as", "Aparece como";
    survey_popover: "A card beside the page", "Una tarjeta junto a la página";
    survey_modal: "A window over the page", "Una ventana sobre la página";
    survey_page: "A page of its own", "Una página entera";
    survey_tab: "A quiet tab at the edge", "Una pestaña discreta en el borde";
    survey_inline: "A part of the page", "Una parte de la página";
    survey_within: "Inside what this CSS selector finds (for a part of the page)", "Dentro de lo que encuentra este selector CSS (si es parte de la página)";
    survey_place: "Where it stands", "Dónde está";
    survey_place_hint: "On phones it rises from the bottom. Languages written from right to left mirror it.", "En móviles sube desde abajo. Los idiomas que se escriben de derecha a izquierda lo reflejan.";
    survey_top_start: "Top left", "Arriba a la izquierda";
    survey_top: "Top", "Arriba";
    survey_top_end: "Top right", "Arriba a la derecha";
    survey_middle_start: "Left", "A la izquierda";
    survey_center: "Middle", "En el centro";
    survey_middle_end: "Right", "A la derecha";
    survey_bottom_start: "Bottom left", "Abajo a la izquierda";
    survey_bottom: "Bottom", "Abajo";
    survey_bottom_end: "Bottom right", "Abajo a la derecha";
    survey_closing: "Behind it, and closing", "Detrás, y al cerrar";
    survey_overlay: "Dim the page behind it", "Oscurecer la página de detrás";
    survey_outside_closes: "A click beside it closes it", "Un clic fuera la cierra";
    survey_closes_after: "Closes by itself after seconds (empty: never)", "Se cierra sola tras estos segundos (vacío: nunca)";
    // The survey's rules in one sentence
    summary_shows: "Shows", "Se muestra";
    summary_tab: "Its tab is there", "Su pestaña está";
    summary_inline: "Shows inside {what}", "Se muestra dentro de {what}";
    summary_everywhere: "on every page", "en todas las páginas";
    summary_on: "on {pages}", "en {pages}";
    summary_never_on: "but never on {pages}", "pero nunca en {pages}";
    summary_to_all: "to all visitors", "a todos los visitantes";
    summary_to_some: "to {percent} % of visitors", "al {percent} % de los visitantes";
    summary_devices: "on {devices}", "en {devices}";
    summary_speak: "who speak {languages}", "que hablan {languages}";
    summary_come: "who come from {pages}", "que vienen de {pages}";
    summary_who: "of whom the site says: {what}", "de quienes el sitio dice: {what}";
    summary_visits: "with {n} page views or more", "con {n} páginas vistas o más";
    summary_days: "known for {n} days or more", "que se conocen desde hace {n} días o más";
    summary_at_once: "as soon as the page opens", "en cuanto se abre la página";
    summary_after_opening: "{n} seconds after the page opens", "{n} segundos después de abrirse la página";
    summary_when: "as soon as {what}", "en cuanto {what}";
    summary_when_delayed: "{n} seconds after {what}", "cuando {what} y pasan {n} segundos";
    summary_click: "they click {what}", "pulsan {what}";
    summary_scroll: "they have scrolled through {n} % of the page", "han recorrido el {n} % de la página";
    summary_scroll_within: "they have scrolled through {n} % of {what}", "han recorrido el {n} % de {what}";
    summary_event: "“{event}” happens", "ocurre «{event}»";
    summary_idle: "they have done nothing for {n} seconds", "llevan {n} segundos sin hacer nada";
    summary_exit: "they are about to leave", "están a punto de salir";
    summary_unless: "unless “{event}” happens first", "salvo que antes ocurra «{event}»";
    summary_from: "from {when}", "desde {when}";
    summary_until: "until {when}", "hasta {when}";
    summary_quota: "until there are {n} answers", "hasta que haya {n} respuestas";
    summary_once: "once", "una sola vez";
    summary_until_answered: "until they answer: again {n} days after they closed it", "hasta que contesten: de nuevo {n} días después de cerrarla";
    summary_again: "again after {n} days", "de nuevo a los {n} días";
    summary_again_answered: "again {n} days after they answered", "de nuevo {n} días después de contestar";
    summary_again_closed: "{n} days after they closed it", "{n} días después de cerrarla";
    survey_open_page: "Open a page it shows on", "Abrir una página donde se muestra";
    survey_languages: "Languages", "Idiomas";
    survey_languages_hint: "Visitors see their own language where it is offered, else the default.", "Cada visitante la ve en su idioma si lo hay; si no, en el predeterminado.";
    survey_default: "default", "predeterminado";
    survey_make_default: "Make default", "Predeterminar";
    survey_add_language: "Add a language", "Añadir un idioma";
    survey_add: "Add", "Añadir";
    survey_remove_language: "Remove this language with its texts?", "¿Quitar este idioma con sus textos?";
    survey_mistake_empty: "Write something here.", "Escribe algo aquí.";
    survey_mistake_no_text: "Write it in {language} at least: it is the default.", "Escríbelo al menos en {language}: es el predeterminado.";
    survey_mistake_too_long: "At most {most} characters.", "Como máximo {most} caracteres.";
    survey_mistake_number: "A whole number from {least} to {most}.", "Un número entero de {least} a {most}.";
    survey_mistake_percent: "A number above 0 and up to 100.", "Un número mayor que 0 y hasta 100.";
    survey_mistake_page: "“{page}” is not a page: write /checkout/* or shop.example.com/cart, without ? or #.", "«{page}» no es una página: escribe /pago/* o tienda.example.com/carrito, sin ? ni #.";
    survey_mistake_options: "Give 2 to {most} options.", "Pon de 2 a {most} opciones.";
    survey_mistake_questions: "A survey has 1 to {most} questions.", "Una encuesta tiene de 1 a {most} preguntas.";
    survey_mistake_whole_number: "A whole number, or nothing.", "Un número entero, o nada.";
    survey_mistake_order: "This must not be below the first number.", "No puede ser menor que el primer número.";
    survey_mistake_selector: "A CSS selector of one line, such as #pay.", "Un selector CSS de una línea, como #pagar.";
    survey_mistake_event: "A name of 1 to {most} characters, such as order placed.", "Un nombre de 1 a {most} caracteres, como pedido hecho.";
    survey_mistake_moment: "A date and a time, such as 2026-01-31 09:00.", "Una fecha y una hora, como 2026-01-31 09:00.";
    survey_mistake_schedule: "It would end before it begins.", "Terminaría antes de empezar.";
    survey_mistake_no_option: "Choose an option that says something.", "Elige una opción que diga algo.";
    survey_mistake_endings: "At most {most} thank-yous for some.", "Como máximo {most} agradecimientos para algunos.";
    survey_mistake_address: "An address that begins with https://, http:// or mailto: and has no spaces.", "Una dirección que empiece por https://, http:// o mailto: y no tenga espacios.";
    survey_mistake_destination: "This question does not come later: choose another way.", "Esa pregunta no va después: elige otro camino.";
    survey_mistake_into_page: "This question shares the page of the one before it: lead to the one that begins the page.", "Esa pregunta comparte página con la anterior: lleva a la que empieza la página.";
    survey_mistake_together_first: "Nothing comes before the first question: untick this.", "Antes de la primera pregunta no hay nada: desmarca esto.";
    survey_mistake_together_behind: "The question before leads elsewhere by its answer, which only the last one of a page can do. Untick this, or let every answer there lead to the next question.", "La pregunta anterior lleva a otro sitio según la respuesta, y eso solo puede hacerlo la última de una página. Desmarca esto o haz que allí todas las respuestas lleven a la siguiente.";
    survey_mistake_not_asked: "This is not asked by then: remove the condition, or choose what comes before.", "Eso no se ha preguntado aún: quita la condición o elige algo anterior.";
    survey_mistake_not_a_field: "“{name}” is not among the attributes and hidden fields of the survey: add it there.", "«{name}» no está entre los atributos y campos ocultos de la encuesta: añádelo ahí.";
    survey_mistake_unknown: "“{name}” in double braces is neither asked on an earlier page nor among the survey’s fields.", "«{name}» entre llaves dobles no se pregunta en una página anterior ni está entre los campos de la encuesta.";
    survey_mistake_field_name: "“{name}” is not a name: use 1 to 40 of a-z, 0-9, _ and -.", "«{name}» no es un nombre: usa de 1 a 40 de a-z, 0-9, _ y -.";
    survey_mistake_fields: "At most {most} attributes and fields.", "Como máximo {most} atributos y campos.";
    survey_mistake_language: "“{typed}” is not a language tag such as es or pt-BR.", "«{typed}» no es una etiqueta de idioma como es o pt-BR.";
    survey_mistake_repeated_language: "The survey has this language already.", "La encuesta ya tiene este idioma.";

    // The survey editor's preview
    preview: "Preview", "Vista previa";
    preview_size: "Size", "Tamaño";
    preview_phone: "Phone", "Móvil";
    preview_wide: "Wide", "Ancha";
    preview_scheme: "Colours", "Colores";
    preview_light: "Light", "Claros";
    preview_dark: "Dark", "Oscuros";
    preview_show: "Show", "Ver";
    preview_saved: "It shows the draft as it was saved. Nothing that is answered here is sent or counted.", "Muestra el borrador guardado. Nada de lo que se responda aquí se envía ni se cuenta.";
    preview_follows: "It follows what you type. Nothing that is answered here is sent or counted.", "Sigue lo que escribes. Nada de lo que se responda aquí se envía ni se cuenta.";
    preview_waits: "It waits until what hinders it is mended: save to see what that is.", "Espera a que se corrija lo que lo impide: guarda para ver qué es.";

    // A survey's translations
    translations: "Translations", "Traducciones";
    translations_count: "{n} of {of} texts", "{n} de {of} textos";
    translations_missing: "missing", "falta";
    translations_open: "Translate side by side", "Traducir en paralelo";

    // A survey's versions
    versions: "Versions", "Versiones";
    versions_back_to_editor: "Back to the survey", "Volver a la encuesta";
    versions_version: "Version {n}", "Versión {n}";
    versions_none: "No version yet", "Aún no hay versiones";
    versions_none_advice: "Each time you publish, what visitors are asked is kept here for good.", "Cada vez que publiques, lo que se pregunta a los visitantes queda guardado aquí para siempre.";
    versions_are: "Each time it is published, what is asked becomes a version. A version never changes: rolling back makes the draft equal to an old one, and publishing makes that a new version.", "Cada vez que se publica, lo que se pregunta pasa a ser una versión. Una versión no cambia nunca: volver atrás deja el borrador igual que una antigua, y al publicarlo nace una versión nueva.";
    versions_older: "From", "De";
    versions_newer: "To", "A";
    versions_what: "Version", "Versión";
    versions_changed: "What it changed", "Qué cambió";
    versions_asked: "asked now", "la actual";
    versions_first: "The first one", "La primera";
    versions_more: "and {n} more", "y {n} más";
    versions_compare: "Compare", "Comparar";
    versions_same: "They say the same.", "Dicen lo mismo.";
    versions_kind: "Kind of question", "Tipo de pregunta";
    versions_added: "added: {what}", "se añade: {what}";
    versions_removed: "removed: {what}", "se quita: {what}";
    versions_moved: "moved from {from} to {to}", "pasa del {from} al {to}";
    versions_is_added: "added", "añadido";
    versions_is_removed: "removed", "quitado";
    versions_was: "Before:", "Antes:";
    versions_is: "After:", "Después:";
    versions_roll_back: "Roll back to it", "Volver a ella";
    versions_roll_back_title: "Roll back to version {n}?", "¿Volver a la versión {n}?";
    versions_roll_back_is: "The draft becomes equal to version {n}. Visitors notice nothing until you publish it; that makes version {next}.", "El borrador queda igual que la versión {n}. Los visitantes no notan nada hasta que lo publiques; entonces será la versión {next}.";
    versions_roll_back_now: "Make the draft equal to version {n}", "Dejar el borrador como la versión {n}";
    versions_loses: "The draft has changes that are in no version. They are lost.", "El borrador tiene cambios que no están en ninguna versión. Se pierden.";
    versions_discard: "Discard its changes", "Descartar sus cambios";
    versions_discard_title: "Discard the draft’s changes?", "¿Descartar los cambios del borrador?";
    versions_discard_is: "The draft becomes equal to version {n}, which visitors are asked. Its changes are in no version and are lost.", "El borrador queda igual que la versión {n}, la que se pregunta a los visitantes. Sus cambios no están en ninguna versión y se pierden.";
    versions_discard_now: "Discard the changes", "Descartar los cambios";
    versions_draft_changes: "What this changes in the draft", "Qué cambia esto en el borrador";
    versions_stale: "Nothing was changed: someone else saved the draft meanwhile. This is what would be lost now.", "No se ha cambiado nada: alguien ha guardado el borrador entretanto. Esto es lo que se perdería ahora.";
    versions_restored: "The draft is as it was in that version. Visitors see it once you publish it.", "El borrador está como en esa versión. Los visitantes lo verán cuando lo publiques.";
    versions_discarded: "The draft’s changes are discarded: it is as version {n} again.", "Los cambios del borrador se han descartado: vuelve a estar como la versión {n}.";

    // The site's look, and how often one visitor is asked
    look: "Look and limits", "Aspecto y límites";
    look_title: "Look of all surveys", "Aspecto de todas las encuestas";
    look_hint: "Colours such as #0b6e69. What is empty is Opina’s own.", "Colores como #0b6e69. Lo que está vacío es de Opina.";
    look_light: "On light pages", "En páginas claras";
    look_dark: "Where the visitor prefers dark", "Si el visitante prefiere oscuro";
    look_accent: "Buttons and the chosen answer", "Botones y la respuesta elegida";
    look_background: "Background", "Fondo";
    look_text: "Text", "Texto";
    look_radius: "Corners: radius in pixels, 0 to {most}", "Esquinas: radio en píxeles, de 0 a {most}";
    look_font: "Fonts, the first that the page has", "Tipos de letra, el primero que tenga la página";
    look_saved: "The look is saved. Browsers that have fetched a survey keep its old look for up to a day.", "El aspecto está guardado. Los navegadores que ya han cargado una encuesta conservan el antiguo hasta un día.";
    look_mistakes: "Not saved: mend what is marked. Nothing you typed is lost.", "Sin guardar: corrige lo señalado. No se ha perdido nada de lo escrito.";
    look_mistake_colour: "“{colour}” is not a colour such as #0b6e69.", "«{colour}» no es un color como #0b6e69.";
    look_mistake_radius: "A whole number from 0 to {most}.", "Un número entero de 0 a {most}.";
    look_mistake_font: "Names of letters, digits, spaces and hyphens, with commas between them.", "Nombres de letras, cifras, espacios y guiones, separados por comas.";
    look_mistake_text: "{scheme}: text and background differ by {ratio}\u{a0}:\u{a0}1. Everybody can read it from {needed}\u{a0}:\u{a0}1 on.", "{scheme}: el texto y el fondo se distinguen con {ratio}\u{a0}:\u{a0}1. Se puede leer bien a partir de {needed}\u{a0}:\u{a0}1.";
    look_mistake_accent: "{scheme}: buttons and background differ by {ratio}\u{a0}:\u{a0}1. Everybody can tell them apart from {needed}\u{a0}:\u{a0}1 on.", "{scheme}: los botones y el fondo se distinguen con {ratio}\u{a0}:\u{a0}1. Se distinguen bien a partir de {needed}\u{a0}:\u{a0}1.";
    look_contrast_text: "Text and background: {ratio}\u{a0}:\u{a0}1", "Texto y fondo: {ratio}\u{a0}:\u{a0}1";
    look_contrast_accent: "Buttons and background: {ratio}\u{a0}:\u{a0}1", "Botones y fondo: {ratio}\u{a0}:\u{a0}1";
    look_sample: "How was it?", "¿Qué tal ha ido?";
    look_sample_button: "Send", "Enviar";
    budget_title: "How often one visitor is asked", "Con qué frecuencia se pregunta a un visitante";
    budget_hint: "Over all surveys that open by themselves; tabs and parts of a page do not count. Empty: no limit.", "Entre todas las encuestas que se abren solas; las pestañas y las partes de una página no cuentan. Vacío: sin límite.";
    budget_surveys: "At most so many surveys", "Como mucho tantas encuestas";
    budget_days: "in so many days", "en tantos días";
    budget_saved: "The limit is saved.", "El límite está guardado.";
    budget_mistake: "A whole number from 1 to {most}, or both empty.", "Un número entero de 1 a {most}, o los dos vacíos.";

    // What holds for a site as a whole
    settings: "Settings", "Ajustes";
    settings_saved: "The settings are saved.", "Los ajustes están guardados.";
    settings_time_zone_hint: "Days start at midnight there. Past days are cut anew when you change it; no answer is lost.", "Los días empiezan a medianoche allí. Si la cambias, los días pasados se vuelven a cortar; no se pierde ninguna respuesta.";
    settings_languages: "Languages of new surveys", "Idiomas de las encuestas nuevas";
    settings_languages_hint: "Tags such as es, en, pt-BR. Ready texts are in English and Spanish; the others you write yourself. Empty: both.", "Etiquetas como es, en, pt-BR. Hay textos hechos en inglés y español; los demás los escribes tú. Vacío: los dos.";
    settings_languages_many: "At most {n} languages.", "Como mucho {n} idiomas.";
    settings_min_n: "Fewest answers behind a figure", "Mínimo de respuestas para mostrar una cifra";
    settings_min_n_hint: "Groups with fewer answers show no score, so that nobody is recognised. Never under 5.", "Los grupos con menos respuestas no muestran resultado, para que no se reconozca a nadie. Nunca menos de 5.";
    settings_privacy: "What is kept of visitors", "Qué se guarda de los visitantes";
    settings_retention: "Keep responses for so many days", "Guardar las respuestas tantos días";
    settings_retention_hint: "At least {least}; empty keeps them for ever. Each day older responses are erased with their comments and all that was noted beside them. Counts stay: scores of past days do not change, but they cannot be opened or cut by attributes any more.", "Al menos {least}; vacío las guarda siempre. Cada día se borran las más antiguas con sus comentarios y todo lo anotado junto a ellos. Los recuentos se quedan: los resultados pasados no cambian, pero ya no se pueden abrir ni dividir por atributos.";
    settings_retention_mistake: "A whole number from {least} to {most}, or nothing.", "Un número entero de {least} a {most}, o nada.";
    settings_keeps_path: "Keep the page’s path", "Guardar la ruta de la página";
    settings_keeps_path_hint: "Such as /checkout, without what follows ? or #. Takes effect on new responses.", "Como /pago, sin lo que sigue a ? o #. Vale para las respuestas nuevas.";
    settings_keeps_person: "Keep your own name for a visitor", "Guardar vuestro nombre para un visitante";
    settings_keeps_person_hint: "What your page passes as person, so that answers of one customer belong together. Takes effect on new responses.", "Lo que tu página pasa como person, para juntar las respuestas de un mismo cliente. Vale para las respuestas nuevas.";
    settings_never: "Never kept, whatever is set here: addresses on the network, cookies, and anything of visitors who opted out but their answers.", "Nunca se guarda, se ajuste lo que se ajuste: direcciones de red, cookies, ni de quien pidió no ser seguido nada más que sus respuestas.";
    settings_elsewhere: "Also of this site", "También de este sitio";
    settings_remove: "Remove the site", "Eliminar el sitio";
    settings_remove_text: "Its map, surveys, answers, comments and people’s access go with it. This cannot be undone.", "Se van con él su mapa, encuestas, respuestas, comentarios y los accesos de su gente. No se puede deshacer.";
    settings_remove_type: "To be sure, type its name:", "Para confirmar, escribe su nombre:";
    settings_remove_mistake: "This is not its name.", "Ese no es su nombre.";

    // Settings: the nightly proof of all figures
    recount: "Figures and answers", "Cifras y respuestas";
    recount_text: "Each night all answers are counted again and held against the figures. What responses that are no longer kept once counted stays as it was.", "Cada noche se vuelven a contar todas las respuestas y se comparan con las cifras. Lo que contaron las respuestas que ya no se guardan se queda como estaba.";
    recount_never: "Not counted again yet: that happens at night.", "Aún no se han vuelto a contar: se hace por la noche.";
    recount_equal: "{at}: {n} responses counted again. Every figure equals them.", "{at}: {n} respuestas contadas de nuevo. Todas las cifras coinciden.";
    recount_mended_now: "{at}: {n} responses counted again. Some figures differed and are mended.", "{at}: {n} respuestas contadas de nuevo. Algunas cifras no coincidían y están corregidas.";
    recount_found: "Figures that differed the last time, {at}: {n}. All are mended.", "Cifras que no coincidían la última vez, {at}: {n}. Todas están corregidas.";
    recount_completed: "Completed", "Terminada";
    recount_caption: "Figures that differed", "Cifras que no coincidían";
    recount_day: "Day", "Día";
    recount_what: "What is counted", "Qué se cuenta";
    recount_stored: "Was", "Era";
    recount_counted: "Is", "Es";

    // Installing
    install_tag: "Paste this on every page, at the end of the body", "Pega esto en cada página, al final del body";
    install_copy: "Copy", "Copiar";
    install_copied: "Copied", "Copiado";
    install_weight: "About 2 kB for every visitor. The survey itself is fetched only when one is due.", "Unos 2 kB para cada visitante. La encuesta en sí solo se carga cuando toca.";
    install_strict: "My site has a Content-Security-Policy", "Mi sitio tiene una Content-Security-Policy";
    install_strict_advice: "Add these sources to what it allows already.", "Añade estas fuentes a lo que ya permite.";
    install_seen_title: "Is it there?", "¿Está puesto?";
    install_seen: "Seen", "Vista";
    install_more: "Reload this page to look again.", "Recarga esta página para volver a mirar.";
    install_waiting: "Waiting for the first visit…", "Esperando la primera visita…";
    install_waiting_advice: "Open a page of your site in another tab, then reload this one. If nothing comes:", "Abre una página de tu sitio en otra pestaña y recarga esta. Si no llega nada:";
    install_check_script: "Is the script in the page’s source, with this address?", "¿Está el script en el código de la página, con esta dirección?";
    install_check_csp: "Does the browser’s console say that a Content-Security-Policy refused it? Add the sources above.", "¿Dice la consola del navegador que una Content-Security-Policy lo ha rechazado? Añade las fuentes de arriba.";
    install_check_blocker: "Does an ad blocker keep it out? Try a private window without extensions.", "¿Lo frena un bloqueador de anuncios? Prueba una ventana privada sin extensiones.";
    install_check_reach: "Can visitors reach {base}?", "¿Pueden llegar los visitantes a {base}?";
    install_not_allowed: "Not on the list of websites: its answers are refused.", "No está en la lista de sitios web: sus respuestas se rechazan.";
    install_allow: "Allow {origin}", "Permitir {origin}";
    install_origins: "Websites that may send answers", "Sitios web que pueden enviar respuestas";
    install_origins_label: "One a line", "Uno por línea";
    install_origins_hint: "Such as https://www.example.com. Each host counts by itself, with and without www.", "Como https://www.example.com. Cada dominio cuenta por separado, con y sin www.";
    install_origins_none: "No website is allowed yet: all answers are refused.", "Aún no se permite ningún sitio web: todas las respuestas se rechazan.";
    install_origins_saved: "The websites are saved.", "Los sitios web están guardados.";
    install_origins_plain: "{origin} is not encrypted: browsers and networks on the way can read and change what visitors send.", "{origin} no está cifrado: las redes por el camino pueden leer y cambiar lo que envían los visitantes.";
    install_mistake_origin: "“{origin}” is not a website such as https://www.example.com.", "«{origin}» no es un sitio web como https://www.example.com.";
    install_mistake_many: "At most {most} websites.", "Como máximo {most} sitios web.";
    install_next: "Then", "Después";
    install_next_survey: "Create your first survey", "Crea tu primera encuesta";
    install_next_publish: "Publish your survey", "Publica tu encuesta";
    install_next_live: "Live surveys: {n}. Answers appear on the journey map.", "Encuestas activas: {n}. Las respuestas aparecen en el mapa del viaje.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_something_with_the_same_values() {
        let names = |text: &str| {
            let mut names: Vec<String> =
                text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect();
            names.sort();
            names
        };
        for (name, [english, spanish]) in SIDE_BY_SIDE {
            assert!(!english.trim().is_empty() && !spanish.trim().is_empty(), "{name}");
            assert_eq!(names(english), names(spanish), "{name}");
        }
    }

    #[test]
    fn values_are_put_in_once() {
        let check = |text: &str, expected: &str| {
            assert_eq!(fill(text, &[("n", "3"), ("of", "{n}")]), expected);
        };
        check("", "");
        check("{n} of {of}", "3 of {n}");
        check("{unknown} {n", "{unknown} {n");
        check("{{n}}", "{3}");
    }
}
