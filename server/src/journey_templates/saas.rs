//! Software as a service: from a first visit to staying and growing.

use super::{JourneyTemplate, Phase, Start};
use crate::survey_templates::SurveyTemplate::{Ces, Csat, Nps};

pub(super) static TEMPLATE: JourneyTemplate = JourneyTemplate {
    key: "saas",
    title: ["Software as a service", "Software como servicio"],
    about: [
        "A product people use in the browser and pay for by the month.",
        "Un producto que se usa en el navegador y se paga cada mes.",
    ],
    phases: &[
        Phase(["Find", "Encontrar"], Csat),
        Phase(["Evaluate", "Evaluar"], Csat),
        Phase(["Try", "Probar"], Ces),
        Phase(["Start", "Empezar"], Ces),
        Phase(["Work with it", "Trabajar con él"], Csat),
        Phase(["Get support", "Recibir soporte"], Ces),
        Phase(["Renew", "Renovar"], Nps),
        Phase(["Leave", "Irse"], Csat),
    ],
    channels: &[
        ["Website", "Web"],
        ["Product", "Producto"],
        ["Documentation", "Documentación"],
        ["E-mail", "Correo"],
        ["Support", "Soporte"],
    ],
    touchpoints: &[
        Start(0, 0, ["Landing page", "Página de aterrizaje"]),
        Start(1, 0, ["Prices and plans", "Precios y planes"]),
        Start(2, 0, ["Sign-up", "Registro"]),
        Start(3, 1, ["Set-up", "Puesta en marcha"]),
        Start(3, 2, ["Getting started", "Primeros pasos"]),
        Start(4, 1, ["Main task", "Tarea principal"]),
        Start(5, 2, ["Help pages", "Páginas de ayuda"]),
        Start(5, 4, ["Ticket solved", "Consulta resuelta"]),
        Start(6, 3, ["Renewal", "Renovación"]),
        Start(7, 1, ["Cancellation", "Cancelación"]),
    ],
};
