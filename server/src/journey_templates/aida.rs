//! AIDA and after-sales: from hearing of a brand to recommending it.

use super::{JourneyTemplate, Phase, Start};
use crate::survey_templates::SurveyTemplate::{Ces, Csat, Nps};

pub(super) static TEMPLATE: JourneyTemplate = JourneyTemplate {
    key: "aida",
    title: ["AIDA and after-sales", "AIDA y posventa"],
    about: [
        "Any brand: awareness, investigation, decision, action, and what comes after the sale.",
        "Cualquier marca: conocer, investigar, decidir, actuar y lo que viene tras la venta.",
    ],
    phases: &[
        Phase(["Aware", "Conocer"], Csat),
        Phase(["Investigate", "Investigar"], Csat),
        Phase(["Decide", "Decidir"], Ces),
        Phase(["Act", "Actuar"], Ces),
        Phase(["Use", "Usar"], Csat),
        Phase(["Invoice", "Factura"], Ces),
        Phase(["Get help", "Recibir ayuda"], Ces),
        Phase(["Renew or upgrade", "Renovar o ampliar"], Nps),
        Phase(["Recommend", "Recomendar"], Nps),
    ],
    channels: &[
        ["Website", "Web"],
        ["App", "App"],
        ["E-mail", "Correo"],
        ["Store", "Tienda"],
        ["Phone", "Teléfono"],
        ["Social", "Redes sociales"],
    ],
    touchpoints: &[
        Start(0, 0, ["Home page", "Página de inicio"]),
        Start(1, 0, ["Product page", "Página de producto"]),
        Start(2, 0, ["Prices", "Precios"]),
        Start(3, 0, ["Order", "Pedido"]),
        Start(4, 1, ["First use", "Primer uso"]),
        Start(5, 2, ["Invoice e-mail", "Correo de factura"]),
        Start(6, 4, ["Call centre", "Atención telefónica"]),
        Start(8, 2, ["Customer survey", "Encuesta a clientes"]),
    ],
};
