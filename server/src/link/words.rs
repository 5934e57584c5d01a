//! What pages without script say by themselves, in the languages of the widget. The rest of their words are the widget's.

use shared::text::Language;

/// What a page says in place of a survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// There is no such survey.
    Missing,
    /// Somebody paused it.
    Paused,
    /// It begins later.
    Early,
    /// It is over.
    Late,
    /// It has all the responses it is to have.
    Full,
    /// The visitor has completed it.
    Answered,
    /// The form came from elsewhere, or cannot be read.
    Foreign,
    /// The server cannot answer now.
    Busy,
}

/// One language: its tag, then what is said in the order of [`Said`].
type Spoken = (&'static str, [&'static str; 8]);

/// The languages the widget speaks; the first stands in for all others.
const SPOKEN: [Spoken; 9] = [
    (
        "en",
        [
            "There is no survey at this address. Check the link.",
            "This survey is paused. Try again later.",
            "This survey has not begun yet.",
            "This survey is over. Thank you for your interest.",
            "This survey has all the answers it needs. Thank you for your interest.",
            "You have answered this survey already. Thank you.",
            "These answers did not come from this page. Open the survey’s link again.",
            "This did not work right now. Try again in a moment.",
        ],
    ),
    (
        "es",
        [
            "No hay ninguna encuesta en esta dirección. Comprueba el enlace.",
            "Esta encuesta está en pausa. Inténtalo más tarde.",
            "Esta encuesta aún no ha empezado.",
            "Esta encuesta ha terminado. Gracias por tu interés.",
            "Esta encuesta ya tiene todas las respuestas que necesita. Gracias por tu interés.",
            "Ya has respondido a esta encuesta. Gracias.",
            "Estas respuestas no vienen de esta página. Abre de nuevo el enlace de la encuesta.",
            "Ahora mismo no ha funcionado. Inténtalo de nuevo dentro de un momento.",
        ],
    ),
    (
        "ca",
        [
            "No hi ha cap enquesta en aquesta adreça. Comprova l’enllaç.",
            "Aquesta enquesta està en pausa. Torna-ho a provar més tard.",
            "Aquesta enquesta encara no ha començat.",
            "Aquesta enquesta s’ha acabat. Gràcies pel teu interès.",
            "Aquesta enquesta ja té totes les respostes que necessita. Gràcies pel teu interès.",
            "Ja has respost aquesta enquesta. Gràcies.",
            "Aquestes respostes no venen d’aquesta pàgina. Torna a obrir l’enllaç de l’enquesta.",
            "Ara mateix no ha funcionat. Torna-ho a provar d’aquí a un moment.",
        ],
    ),
    (
        "fr",
        [
            "Il n’y a pas d’enquête à cette adresse. Vérifiez le lien.",
            "Cette enquête est en pause. Réessayez plus tard.",
            "Cette enquête n’a pas encore commencé.",
            "Cette enquête est terminée. Merci de votre intérêt.",
            "Cette enquête a reçu toutes les réponses nécessaires. Merci de votre intérêt.",
            "Vous avez déjà répondu à cette enquête. Merci.",
            "Ces réponses ne viennent pas de cette page. Rouvrez le lien de l’enquête.",
            "Cela n’a pas fonctionné. Réessayez dans un instant.",
        ],
    ),
    (
        "de",
        [
            "Unter dieser Adresse gibt es keine Umfrage. Prüfen Sie den Link.",
            "Diese Umfrage ist unterbrochen. Versuchen Sie es später noch einmal.",
            "Diese Umfrage hat noch nicht begonnen.",
            "Diese Umfrage ist beendet. Danke für Ihr Interesse.",
            "Diese Umfrage hat alle Antworten, die sie braucht. Danke für Ihr Interesse.",
            "Sie haben diese Umfrage schon beantwortet. Danke.",
            "Diese Antworten kommen nicht von dieser Seite. Öffnen Sie den Link der Umfrage noch einmal.",
            "Das hat gerade nicht geklappt. Versuchen Sie es gleich noch einmal.",
        ],
    ),
    (
        "it",
        [
            "A questo indirizzo non c’è nessun sondaggio. Controlla il link.",
            "Questo sondaggio è in pausa. Riprova più tardi.",
            "Questo sondaggio non è ancora iniziato.",
            "Questo sondaggio è terminato. Grazie dell’interesse.",
            "Questo sondaggio ha già tutte le risposte che servono. Grazie dell’interesse.",
            "Hai già risposto a questo sondaggio. Grazie.",
            "Queste risposte non vengono da questa pagina. Riapri il link del sondaggio.",
            "Per ora non ha funzionato. Riprova tra un momento.",
        ],
    ),
    (
        "pt",
        [
            "Não há nenhuma pesquisa neste endereço. Confira o link.",
            "Esta pesquisa está em pausa. Tente mais tarde.",
            "Esta pesquisa ainda não começou.",
            "Esta pesquisa terminou. Obrigado pelo interesse.",
            "Esta pesquisa já tem todas as respostas de que precisa. Obrigado pelo interesse.",
            "Você já respondeu a esta pesquisa. Obrigado.",
            "Estas respostas não vêm desta página. Abra de novo o link da pesquisa.",
            "Não funcionou agora. Tente de novo daqui a pouco.",
        ],
    ),
    (
        "ar",
        [
            "لا يوجد استبيان في هذا العنوان. تحقق من الرابط.",
            "هذا الاستبيان متوقف مؤقتًا. حاول لاحقًا.",
            "لم يبدأ هذا الاستبيان بعد.",
            "انتهى هذا الاستبيان. شكرًا لاهتمامك.",
            "اكتملت الإجابات التي يحتاجها هذا الاستبيان. شكرًا لاهتمامك.",
            "لقد أجبت عن هذا الاستبيان من قبل. شكرًا لك.",
            "لم تأتِ هذه الإجابات من هذه الصفحة. افتح رابط الاستبيان من جديد.",
            "لم ينجح ذلك الآن. حاول مرة أخرى بعد قليل.",
        ],
    ),
    (
        "ja",
        [
            "このアドレスにアンケートはありません。リンクをご確認ください。",
            "このアンケートは一時停止中です。後ほどお試しください。",
            "このアンケートはまだ始まっていません。",
            "このアンケートは終了しました。ご関心をお寄せいただきありがとうございます。",
            "このアンケートは必要な回答数に達しました。ご関心をお寄せいただきありがとうございます。",
            "このアンケートには回答済みです。ありがとうございました。",
            "この回答はこのページから送られたものではありません。アンケートのリンクをもう一度開いてください。",
            "ただいま処理できませんでした。しばらくしてからもう一度お試しください。",
        ],
    ),
];

/// The languages these words are in.
pub fn languages() -> Vec<Language> {
    SPOKEN.iter().filter_map(|(tag, _)| Language::try_from(*tag).ok()).collect()
}

impl Said {
    /// The words in the language with this tag or, where Opina does not speak it, in English.
    pub fn words(self, language: &str) -> &'static str {
        let base = language.split('-').next().unwrap_or(language);
        let (_, words) = SPOKEN.iter().find(|(tag, _)| *tag == base).unwrap_or(&SPOKEN[0]);
        words[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_of_the_widget_has_its_own_words() {
        let said = |tag: &str| Said::Full.words(tag);
        let all: std::collections::BTreeSet<_> = languages().iter().map(|one| Said::Busy.words(one.as_str())).collect();
        assert_eq!(all.len(), SPOKEN.len());
        assert_eq!(said("pt-BR"), said("pt"));
        assert_eq!(said("fi"), said("en"));
        for (_, words) in SPOKEN {
            assert!(words.iter().all(|words| words.ends_with(['.', '。'])));
        }
    }
}
