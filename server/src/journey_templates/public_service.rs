//! Public service: from learning of a right to having the decision.

use super::{JourneyTemplate, Phase, Start};
use crate::survey_templates::SurveyTemplate::{Ces, Csat};

pub(super) static TEMPLATE: JourneyTemplate = JourneyTemplate {
    key: "public",
    title: ["Public service", "Servicio público"],
    about: [
        "A procedure citizens go through: from learning of it to the decision and an appeal.",
        "Un trámite ciudadano: de informarse a la resolución y el recurso.",
    ],
    phases: &[
        Phase(["Learn of it", "Informarse"], Csat),
        Phase(["Prepare", "Prepararse"], Ces),
        Phase(["Apply", "Solicitar"], Ces),
        Phase(["Wait", "Esperar"], Csat),
        Phase(["Be decided on", "Recibir resolución"], Csat),
        Phase(["Ask or appeal", "Consultar o recurrir"], Ces),
    ],
    channels: &[
        ["Website", "Web"],
        ["Online office", "Sede electrónica"],
        ["Office", "Oficina"],
        ["Phone", "Teléfono"],
        ["Letter", "Carta"],
    ],
    touchpoints: &[
        Start(0, 0, ["Information page", "Página informativa"]),
        Start(1, 0, ["List of documents", "Lista de documentos"]),
        Start(1, 3, ["Appointment by phone", "Cita por teléfono"]),
        Start(2, 1, ["Online form", "Formulario en línea"]),
        Start(2, 2, ["Counter", "Ventanilla"]),
        Start(3, 1, ["State of the case", "Estado del expediente"]),
        Start(4, 4, ["Decision letter", "Carta de resolución"]),
        Start(5, 3, ["Help line", "Línea de ayuda"]),
    ],
};
