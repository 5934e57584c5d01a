//! The survey a visitor sees. `host.js` fetches it when it is due, and calls [`start`]. A server draws the same
//! questions with [`view::page`], for pages without script; all that needs a browser is behind the feature `browser`.

pub mod identity;

pub mod form;

pub mod walk;

pub mod state;

pub mod body;

pub mod drawings;

pub mod view;

pub mod style;

#[cfg(feature = "browser")]
pub mod page;

#[cfg(feature = "browser")]
pub mod app;

#[cfg(feature = "browser")]
mod start;

#[cfg(feature = "browser")]
pub use start::start;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
