//! One line on the terminal that moves while long work goes on. Progress is a courtesy: that it cannot be shown stops
//! nothing.

use std::io::{IsTerminal, Write};

/// Shows how far work has got; 100 ends the line.
pub(super) fn show(work: &str, percent: usize) {
    let mut screen = std::io::stderr();
    if screen.is_terminal() {
        let percent = percent.min(100);
        let bar = "#".repeat(percent / 4);
        let end = if percent == 100 { "\n" } else { "" };
        let _ = write!(screen, "\r{work} [{bar:<25}] {percent:>3} %{end}");
        let _ = screen.flush();
    }
}
