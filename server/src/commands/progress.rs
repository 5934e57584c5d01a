//! What commands show: one line on the terminal that moves while long work goes on, and tables. Progress is a courtesy: that
//! it cannot be shown stops nothing.

use std::io::{self, IsTerminal, Write};

/// Whether anybody sees the line.
pub(super) fn is_shown() -> bool {
    io::stderr().is_terminal()
}

/// Shows how far work has got; 100 ends the line.
pub(super) fn show(work: &str, percent: usize) {
    if is_shown() {
        let mut screen = io::stderr();
        let percent = percent.min(100);
        let bar = "#".repeat(percent / 4);
        let end = if percent == 100 { "\n" } else { "" };
        let _ = write!(screen, "\r{work} [{bar:<25}] {percent:>3} %{end}");
        let _ = screen.flush();
    }
}

/// Prints rows with their columns under each other.
///
/// # Errors
/// When nobody reads them to their end.
pub(super) fn table<const N: usize>(rows: &[[String; N]]) -> io::Result<()> {
    let widths: Vec<usize> =
        (0..N).map(|at| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or_default()).collect();
    let mut out = io::stdout().lock();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        writeln!(out, "  {}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    Ok(())
}
