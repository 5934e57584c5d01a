//! Retail: a shop with a website and stores.

use super::{JourneyTemplate, Phase, Start};
use crate::survey_templates::SurveyTemplate::{Ces, Csat, Nps};

pub(super) static TEMPLATE: JourneyTemplate = JourneyTemplate {
    key: "retail",
    title: ["Retail", "Comercio"],
    about: [
        "A shop, online or with stores: from looking around to coming back.",
        "Una tienda, en línea o física: de mirar a volver.",
    ],
    phases: &[
        Phase(["Discover", "Descubrir"], Csat),
        Phase(["Look around", "Mirar"], Csat),
        Phase(["Choose", "Elegir"], Csat),
        Phase(["Pay", "Pagar"], Ces),
        Phase(["Receive", "Recibir"], Csat),
        Phase(["Use at home", "Usar en casa"], Csat),
        Phase(["Return or complain", "Devolver o reclamar"], Ces),
        Phase(["Come back", "Volver"], Nps),
    ],
    channels: &[
        ["Online shop", "Tienda en línea"],
        ["Store", "Tienda"],
        ["E-mail", "Correo"],
        ["Delivery", "Reparto"],
        ["Customer service", "Atención al cliente"],
    ],
    touchpoints: &[
        Start(0, 0, ["Campaign page", "Página de campaña"]),
        Start(1, 0, ["Search and categories", "Búsqueda y categorías"]),
        Start(1, 1, ["Shop floor", "Sala de ventas"]),
        Start(2, 0, ["Product page", "Página de producto"]),
        Start(2, 1, ["Advice in store", "Consejo en tienda"]),
        Start(3, 0, ["Basket and payment", "Cesta y pago"]),
        Start(3, 1, ["Till", "Caja"]),
        Start(4, 3, ["Parcel delivered", "Paquete entregado"]),
        Start(6, 4, ["Return", "Devolución"]),
        Start(7, 2, ["After four weeks", "A las cuatro semanas"]),
    ],
};
