//! `opina serve`.

use super::CommandError;
use crate::{app, config::Settings, db::url::DatabaseUrl};
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Serves until it is told to stop; then everything accepted is stored before it ends.
pub(super) fn run(settings: &Settings, database: &DatabaseUrl) -> Result<(), CommandError> {
    let filter = EnvFilter::try_new(&settings.log).map_err(|error| CommandError::Usage(format!("--log: {error}")))?;
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr).init();

    let ended = actix_web::rt::System::new().block_on(async {
        let ready = app::start(settings, database)?;
        let base = settings.base_url().map_err(CommandError::Usage)?;
        tracing::info!(%database, "Opina is at {}", base.as_str());
        if let Some(link) = &ready.setup_link {
            tracing::info!("nobody can sign in yet. Open this link, which works once: {link}");
        }
        ready.server.await?;
        Ok::<_, CommandError>(ready.writer)
    });
    if ended?.join().is_err() {
        tracing::error!("the writer of answers ended in a panic");
    }
    Ok(())
}
